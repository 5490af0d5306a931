#pragma once

#include <string>
#include <string_view>

#include "core/amount.h"
#include "core/result.h"

// What metadata states of value: drops of XRP, whole units of an MPT, or an issued token, which is
// a decimal float. Tokens are counted at one fixed scale; what is not exact there is never
// credited.
namespace homing::xrpl {

inline constexpr unsigned kTokenScale = 15;

// A count with a sign: trust lines have one, and so has what changed.
struct Signed {
    bool is_negative = false;  // never of zero
    Amount units;
    bool is_exact = true;  // false: rounded towards zero, or beyond 2^200

    bool is_positive() const { return !is_negative && !units.is_zero(); }
    Signed negated() const { return {!is_negative && !units.is_zero(), units, is_exact}; }
};

Signed subtract(const Signed& a, const Signed& b);

// Drops: digits alone.
Result<Signed> parse_drops(std::string_view text);
// "12.5", "-1e-7": a token's value times 10^kTokenScale. kInvalid for what is no decimal number of
// at most 40 digits and an exponent of -96 to 80.
Result<Signed> parse_token_value(std::string_view text);

// The code as assets write it: three letters or digits as they are, anything else as 40 upper-case
// hex digits. kInvalid for "XRP", which no token may be called, and other lengths.
Result<std::string> normal_currency(std::string_view code);

}  // namespace homing::xrpl
