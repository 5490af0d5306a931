#pragma once

#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"

namespace homing {

// The order of the 58 digits: XRPL shuffled Bitcoin's.
enum class Base58Alphabet { kBitcoin, kRipple };

// Leading zero bytes become leading zero digits, as Bitcoin has it.
std::string to_base58(ByteView data, Base58Alphabet alphabet);
// kInvalid for a foreign character or a text longer than 128.
Result<Bytes> parse_base58(std::string_view text, Base58Alphabet alphabet);

// With the first four bytes of SHA256(SHA256(data)) behind the data.
std::string to_base58check(ByteView data, Base58Alphabet alphabet);
// The data without its checksum; kInvalid when that does not fit.
Result<Bytes> parse_base58check(std::string_view text, Base58Alphabet alphabet);

}  // namespace homing
