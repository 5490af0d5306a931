#include "core/utf8.h"

#include <cstdint>

namespace homing {

namespace {

// What a lead byte promises: how many bytes follow, and within which bounds the first of them lies;
// the bounds rule out overlong forms, surrogates and what is past U+10FFFF.
struct Sequence {
    std::size_t following;
    std::uint8_t low;
    std::uint8_t high;
};

constexpr std::size_t kNotALead = 4;

Sequence sequence_of(std::uint8_t lead) {
    if (lead < 0x80) return {0, 0, 0};
    if (lead < 0xc2) return {kNotALead, 0, 0};
    if (lead < 0xe0) return {1, 0x80, 0xbf};
    if (lead == 0xe0) return {2, 0xa0, 0xbf};
    if (lead == 0xed) return {2, 0x80, 0x9f};
    if (lead < 0xf0) return {2, 0x80, 0xbf};
    if (lead == 0xf0) return {3, 0x90, 0xbf};
    if (lead < 0xf4) return {3, 0x80, 0xbf};
    if (lead == 0xf4) return {3, 0x80, 0x8f};
    return {kNotALead, 0, 0};
}

}  // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto [following, low, high] = sequence_of(static_cast<std::uint8_t>(text[i]));
        if (following == kNotALead || following > text.size() - i - 1) return false;
        for (; following > 0; --following) {
            const auto byte = static_cast<std::uint8_t>(text[++i]);
            if (byte < low || byte > high) return false;
            low = 0x80;
            high = 0xbf;
        }
    }
    return true;
}

}  // namespace homing
