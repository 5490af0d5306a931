#include "core/hex.h"

#include "core/quote.h"

namespace homing {

namespace {

// Fills out, whose size is half the text's; false at the first character that is no hex digit.
bool decode(std::string_view text, std::span<std::uint8_t> out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        const int high = hex_digit_value(text[2 * i]);
        const int low = hex_digit_value(text[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return true;
}

}  // namespace

std::string to_hex(ByteView bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out(2 * bytes.size(), '0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        out[2 * i] = kDigits[bytes[i] >> 4];
        out[2 * i + 1] = kDigits[bytes[i] & 15];
    }
    return out;
}

Result<Bytes> parse_hex(std::string_view text) {
    if (text.size() % 2 != 0) return invalid(quote(text) + " has an odd number of hex digits");
    Bytes out(text.size() / 2);
    if (!decode(text, out)) return invalid(quote(text) + " is not hex digits alone");
    return out;
}

template <std::size_t N>
Result<ByteArray<N>> parse_hex_array(std::string_view text) {
    ByteArray<N> out{};
    if (text.size() != 2 * N || !decode(text, out)) {
        return invalid(quote(text) + " is not " + std::to_string(2 * N) + " hex digits");
    }
    return out;
}

template Result<ByteArray<16>> parse_hex_array<16>(std::string_view);
template Result<ByteArray<20>> parse_hex_array<20>(std::string_view);
template Result<ByteArray<32>> parse_hex_array<32>(std::string_view);
template Result<ByteArray<64>> parse_hex_array<64>(std::string_view);

std::string_view without_0x(std::string_view text) {
    if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
    return text;
}

}  // namespace homing
