#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"

namespace homing {

// A count of base units, 0 to 2^256 - 1. Never wraps: arithmetic that input could push out of
// range answers nullopt, the operators CHECK.
class Amount {
  public:
    constexpr Amount() = default;
    constexpr explicit Amount(std::uint64_t units) : limbs_{units, 0, 0, 0} {}

    // Decimal digits only: no sign, space, exponent or prefix; leading zeros are kInvalid (but "0"
    // is zero), as is anything past 2^256 - 1.
    static Result<Amount> parse(std::string_view digits);
    // Ethereum's QUANTITY ("0x0", "0x1a2b") or padded DATA; at least one digit, at most 64.
    static Result<Amount> parse_hex_quantity(std::string_view text);
    // Big-endian, at most 32 bytes; kInvalid beyond.
    static Result<Amount> from_big_endian(ByteView bytes);

    std::string to_string() const;
    // Always 32 bytes, big-endian.
    ByteArray<32> to_big_endian() const;
    // "1.25" for 1250000 with 6 decimals: no trailing zeros, for people's eyes only.
    std::string to_decimal(unsigned decimals) const;
    // The value where it fits.
    std::optional<std::uint64_t> to_u64() const;

    bool is_zero() const { return *this == Amount(); }
    // Number of significant bits; 0 for zero.
    unsigned bit_width() const;

    std::optional<Amount> checked_add(const Amount& other) const;
    std::optional<Amount> checked_sub(const Amount& other) const;
    std::optional<Amount> checked_mul(const Amount& other) const;
    // Quotient and remainder; the divisor is not zero.
    struct Division;
    Division divide(const Amount& divisor) const;

    friend Amount operator+(const Amount& a, const Amount& b);
    friend Amount operator-(const Amount& a, const Amount& b);
    Amount& operator+=(const Amount& other) { return *this = *this + other; }
    Amount& operator-=(const Amount& other) { return *this = *this - other; }

    friend constexpr bool operator==(const Amount&, const Amount&) = default;
    friend constexpr std::strong_ordering operator<=>(const Amount& a, const Amount& b) {
        for (std::size_t i = 4; i-- > 0;) {
            if (a.limbs_[i] != b.limbs_[i]) return a.limbs_[i] <=> b.limbs_[i];
        }
        return std::strong_ordering::equal;
    }

  private:
    std::array<std::uint64_t, 4> limbs_{};  // least significant first
};

struct Amount::Division {
    Amount quotient;
    Amount remainder;
};

// 10^exponent, where it fits (exponent <= 77).
std::optional<Amount> power_of_ten(unsigned exponent);

}  // namespace homing
