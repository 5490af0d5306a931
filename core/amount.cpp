#include "core/amount.h"

#include <algorithm>
#include <bit>
#include <boost/multiprecision/cpp_int.hpp>

#include "core/hex.h"
#include "core/quote.h"

namespace homing {

namespace {

using Limbs = std::array<std::uint64_t, 4>;
using Wide = boost::multiprecision::uint256_t;
__extension__ using Double = unsigned __int128;

// As many decimal digits as a limb always holds.
constexpr std::size_t kChunkDigits = 19;
constexpr std::uint64_t kChunk = 10'000'000'000'000'000'000U;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::uint64_t low_half(Double value) {
    return static_cast<std::uint64_t>(value);
}
std::uint64_t high_half(Double value) {
    return static_cast<std::uint64_t>(value >> 64);
}

// limbs = limbs * factor + addend; what does not fit is returned.
std::uint64_t multiply_add(Limbs& limbs, std::uint64_t factor, std::uint64_t addend) {
    std::uint64_t carry = addend;
    for (std::uint64_t& limb : limbs) {
        const Double product = Double{limb} * factor + carry;
        limb = low_half(product);
        carry = high_half(product);
    }
    return carry;
}

// limbs = limbs / divisor; the remainder is returned.
std::uint64_t divide_by(Limbs& limbs, std::uint64_t divisor) {
    std::uint64_t remainder = 0;
    for (std::size_t i = limbs.size(); i-- > 0;) {
        const Double part = (Double{remainder} << 64) | limbs[i];
        limbs[i] = low_half(part / divisor);
        remainder = low_half(part % divisor);
    }
    return remainder;
}

Wide to_wide(const Limbs& limbs) {
    Wide wide;
    boost::multiprecision::import_bits(wide, limbs.begin(), limbs.end(), 64, false);
    return wide;
}

Limbs to_limbs(const Wide& wide) {
    Limbs limbs{};
    boost::multiprecision::export_bits(wide, limbs.begin(), 64, false);
    return limbs;
}

}  // namespace

Result<Amount> Amount::parse(std::string_view digits) {
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) {
        return invalid(quote(digits) + " is not an amount: write decimal digits alone");
    }
    if (digits.size() > 1 && digits.front() == '0') {
        return invalid(quote(digits) + " is not an amount: write it without leading zeros");
    }
    Amount amount;
    std::string_view rest = digits;
    while (!rest.empty()) {
        const std::string_view part = rest.substr(0, kChunkDigits);
        std::uint64_t value = 0;
        std::uint64_t scale = 1;
        for (const char c : part) {
            value = value * 10 + static_cast<std::uint64_t>(c - '0');
            scale *= 10;
        }
        if (multiply_add(amount.limbs_, scale, value) != 0) {
            return invalid(quote(digits) + " is too large: amounts end at 2^256 - 1");
        }
        rest.remove_prefix(part.size());
    }
    return amount;
}

Result<Amount> Amount::parse_hex_quantity(std::string_view text) {
    const std::string_view digits = text.starts_with("0x") ? text.substr(2) : std::string_view();
    bool is_quantity = !digits.empty() && digits.size() <= 64;
    Amount amount;
    for (std::size_t i = 0; is_quantity && i < digits.size(); ++i) {
        const int value = hex_digit_value(digits[digits.size() - 1 - i]);
        is_quantity = value >= 0;
        amount.limbs_[i / 16] |= static_cast<std::uint64_t>(value & 15) << (4 * (i % 16));
    }
    if (!is_quantity) {
        return invalid(quote(text) + " is not a quantity: write 0x and 1 to 64 hex digits");
    }
    return amount;
}

Result<Amount> Amount::from_big_endian(ByteView bytes) {
    if (bytes.size() > 32) {
        return invalid("an amount has at most 32 bytes, not " + std::to_string(bytes.size()));
    }
    Amount amount;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::uint64_t byte = bytes[bytes.size() - 1 - i];
        amount.limbs_[i / 8] |= byte << (8 * (i % 8));
    }
    return amount;
}

