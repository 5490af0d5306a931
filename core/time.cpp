#include "core/time.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "core/quote.h"

namespace homing {

namespace {

using std::chrono::floor;
using std::chrono::sys_days;

constexpr Time kFirstPrinted = sys_days{std::chrono::year(0) / 1 / 1};
constexpr Time kEnd = sys_days{std::chrono::year(10000) / 1 / 1};

// The number of a run of digits; nullopt where another character stands or the text is too short.
std::optional<unsigned> digits_at(std::string_view text, std::size_t at, std::size_t count) {
    if (text.size() < at + count) return std::nullopt;
    unsigned value = 0;
    for (const char c : text.substr(at, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

std::optional<sys_days> parse_date(std::string_view text) {
    const auto year = digits_at(text, 0, 4);
    const auto month = digits_at(text, 5, 2);
    const auto day = digits_at(text, 8, 2);
    if (!year || !month || !day || text[4] != '-' || text[7] != '-' || *year < 1970) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)),
                                           std::chrono::month(*month), std::chrono::day(*day));
    if (!date.ok()) return std::nullopt;
    return sys_days(date);
}

std::optional<std::chrono::seconds> parse_clock(std::string_view text) {
    const auto hours = digits_at(text, 0, 2);
    const auto minutes = digits_at(text, 3, 2);
    const auto seconds = digits_at(text, 6, 2);
    if (!hours || !minutes || !seconds || text[2] != ':' || text[5] != ':') return std::nullopt;
    if (*hours > 23 || *minutes > 59 || *seconds > 59) return std::nullopt;
    return std::chrono::seconds(*hours * 3600 + *minutes * 60 + *seconds);
}

// Of "", or a dot and one to nine digits; what is finer than a millisecond is cut.
std::optional<Duration> parse_fraction(std::string_view text) {
    if (text.empty()) return Duration(0);
    const std::size_t count = text.size() - 1;
    if (text.front() != '.' || count < 1 || count > 9 || !digits_at(text, 1, count)) {
        return std::nullopt;
    }
    const std::string padded = std::string(text.substr(1)) + "00";
    return Duration(*digits_at(padded, 0, 3));
}

std::optional<Time> parse_rfc3339(std::string_view text) {
    if (text.size() < 20 || text[10] != 'T' || text.back() != 'Z') {
        return std::nullopt;
    }
    const auto date = parse_date(text.substr(0, 10));
    const auto clock = parse_clock(text.substr(11, 8));
    const auto fraction = parse_fraction(text.substr(19, text.size() - 20));
    if (!date || !clock || !fraction) return std::nullopt;
    return *date + *clock + *fraction;
}

}  // namespace

std::string format_time(Time time) {
    const Time shown = std::clamp(time, kFirstPrinted, kEnd - Duration(1));
    const sys_days days = floor<std::chrono::days>(shown);
    const std::chrono::year_month_day date(days);
    const std::chrono::hh_mm_ss<Duration> clock(shown - days);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    std::string out = text;
    if (const auto ms = static_cast<int>(clock.subseconds().count()); ms != 0) {
        std::snprintf(text, sizeof text, ".%03d", ms);
        out += text;
    }
    return out + "Z";
}

Result<Time> parse_time(std::string_view text) {
    const std::optional<Time> time = parse_rfc3339(text);
    if (!time) {
        return invalid(quote(text) +
                       " is not a time of the years 1970 to 9999 as in 2026-11-23T12:00:00Z");
    }
    return *time;
}

Result<Time> time_from_unix_seconds(std::uint64_t seconds) {
    if (seconds >= static_cast<std::uint64_t>(kEnd.time_since_epoch() / std::chrono::seconds(1))) {
        return invalid(std::to_string(seconds) + " seconds since 1970 is past the year 9999");
    }
    return Time(std::chrono::seconds(seconds));
}

std::string format_duration(Duration duration) {
    struct Unit {
        std::int64_t ms;
        const char* name;
    };
    constexpr Unit kUnits[] = {
        {86'400'000, " d"}, {3'600'000, " h"}, {60'000, " min"}, {1'000, " s"}, {1, " ms"}};
    for (const Unit& unit : kUnits) {
        const std::int64_t whole = duration.count() / unit.ms;
        if (whole != 0) return std::to_string(whole) + unit.name;
    }
    return "0 s";
}

Time SystemClock::now() const {
    return floor<Duration>(std::chrono::system_clock::now());
}

}  // namespace homing
