#include "bench/report.h"

#include <time.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

namespace homing::bench {
namespace {

double load_average() {
    double load = 0;
    return getloadavg(&load, 1) == 1 ? load : -1;
}

std::string cpu_model() {
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);) {
        const std::size_t colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos) {
            return line.substr(colon + 2);
        }
    }
    return "unknown";
}

// Four significant digits; commas between thousands, so that 21500000 and 2150000 look different.
std::string readable(double value) {
    if (!std::isfinite(value)) return "none";
    char text[64];
    const double size = std::abs(value);
    const int whole_digits = size < 1 ? 1 : static_cast<int>(std::log10(size)) + 1;
    const int decimals = size != 0 && size < 0.1 ? 6 : std::clamp(4 - whole_digits, 0, 3);
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    std::string out = text;
    const std::size_t point = std::min(out.find('.'), out.size());
    const std::size_t first = out[0] == '-' ? 1 : 0;
    for (std::size_t at = point; at > first + 3;) out.insert(at -= 3, ",");
    return out;
}

std::string verdict(double value, const std::optional<Wanted>& wanted) {
    if (!wanted) return "";
    const bool is_floor = wanted->side == Wanted::Side::kAtLeast;
    return (is_floor ? ">= " : "<= ") + readable(wanted->bound) +
           (wanted->is_met_by(value) ? "  met" : "  NOT MET");
}

}  // namespace

Report::Report(std::string bench) : bench_(std::move(bench)), load_before_(load_average()) {}

void Report::figure(std::string name, double value, std::string unit,
                    std::optional<Wanted> wanted) {
    figures_.push_back({std::move(name), value, std::move(unit), wanted});
}

void Report::ratio(std::string name, double value, std::optional<Wanted> wanted) {
    ratios_.push_back({std::move(name), value, "x", wanted});
}

void Report::note(std::string sentence) {
    notes_.push_back(std::move(sentence));
}

void Report::print_rows(const char* title, const std::vector<Row>& rows) const {
    if (rows.empty()) return;
    std::size_t width = std::string_view(title).size();
    for (const Row& row : rows) width = std::max(width, row.name.size());
    std::printf("  %-*s  %16s  %-12s %s\n", static_cast<int>(width), title, "value", "unit",
                "wanted");
    for (const Row& row : rows) {
        std::printf("  %-*s  %16s  %-12s %s\n", static_cast<int>(width), row.name.c_str(),
                    readable(row.value).c_str(), row.unit.c_str(),
                    verdict(row.value, row.wanted).c_str());
    }
    std::printf("\n");
}

void Report::print() const {
    const double load_after = load_average();
    const std::string cpu = cpu_model();
    const unsigned cores = std::thread::hardware_concurrency();
    std::printf("\n%s\n\n", bench_.c_str());
    print_rows("figure", figures_);
    print_rows("ratio, ours to theirs", ratios_);
    for (const std::string& sentence : notes_) std::printf("  %s\n", sentence.c_str());
    std::printf("  %s, %u cores, load %.2f before and %.2f after\n\n", cpu.c_str(), cores,
                load_before_, load_after);

    using Json = nlohmann::ordered_json;
    Json line = {{"bench", bench_}, {"figures", Json::object()}, {"ratios", Json::object()}};
    for (const Row& row : figures_) {
        line["figures"][row.name] = {{"value", row.value}, {"unit", row.unit}};
    }
    for (const Row& row : ratios_) line["ratios"][row.name] = row.value;
    line["machine"] = {{"cpu", cpu}, {"cores", cores}};
    line["load"] = {{"before", load_before_}, {"after", load_after}};
    std::printf("%s\n",
                line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    std::fflush(stdout);
}

double seconds(Clock clock) {
    timespec now{};
    clock_gettime(clock == Clock::kWall ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::vector<double> interleaved_medians(const std::vector<Lane>& lanes, int rounds, Clock clock) {
    const std::size_t counted = rounds < 1 ? 1 : static_cast<std::size_t>(rounds);
    std::vector<std::vector<double>> times(lanes.size());
    for (std::size_t round = 0; round <= counted; ++round) {
        for (std::size_t turn = 0; turn < lanes.size(); ++turn) {
            const std::size_t lane = (round + turn) % lanes.size();
            const double start = seconds(clock);
            lanes[lane].run();
            if (round > 0) times[lane].push_back(seconds(clock) - start);
        }
    }
    std::vector<double> medians;
    for (std::vector<double>& lane : times) {
        const auto middle = lane.begin() + static_cast<std::ptrdiff_t>(lane.size() / 2);
        std::nth_element(lane.begin(), middle, lane.end());
        medians.push_back(*middle);
    }
    return medians;
}

std::size_t size_from_environment(const char* name, std::size_t otherwise) {
    const char* text = std::getenv(name);
    if (text == nullptr) return otherwise;
    const std::string_view digits = text;
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size);
    if (error != std::errc() || end != digits.data() + digits.size() || size == 0) {
        std::fprintf(stderr, "%s is \"%s\"; it must be a whole number above zero\n", name, text);
        std::exit(2);
    }
    return size;
}

}  // namespace homing::bench