std::string Amount::to_string() const {
    std::string reversed;
    Limbs rest = limbs_;
    do {
        std::uint64_t chunk = divide_by(rest, kChunk);
        const bool is_last = rest == Limbs{};
        for (std::size_t i = 0; i < kChunkDigits && (!is_last || chunk != 0); ++i) {
            reversed += static_cast<char>('0' + chunk % 10);
            chunk /= 10;
        }
    } while (rest != Limbs{});
    if (reversed.empty()) return "0";
    return {reversed.rbegin(), reversed.rend()};
}

ByteArray<32> Amount::to_big_endian() const {
    ByteArray<32> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[31 - i] = static_cast<std::uint8_t>(limbs_[i / 8] >> (8 * (i % 8)));
    }
    return bytes;
}

std::string Amount::to_decimal(unsigned decimals) const {
    CHECK(decimals <= 255);
    std::string digits = to_string();
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    const std::size_t whole = digits.size() - decimals;
    const std::size_t last = digits.find_last_not_of('0');
    if (last == std::string::npos || last < whole) return digits.substr(0, whole);
    return digits.substr(0, whole) + "." + digits.substr(whole, last + 1 - whole);
}

std::optional<std::uint64_t> Amount::to_u64() const {
    if ((limbs_[1] | limbs_[2] | limbs_[3]) != 0) return std::nullopt;
    return limbs_[0];
}

unsigned Amount::bit_width() const {
    for (std::size_t i = limbs_.size(); i-- > 0;) {
        if (limbs_[i] != 0) return static_cast<unsigned>(64 * i + std::bit_width(limbs_[i]));
    }
    return 0;
}

std::optional<Amount> Amount::checked_add(const Amount& other) const {
    Amount sum;
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
        const Double part = Double{limbs_[i]} + other.limbs_[i] + carry;
        sum.limbs_[i] = low_half(part);
        carry = high_half(part);
    }
    if (carry != 0) return std::nullopt;
    return sum;
}

std::optional<Amount> Amount::checked_sub(const Amount& other) const {
    if (*this < other) return std::nullopt;
    Amount difference;
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
        const Double part = Double{limbs_[i]} - other.limbs_[i] - borrow;
        difference.limbs_[i] = low_half(part);
        borrow = high_half(part) & 1;
    }
    return difference;
}

std::optional<Amount> Amount::checked_mul(const Amount& other) const {
    std::array<std::uint64_t, 8> product{};
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
        std::uint64_t carry = 0;
        for (std::size_t j = 0; j < limbs_.size(); ++j) {
            const Double part = Double{limbs_[i]} * other.limbs_[j] + product[i + j] + carry;
            product[i + j] = low_half(part);
            carry = high_half(part);
        }
        product[i + limbs_.size()] = carry;
    }
    if ((product[4] | product[5] | product[6] | product[7]) != 0) return std::nullopt;
    Amount result;
    std::copy_n(product.begin(), result.limbs_.size(), result.limbs_.begin());
    return result;
}

Amount::Division Amount::divide(const Amount& divisor) const {
    CHECK(!divisor.is_zero());
    Wide quotient;
    Wide remainder;
    boost::multiprecision::divide_qr(to_wide(limbs_), to_wide(divisor.limbs_), quotient, remainder);
    Division division;
    division.quotient.limbs_ = to_limbs(quotient);
    division.remainder.limbs_ = to_limbs(remainder);
    return division;
}

Amount operator+(const Amount& a, const Amount& b) {
    const std::optional<Amount> sum = a.checked_add(b);
    CHECK(sum.has_value());
    return *sum;
}

Amount operator-(const Amount& a, const Amount& b) {
    const std::optional<Amount> difference = a.checked_sub(b);
    CHECK(difference.has_value());
    return *difference;
}

std::optional<Amount> power_of_ten(unsigned exponent) {
    if (exponent > 77) return std::nullopt;
    Amount power(1);
    for (unsigned i = 0; i < exponent; ++i) power = *power.checked_mul(Amount(10));
    return power;
}

}  // namespace homing
