#pragma once

#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"

namespace homing {

// Lower-case hex, without prefix.
std::string to_hex(ByteView bytes);

// Bytes of an even number of hex digits of either case, without prefix; kInvalid otherwise.
Result<Bytes> parse_hex(std::string_view text);

// As parse_hex, for exactly N bytes.
template <std::size_t N>
Result<ByteArray<N>> parse_hex_array(std::string_view text);

extern template Result<ByteArray<16>> parse_hex_array<16>(std::string_view);
extern template Result<ByteArray<20>> parse_hex_array<20>(std::string_view);
extern template Result<ByteArray<32>> parse_hex_array<32>(std::string_view);
extern template Result<ByteArray<64>> parse_hex_array<64>(std::string_view);

// The value of a hex digit of either case, 0 to 15; -1 for any other character.
constexpr int hex_digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// The text without a leading "0x" or "0X".
std::string_view without_0x(std::string_view text);

}  // namespace homing
