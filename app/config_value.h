#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace homing {

enum class KeyType { kText, kWhole, kFlag, kDuration, kBytes, kTexts, kPath };

// One value of the file, brought to the type its key has.
struct ConfigValue {
    std::string text;
    std::uint64_t whole = 0;  // kWhole, kBytes
    bool flag = false;
    Duration duration{};
    std::vector<std::string> texts;
};

// The name of a type for people ("duration such as 10s").
std::string_view to_string(KeyType type);

// "500ms", "10s", "2m", "24h", "7d": digits and one unit; kInvalid otherwise or past 10 years.
Result<Duration> parse_duration(std::string_view text);
// "512KiB", "64MiB", "1GiB" or plain bytes; kInvalid otherwise.
Result<std::uint64_t> parse_byte_count(std::string_view text);
// Digits only, at most 2^64 - 1.
Result<std::uint64_t> parse_whole(std::string_view text);

}  // namespace homing
