#include "core/base58.h"

#include <algorithm>

#include "core/crypto/hash.h"
#include "core/quote.h"

namespace homing {
namespace {

constexpr std::size_t kTextMax = 128;
constexpr std::size_t kChecksum = 4;

std::string_view digits_of(Base58Alphabet alphabet) {
    return alphabet == Base58Alphabet::kBitcoin
               ? "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
               : "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
}

// `number`, big-endian in base `from`, times that base plus `digit`; little-endian in base `to`.
void push_digit(std::vector<unsigned>& number, unsigned digit, unsigned from, unsigned to) {
    unsigned carry = digit;
    for (unsigned& place : number) {
        carry += place * from;
        place = carry % to;
        carry /= to;
    }
    for (; carry > 0; carry /= to) number.push_back(carry % to);
}

ByteArray<32> checksum(ByteView data) {
    return sha256(sha256(data));
}

}  // namespace

std::string to_base58(ByteView data, Base58Alphabet alphabet) {
    const std::string_view digits = digits_of(alphabet);
    const auto first =
        std::find_if(data.begin(), data.end(), [](std::uint8_t b) { return b != 0; });
    std::vector<unsigned> number;
    for (auto at = first; at != data.end(); ++at) push_digit(number, *at, 256, 58);
    std::string text(static_cast<std::size_t>(first - data.begin()), digits[0]);
    for (auto at = number.rbegin(); at != number.rend(); ++at) text.push_back(digits[*at]);
    return text;
}

Result<Bytes> parse_base58(std::string_view text, Base58Alphabet alphabet) {
    const std::string_view digits = digits_of(alphabet);
    if (text.size() > kTextMax) return invalid("the text is too long for base58");
    const std::size_t zeros = std::min(text.find_first_not_of(digits[0]), text.size());
    std::vector<unsigned> number;
    for (const char c : text.substr(zeros)) {
        const std::size_t digit = digits.find(c);
        if (digit == digits.npos)
            return invalid(quote(text) + " has a character that base58 has not");
        push_digit(number, static_cast<unsigned>(digit), 58, 256);
    }
    Bytes bytes(zeros, 0);
    for (auto at = number.rbegin(); at != number.rend(); ++at) {
        bytes.push_back(static_cast<std::uint8_t>(*at));
    }
    return bytes;
}

std::string to_base58check(ByteView data, Base58Alphabet alphabet) {
    Bytes whole(data.begin(), data.end());
    const ByteArray<32> sum = checksum(data);
    whole.insert(whole.end(), sum.begin(), sum.begin() + kChecksum);
    return to_base58(whole, alphabet);
}

Result<Bytes> parse_base58check(std::string_view text, Base58Alphabet alphabet) {
    Result<Bytes> whole = parse_base58(text, alphabet);
    if (!whole) return whole.error();
    if (whole->size() < kChecksum) return invalid(quote(text) + " is too short for base58check");
    const ByteView data = ByteView(*whole).first(whole->size() - kChecksum);
    const ByteArray<32> sum = checksum(data);
    if (!std::equal(whole->end() - kChecksum, whole->end(), sum.begin())) {
        return invalid(quote(text) + " has a wrong checksum: a character was mistyped");
    }
    whole->resize(data.size());
    return whole;
}

}  // namespace homing
