#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/result.h"

namespace homing {

// A point in UTC time, in whole milliseconds since 1970.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;
using Duration = std::chrono::milliseconds;

// The longest span that a record may hold, 1,000 years: no sum with a Time of parse_time overflows.
inline constexpr Duration kDurationMax = std::chrono::hours(24 * 365'250);

// RFC 3339 in UTC: "2026-11-23T12:00:00Z", with ".123" only when there are milliseconds.
std::string format_time(Time time);

// RFC 3339 with "Z" and up to nine fractional digits (cut to milliseconds), years 1970 to 9999;
// kInvalid otherwise.
Result<Time> parse_time(std::string_view text);

// Seconds since 1970, as chains state block times; kInvalid past the year 9999.
Result<Time> time_from_unix_seconds(std::uint64_t seconds);

// "4 min", "3 h", "2 d": the largest whole unit, for people's eyes only.
std::string format_duration(Duration duration);

// Where time comes from. Rules never hold one: they take a Time as an argument.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Time now() const = 0;
};

class SystemClock : public Clock {
  public:
    Time now() const override;
};

// A clock that tests and the simulator move by hand.
class ManualClock : public Clock {
  public:
    explicit ManualClock(Time start) : now_(start) {}
    Time now() const override { return now_; }
    void advance(Duration by) { now_ += by; }
    void set(Time to) { now_ = to; }

  private:
    Time now_;
};

}  // namespace homing
