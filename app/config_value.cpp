#include "app/config_value.h"

#include <array>
#include <charconv>

namespace homing {

namespace {

struct Unit {
    std::string_view name;
    std::uint64_t factor;
};

// The digits at the front times the unit behind them.
template <std::size_t N>
Result<std::uint64_t> parse_with_unit(std::string_view text, const std::array<Unit, N>& units,
                                      std::string_view wanted) {
    const Error wrong =
        invalid("\"" + std::string(text.substr(0, 40)) + "\" is not " + std::string(wanted));
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const Result<std::uint64_t> number = parse_whole(text.substr(0, digits));
    if (!number) return wrong;
    for (const Unit& unit : units) {
        if (text.substr(digits) != unit.name) continue;
        if (*number > 100'000'000'000'000ull / unit.factor) return invalid("is too large");
        return *number * unit.factor;
    }
    return wrong;
}

}  // namespace

std::string_view to_string(KeyType type) {
    switch (type) {
        case KeyType::kText:
            return "text";
        case KeyType::kWhole:
            return "whole number";
        case KeyType::kFlag:
            return "true or false";
        case KeyType::kDuration:
            return "duration (\"500ms\", \"10s\", \"2m\", \"24h\")";
        case KeyType::kBytes:
            return "size (\"512KiB\", \"64MiB\")";
        case KeyType::kTexts:
            return "list of texts";
        case KeyType::kPath:
            return "path";
    }
    return "?";
}

Result<std::uint64_t> parse_whole(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return invalid("\"" + std::string(text.substr(0, 40)) + "\" is not a whole number");
    }
    return value;
}

Result<Duration> parse_duration(std::string_view text) {
    static constexpr auto kUnits = std::to_array<Unit>(
        {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}});
    const auto parsed = parse_with_unit(text, kUnits, "a duration such as \"10s\" or \"500ms\"");
    if (!parsed) return parsed.error();
    if (*parsed > 10ull * 366 * 86'400'000) return invalid("is more than ten years");
    return Duration(*parsed);
}

Result<std::uint64_t> parse_byte_count(std::string_view text) {
    static constexpr auto kUnits = std::to_array<Unit>(
        {{"", 1}, {"B", 1}, {"KiB", 1u << 10}, {"MiB", 1u << 20}, {"GiB", 1u << 30}});
    return parse_with_unit(text, kUnits, "a size such as \"64MiB\"");
}

}  // namespace homing
