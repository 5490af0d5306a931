#include "core/safe_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace homing {

namespace {

constexpr std::size_t kLineMax = 80;
constexpr std::string_view kMarkup = "<>&'\"`";

// One code point, or one byte that is none.
struct Piece {
    std::int32_t code = -1;  // negative: ill-formed
    std::string_view bytes;
};

Piece next_piece(std::string_view text, std::size_t& at) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    auto index = static_cast<std::int64_t>(at);
    UChar32 code = -1;
    U8_NEXT(bytes, index, static_cast<std::int64_t>(text.size()), code);
    const std::size_t length = code < 0 ? 1 : static_cast<std::size_t>(index) - at;
    const Piece piece{code, text.substr(at, length)};
    at += length;
    return piece;
}

std::string hex_of(std::uint32_t number, std::size_t digits_min) {
    std::string out;
    for (; number != 0 || out.size() < digits_min; number >>= 4) {
        out.insert(out.begin(), "0123456789abcdef"[number & 15]);
    }
    return out;
}

std::string written_out(const Piece& piece) {
    if (piece.code < 0) return "\\x" + hex_of(static_cast<std::uint8_t>(piece.bytes[0]), 2);
    return "\\u{" + hex_of(static_cast<std::uint32_t>(piece.code), 1) + "}";
}

bool is_visible(const Piece& piece) {
    if (piece.code < 0) return false;
    constexpr std::uint32_t kHidden = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK |
                                      U_GC_CS_MASK | U_GC_CO_MASK | U_GC_CN_MASK;
    return (U_GET_GC_MASK(piece.code) & kHidden) == 0 &&
           !u_hasBinaryProperty(piece.code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool is_right_to_left(std::int32_t code) {
    const UCharDirection direction = u_charDirection(code);
    return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
}

bool is_mark(std::int32_t code) {
    return (U_GET_GC_MASK(code) & U_GC_M_MASK) != 0;
}

bool is_plain_in_a_line(const Piece& piece) {
    if (!is_visible(piece) || is_right_to_left(piece.code)) return false;
    if (u_isUWhiteSpace(piece.code) && piece.code != ' ') return false;
    // Blank without being white space: a braille pattern without dots.
    if (piece.code == 0x2800) return false;
    return piece.code > 0x7f || kMarkup.find(static_cast<char>(piece.code)) == kMarkup.npos;
}

}  // namespace

std::string safe_text(std::string_view bytes) {
    std::string out;
    for (std::size_t at = 0; at < bytes.size();) {
        const Piece piece = next_piece(bytes, at);
        out += is_visible(piece) ? std::string(piece.bytes) : written_out(piece);
    }
    return out;
}

std::string safe_line(std::string_view bytes) {
    std::string out;
    std::size_t shown = 0;
    bool may_bear_mark = false;
    for (std::size_t at = 0; at < bytes.size(); ++shown) {
        if (shown == kLineMax) return out + "… (" + std::to_string(bytes.size()) + " bytes)";
        const Piece piece = next_piece(bytes, at);
        const bool stacks = piece.code >= 0 && is_mark(piece.code) && !may_bear_mark;
        if (piece.code == '\\') {
            out += "\\\\";
        } else {
            out += is_plain_in_a_line(piece) && !stacks ? std::string(piece.bytes)
                                                        : written_out(piece);
        }
        may_bear_mark = piece.code >= 0 && u_isalpha(piece.code);
    }
    return out;
}

}  // namespace homing
