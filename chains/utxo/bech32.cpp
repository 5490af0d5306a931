#include "chains/utxo/bech32.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/quote.h"

namespace homing::utxo {
namespace {

constexpr std::string_view kDigits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t kBech32Checksum = 6;
constexpr std::size_t kCashChecksum = 8;
constexpr std::size_t kTextMax = 130;  // an MWEB address, to say what it is
constexpr std::uint32_t kBech32mConstant = 0x2bc830a3;

using Digits = std::vector<std::uint8_t>;

// A checksum as the remainder of a polynomial over GF(32); the generators are the specifications'.
std::uint32_t bech32_remainder(const Digits& values) {
    constexpr std::array<std::uint32_t, 5> kGenerators = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                                          0x3d4233dd, 0x2a1462b3};
    std::uint32_t sum = 1;
    for (const std::uint8_t value : values) {
        const std::uint32_t top = sum >> 25;
        sum = ((sum & 0x1ffffff) << 5) ^ value;
        for (unsigned i = 0; i < 5; ++i) sum ^= (top >> i & 1) != 0 ? kGenerators[i] : 0;
    }
    return sum;
}

std::uint64_t cash_remainder(const Digits& values) {
    constexpr std::array<std::uint64_t, 5> kGenerators = {0x98f2bc8e61, 0x79b76d99e2, 0xf33e5fb3c4,
                                                          0xae2eabe2a8, 0x1e4f43e470};
    std::uint64_t sum = 1;
    for (const std::uint8_t value : values) {
        const std::uint64_t top = sum >> 35;
        sum = ((sum & 0x07ffffffff) << 5) ^ value;
        for (unsigned i = 0; i < 5; ++i) sum ^= (top >> i & 1) != 0 ? kGenerators[i] : 0;
    }
    return sum ^ 1;
}

// Lower case, unless both cases stand in it.
Result<std::string> one_case(std::string_view text) {
    const auto is = [&](int (*kind)(int)) {
        return std::any_of(text.begin(), text.end(),
                           [kind](unsigned char c) { return kind(c) != 0; });
    };
    if (is(std::isupper) && is(std::islower)) {
        return invalid(quote(text) + " mixes upper and lower case");
    }
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

Result<Digits> digits_in(std::string_view text) {
    Digits digits;
    for (const char c : text) {
        const std::size_t digit = kDigits.find(c);
        if (digit == kDigits.npos) {
            return invalid(quote(text) + " has a character that base 32 has not");
        }
        digits.push_back(static_cast<std::uint8_t>(digit));
    }
    return digits;
}

Error wrong_checksum(std::string_view text) {
    return invalid(quote(text) + " has a wrong checksum: a character was mistyped");
}

Digits spread(std::string_view hrp) {
    Digits values;
    for (const char c : hrp) values.push_back(static_cast<std::uint8_t>(c) >> 5);
    values.push_back(0);
    for (const char c : hrp) values.push_back(c & 31);
    return values;
}

Digits cash_spread(std::string_view prefix) {
    Digits values;
    for (const char c : prefix) values.push_back(c & 31);
    values.push_back(0);
    return values;
}

void append(std::string* text, const Digits& digits) {
    for (const std::uint8_t digit : digits) text->push_back(kDigits[digit]);
}

}  // namespace

Result<Bech32Text> parse_bech32(std::string_view text) {
    if (text.size() > kTextMax) return invalid("the text is too long for bech32");
    const Result<std::string> lower = one_case(text);
    if (!lower) return lower.error();
    const std::size_t one = lower->rfind('1');
    if (one == lower->npos || one == 0 || one + kBech32Checksum >= lower->size()) {
        return invalid(quote(text) + " is no bech32 text");
    }
    Bech32Text parsed{lower->substr(0, one), {}, {}};
    const bool printable =
        std::all_of(parsed.hrp.begin(), parsed.hrp.end(), [](char c) { return c > 32 && c < 127; });
    if (!printable) return invalid(quote(text) + " is no bech32 text");
    Result<Digits> digits = digits_in(std::string_view(*lower).substr(one + 1));
    if (!digits) return digits.error();
    Digits values = spread(parsed.hrp);
    values.insert(values.end(), digits->begin(), digits->end());
    const std::uint32_t remainder = bech32_remainder(values);
    if (remainder != 1 && remainder != kBech32mConstant) return wrong_checksum(text);
    parsed.variant = remainder == 1 ? Bech32::kBech32 : Bech32::kBech32m;
    digits->resize(digits->size() - kBech32Checksum);
    parsed.digits = *std::move(digits);
    return parsed;
}

std::string to_bech32(const Bech32Text& text) {
    Digits values = spread(text.hrp);
    values.insert(values.end(), text.digits.begin(), text.digits.end());
    values.resize(values.size() + kBech32Checksum, 0);
    const std::uint32_t sum =
        bech32_remainder(values) ^ (text.variant == Bech32::kBech32 ? 1 : kBech32mConstant);
    Digits checksum;
    for (int shift = 25; shift >= 0; shift -= 5) checksum.push_back(sum >> shift & 31);
    std::string written = text.hrp + "1";
    append(&written, text.digits);
    append(&written, checksum);
    return written;
}

Result<Digits> parse_cash_digits(std::string_view prefix, std::string_view text) {
    if (text.size() > kTextMax) return invalid("the text is too long for a cashaddr");
    const Result<std::string> lower = one_case(text);
    if (!lower) return lower.error();
    if (lower->size() <= kCashChecksum) return invalid(quote(text) + " is no cashaddr");
    Result<Digits> digits = digits_in(*lower);
    if (!digits) return digits.error();
    Digits values = cash_spread(prefix);
    values.insert(values.end(), digits->begin(), digits->end());
    if (cash_remainder(values) != 0) return wrong_checksum(text);
    digits->resize(digits->size() - kCashChecksum);
    return digits;
}

std::string to_cash_text(std::string_view prefix, const Digits& digits) {
    Digits values = cash_spread(prefix);
    values.insert(values.end(), digits.begin(), digits.end());
    values.resize(values.size() + kCashChecksum, 0);
    const std::uint64_t sum = cash_remainder(values);
    Digits checksum;
    for (int shift = 35; shift >= 0; shift -= 5) checksum.push_back(sum >> shift & 31);
    std::string written = std::string(prefix) + ":";
    append(&written, digits);
    append(&written, checksum);
    return written;
}

Result<Bytes> bytes_of_digits(std::span<const std::uint8_t> digits) {
    Bytes bytes;
    unsigned held = 0;
    unsigned bits = 0;
    for (const std::uint8_t digit : digits) {
        held = held << 5 | digit;
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<std::uint8_t>(held >> bits));
        held &= (1u << bits) - 1;
    }
    if (bits >= 5 || held != 0) return invalid("the text ends in bits that mean nothing");
    return bytes;
}

Digits digits_of_bytes(ByteView bytes) {
    Digits digits;
    unsigned held = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        held = held << 8 | byte;
        for (bits += 8; bits >= 5;) {
            bits -= 5;
            digits.push_back(held >> bits & 31);
        }
        held &= (1u << bits) - 1;
    }
    if (bits > 0) digits.push_back(static_cast<std::uint8_t>(held << (5 - bits)) & 31);
    return digits;
}

}  // namespace homing::utxo
