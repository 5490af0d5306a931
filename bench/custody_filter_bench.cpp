#include <string>
#include <unordered_set>
#include <vector>

#include "bench/report.h"
#include "core/check.h"
#include "core/custody_filter.h"

// "Nobody's" for addresses that are not ours, beside a plain hash set of all that are.
namespace homing::bench {
namespace {

constexpr int kRounds = 7;
constexpr std::size_t kStrangers = 1'000'000;

// A sequence of words without a short period (a counter, mixed), so that both sides get the same
// keys.
std::uint64_t word(std::uint64_t number) {
    std::uint64_t mixed = number * 0x9e3779b97f4a7c15;
    mixed = (mixed ^ (mixed >> 32)) * 0xd6e8feb86659fd93;
    mixed = (mixed ^ (mixed >> 32)) * 0xd6e8feb86659fd93;
    return mixed ^ (mixed >> 32);
}

void fill(std::uint64_t number, Bytes& payload) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < payload.size(); ++i) {
        if (i % 8 == 0) bits = word(number * 3 + i / 8);
        payload[i] = static_cast<std::uint8_t>(bits >> (8 * (i % 8)));
    }
}

Fingerprint fingerprint(std::uint64_t number) {
    Fingerprint made{KeyClass::kKeccak20, Bytes(20)};
    fill(number, made.payload);
    return made;
}

// Payloads here are uniform already, so their first word is as good a hash as any.
struct PlainHash {
    std::size_t operator()(const ByteArray<20>& payload) const {
        std::size_t hash = 0;
        for (std::size_t i = 0; i < 8; ++i) hash = hash << 8 | payload[i];
        return hash;
    }
};

ByteArray<20> plain_key(const Fingerprint& key) {
    ByteArray<20> out;
    std::copy_n(key.payload.begin(), out.size(), out.begin());
    return out;
}

CustodyFilter make_filter(Report& report, std::size_t keys, const std::string& size) {
    CustodyFilter filter(keys);
    Fingerprint key = fingerprint(0);
    const double start = seconds(Clock::kThreadCpu);
    for (std::size_t i = 0; i < keys; ++i) {
        fill(i, key.payload);
        filter.add(key);
    }
    report.figure("adds_" + size, static_cast<double>(keys) / (seconds(Clock::kThreadCpu) - start),
                  "/s/core");
    return filter;
}

std::vector<Fingerprint> make_strangers(std::size_t keys) {
    std::vector<Fingerprint> strangers;
    strangers.reserve(kStrangers);
    for (std::size_t i = 0; i < kStrangers; ++i) strangers.push_back(fingerprint(keys + i));
    return strangers;
}

std::size_t count_maybes(const CustodyFilter& filter, const std::vector<Fingerprint>& asked) {
    std::size_t maybes = 0;
    for (const Fingerprint& key : asked) maybes += filter.may_contain(key) ? 1 : 0;
    return maybes;
}

void check_no_key_is_missed(const CustodyFilter& filter, std::size_t keys) {
    Fingerprint key = fingerprint(0);
    for (std::size_t i = 0; i < keys; i += 97) {
        fill(i, key.payload);
        CHECK(filter.may_contain(key));
    }
}

void compare_with_a_set(Report& report, std::size_t keys) {
    const CustodyFilter filter = make_filter(report, keys, "small");
    std::unordered_set<ByteArray<20>, PlainHash> set;
    set.reserve(keys);
    Fingerprint key = fingerprint(0);
    for (std::size_t i = 0; i < keys; ++i) {
        fill(i, key.payload);
        set.insert(plain_key(key));
    }
    const std::vector<Fingerprint> strangers = make_strangers(keys);
    std::size_t maybes = 0;
    std::size_t found = 0;
    const Lane ours = {"filter", [&] { maybes = count_maybes(filter, strangers); }};
    const Lane theirs = {"set", [&] {
                             found = 0;
                             for (const Fingerprint& stranger : strangers) {
                                 found += set.count(plain_key(stranger));
                             }
                         }};
    const auto times = interleaved_medians({ours, theirs}, kRounds, Clock::kThreadCpu);
    check_no_key_is_missed(filter, keys);
    CHECK(found == 0);
    CHECK(maybes < strangers.size() / 100);
    report.figure("misses_small", kStrangers / times[0], "/s/core");
    report.figure("misses_small_of_unordered_set", kStrangers / times[1], "/s/core");
    report.ratio("filter_to_unordered_set", times[1] / times[0]);
}

void measure_large(Report& report, std::size_t keys) {
    const CustodyFilter filter = make_filter(report, keys, "large");
    const std::vector<Fingerprint> strangers = make_strangers(keys);
    std::size_t maybes = 0;
    const Lane ours = {"filter", [&] { maybes = count_maybes(filter, strangers); }};
    const auto times = interleaved_medians({ours}, kRounds, Clock::kThreadCpu);
    check_no_key_is_missed(filter, keys);
    const auto count = static_cast<double>(kStrangers);
    report.figure("misses_large", count / times[0], "/s/core", Wanted::at_least(5e6));
    report.figure("false_maybes", 100 * static_cast<double>(maybes) / count, "%",
                  Wanted::at_most(0.5));
    report.figure("memory", static_cast<double>(filter.bits()) / static_cast<double>(keys),
                  "bits/key", Wanted::at_most(12.0001));
    double start = seconds(Clock::kThreadCpu);
    const Bytes image = filter.serialize();
    const auto size = static_cast<double>(image.size()) / 1e6;
    report.figure("serialize", size / (seconds(Clock::kThreadCpu) - start), "MB/s/core");
    start = seconds(Clock::kThreadCpu);
    CHECK(CustodyFilter::parse(image).has_value());
    report.figure("parse", size / (seconds(Clock::kThreadCpu) - start), "MB/s/core");
}

void run() {
    const std::size_t small = size_from_environment("HOMING_BENCH_SET", 2'000'000);
    const std::size_t large = size_from_environment("HOMING_BENCH_ROUTES", 100'000'000);
    Report report("custody_filter");
    compare_with_a_set(report, small);
    measure_large(report, large);
    report.note("small: " + std::to_string(small) + " keys; large: " + std::to_string(large) +
                "; one million strangers asked, median of " + std::to_string(kRounds) +
                " rounds of thread CPU time.");
    report.note("misses_large includes the wait for memory; adds include making the key.");
    report.print();
}

}  // namespace
}  // namespace homing::bench

int main() {
    homing::bench::run();
}
