#include "chains/xrpl/value.h"

#include <algorithm>
#include <charconv>

#include "core/hex.h"
#include "core/quote.h"

namespace homing::xrpl {
namespace {

constexpr std::size_t kDigitsMax = 40;
constexpr int kExponentMin = -96;
constexpr int kExponentMax = 80;
constexpr unsigned kBitsMax = 200;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

Signed signed_of(bool is_negative, const Amount& units, bool is_exact) {
    return {is_negative && !units.is_zero(), units, is_exact};
}

// |digits| * 10^exponent, cut to a whole number.
Signed scaled(bool is_negative, const Amount& digits, int exponent) {
    if (digits.is_zero()) return {};
    if (exponent < 0) {
        const auto divisor = power_of_ten(static_cast<unsigned>(-exponent));
        if (!divisor) return {false, {}, false};
        const Amount::Division parts = digits.divide(*divisor);
        return signed_of(is_negative, parts.quotient, parts.remainder.is_zero());
    }
    const auto factor = power_of_ten(static_cast<unsigned>(exponent));
    const auto units = factor ? digits.checked_mul(*factor) : std::nullopt;
    if (!units || units->bit_width() > kBitsMax) return {false, {}, false};
    return signed_of(is_negative, *units, true);
}

}  // namespace

Signed subtract(const Signed& a, const Signed& b) {
    const bool is_exact = a.is_exact && b.is_exact;
    if (a.is_negative != b.is_negative) {
        return signed_of(a.is_negative || b.is_positive(), a.units + b.units, is_exact);
    }
    if (a.units >= b.units) return signed_of(a.is_negative, a.units - b.units, is_exact);
    return signed_of(!a.is_negative, b.units - a.units, is_exact);
}

Result<Signed> parse_drops(std::string_view text) {
    const Result<Amount> drops = Amount::parse(text);
    if (!drops || drops->bit_width() > 64) return invalid(quote(text) + " is no number of drops");
    return Signed{false, *drops, true};
}

Result<Signed> parse_token_value(std::string_view text) {
    const std::string shown = quote(text);
    const auto bad = [&] { return invalid(shown + " is no value of an issued token"); };
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    const std::size_t e = text.find_first_of("eE");
    int exponent = 0;
    if (e != text.npos) {
        std::string_view power = text.substr(e + 1);
        if (power.starts_with('+')) power.remove_prefix(1);
        const auto [end, error] =
            std::from_chars(power.data(), power.data() + power.size(), exponent);
        if (error != std::errc() || end != power.data() + power.size()) return bad();
        if (exponent < kExponentMin || exponent > kExponentMax) return bad();
        text = text.substr(0, e);
    }
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string digits(text.substr(0, point));
    if (point < text.size()) {
        const std::string_view fraction = text.substr(point + 1);
        if (fraction.empty()) return bad();
        digits += fraction;
        exponent -= static_cast<int>(fraction.size());
    }
    if (point == 0 || digits.size() > kDigitsMax || !std::ranges::all_of(digits, is_digit)) {
        return bad();
    }
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return scaled(is_negative, *Amount::parse(digits), exponent + static_cast<int>(kTokenScale));
}

Result<std::string> normal_currency(std::string_view code) {
    const auto is_plain = [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    if (code.size() == 3) {
        if (code == "XRP") return invalid("a token may not be called XRP");
        if (std::ranges::all_of(code, is_plain)) return std::string(code);
        return std::string(24, '0') + to_hex(as_bytes(code)) + std::string(10, '0');
    }
    const Result<Bytes> bytes = parse_hex(code);
    if (!bytes || bytes->size() != 20) return invalid(quote(code) + " is no currency code");
    std::string upper = to_hex(*bytes);
    std::ranges::transform(upper, upper.begin(),
                           [](char c) { return c >= 'a' && c <= 'f' ? char(c - 32) : c; });
    return upper;
}

}  // namespace homing::xrpl
