#include "core/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ctime>

namespace homing {
namespace {

constexpr std::int64_t kEndMs = 253'402'300'800'000;  // the year 10000

Time at_ms(std::int64_t ms) {
    return Time(Duration(ms));
}

TEST(Time, reads_and_prints_rfc_3339) {
    const struct {
        const char* text;
        std::int64_t ms;
        const char* printed;
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"},
        {"1970-01-01T00:00:00.001Z", 1, "1970-01-01T00:00:00.001Z"},
        {"1970-01-01T00:00:00.1Z", 100, "1970-01-01T00:00:00.100Z"},
        {"1970-01-01T00:00:00.000Z", 0, "1970-01-01T00:00:00Z"},
        {"1970-01-01T00:00:00.999999999Z", 999, "1970-01-01T00:00:00.999Z"},
        {"2000-02-29T23:59:59Z", 951'868'799'000, "2000-02-29T23:59:59Z"},
        {"2038-01-19T03:14:08Z", 2'147'483'648'000, "2038-01-19T03:14:08Z"},
        {"2026-11-23T12:00:00Z", 1'795'435'200'000, "2026-11-23T12:00:00Z"},
        {"9999-12-31T23:59:59.999Z", kEndMs - 1, "9999-12-31T23:59:59.999Z"},
    };
    for (const auto& row : rows) {
        const Result<Time> parsed = parse_time(row.text);
        ASSERT_TRUE(parsed) << row.text;
        EXPECT_EQ(parsed->time_since_epoch().count(), row.ms) << row.text;
        EXPECT_EQ(format_time(*parsed), row.printed);
    }
}

TEST(Time, refuses_every_other_spelling) {
    for (const char* text : {"",
                             "2026",
                             "2026-11-23",
                             "2026-11-23T12:00:00",
                             "2026-11-23 12:00:00Z",
                             "2026-11-23t12:00:00z",
                             "2026-11-23T12:00:00+00:00",
                             "2026-11-23T12:00Z",
                             "2026-11-23T12:00:00.Z",
                             "2026-11-23T12:00:00.1234567890Z",
                             "2026-11-23T12:00:00,5Z",
                             "2026-11-23T12:00:00.-1Z",
                             "2026-11-23T24:00:00Z",
                             "2026-11-23T23:60:00Z",
                             "2026-11-23T23:59:60Z",
                             "2026-00-23T12:00:00Z",
                             "2026-13-23T12:00:00Z",
                             "2026-11-00T12:00:00Z",
                             "2026-11-31T12:00:00Z",
                             "2025-02-29T12:00:00Z",
                             "2100-02-29T00:00:00Z",
                             "1969-12-31T23:59:59Z",
                             "0000-01-01T00:00:00Z",
                             "10000-01-01T00:00:00Z",
                             "+2026-11-23T12:00:00Z",
                             "-026-11-23T12:00:00Z",
                             "2026-1-023T12:00:00Z",
                             "2026-11-23T12:00:00Z ",
                             " 2026-11-23T12:00:00Z",
                             "2026-11-23T12:00:00ZZ",
                             "2026/11/23T12:00:00Z",
                             "2026-11-23T12-00-00Z",
                             "2026-11-23T1 :00:00Z",
                             "1795435200",
                             "now"}) {
        const Result<Time> parsed = parse_time(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, Code::kInvalid);
    }
    EXPECT_FALSE(parse_time(std::string(1'000'000, '2')));
    EXPECT_FALSE(parse_time(std::string_view("2026-11-23T12:00:00\0Z", 21)));
}

TEST(Time, prints_what_lies_past_its_ends_as_the_ends) {
    EXPECT_EQ(format_time(Time::max()), "9999-12-31T23:59:59.999Z");
    EXPECT_EQ(format_time(Time::min()), "0000-01-01T00:00:00Z");
    EXPECT_EQ(format_time(at_ms(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(Time, reads_unix_seconds_up_to_the_year_9999) {
    EXPECT_EQ(*time_from_unix_seconds(0), at_ms(0));
    EXPECT_EQ(*time_from_unix_seconds(kEndMs / 1000 - 1), at_ms(kEndMs - 1000));
    EXPECT_FALSE(time_from_unix_seconds(kEndMs / 1000));
    EXPECT_FALSE(time_from_unix_seconds(~std::uint64_t{0}));
    // Milliseconds handed in as seconds are the usual mistake.
    EXPECT_FALSE(time_from_unix_seconds(1'795'435'200'000));
}

RC_GTEST_PROP(Time, is_given_back_by_its_text, ()) {
    const Time time = at_ms(*rc::gen::inRange<std::int64_t>(0, kEndMs));
    RC_ASSERT(*parse_time(format_time(time)) == time);
}

RC_GTEST_PROP(Time, prints_as_the_c_library_does, ()) {
    const auto seconds = *rc::gen::inRange<std::int64_t>(0, kEndMs / 1000);
    const std::time_t moment = seconds;
    std::tm parts{};
    gmtime_r(&moment, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    RC_ASSERT(format_time(at_ms(seconds * 1000)) == text);
}

RC_GTEST_PROP(Time, accepts_exactly_the_days_of_the_calendar, ()) {
    const auto year = *rc::gen::inRange(1970, 10000);
    const auto month = *rc::gen::inRange(0, 14);
    const auto day = *rc::gen::inRange(0, 33);
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT00:00:00Z", year, month, day);
    std::tm parts{};
    parts.tm_year = year - 1900;
    parts.tm_mon = month - 1;
    parts.tm_mday = day;
    const std::time_t moment = timegm(&parts);
    // timegm carries a day that does not exist over into the next month.
    const bool exists =
        month >= 1 && month <= 12 && parts.tm_mon == month - 1 && parts.tm_mday == day;
    const Result<Time> parsed = parse_time(text);
    RC_ASSERT(parsed.has_value() == exists);
    if (parsed) RC_ASSERT(*parsed == at_ms(moment * 1000));
}

TEST(Duration, is_shown_in_its_largest_whole_unit) {
    using namespace std::chrono_literals;
    EXPECT_EQ(format_duration(0ms), "0 s");
    EXPECT_EQ(format_duration(999ms), "999 ms");
    EXPECT_EQ(format_duration(1s), "1 s");
    EXPECT_EQ(format_duration(59'999ms), "59 s");
    EXPECT_EQ(format_duration(4min + 59s), "4 min");
    EXPECT_EQ(format_duration(3h + 59min), "3 h");
    EXPECT_EQ(format_duration(47h), "1 d");
    EXPECT_EQ(format_duration(48h), "2 d");
    EXPECT_EQ(format_duration(-90min), "-1 h");
    EXPECT_EQ(format_duration(Duration::min()), "-106751991167 d");
}

TEST(Clock, runs_by_itself_or_by_hand) {
    EXPECT_GT(SystemClock().now(), *parse_time("2024-01-01T00:00:00Z"));
    ManualClock clock(at_ms(5));
    clock.advance(Duration(7));
    EXPECT_EQ(clock.now(), at_ms(12));
    clock.set(at_ms(3));
    EXPECT_EQ(clock.now(), at_ms(3));
}

}  // namespace
}  // namespace homing
