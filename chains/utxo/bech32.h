#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"

// Two checksummed base-32 texts over one alphabet: bech32 (BIP-173, BIP-350) and cashaddr.
namespace homing::utxo {

enum class Bech32 { kBech32, kBech32m };

struct Bech32Text {
    std::string hrp;                   // lower case
    std::vector<std::uint8_t> digits;  // 5 bits each, without the checksum
    Bech32 variant = Bech32::kBech32;
};

// kInvalid for mixed case, more than 130 characters, a foreign character or a wrong checksum.
Result<Bech32Text> parse_bech32(std::string_view text);
std::string to_bech32(const Bech32Text& text);

// Of the text behind the prefix and its colon. kInvalid as above.
Result<std::vector<std::uint8_t>> parse_cash_digits(std::string_view prefix, std::string_view text);
// Prefix, colon, digits, checksum.
std::string to_cash_text(std::string_view prefix, const std::vector<std::uint8_t>& digits);

// Regrouped bits, most significant first; kInvalid when left-over bits are not zero or a whole
// digit.
Result<Bytes> bytes_of_digits(std::span<const std::uint8_t> digits);
std::vector<std::uint8_t> digits_of_bytes(ByteView bytes);

}  // namespace homing::utxo
