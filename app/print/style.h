#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/time.h"

namespace homing {

enum class Tone { kPlain, kDim, kBold, kGood, kWarn, kBad };

// How to write for people: with colour or not, and which moment ages are measured from.
struct Style {
    bool colour = false;
    Time now{};

    // The text in its tone; unchanged without colour.
    std::string paint(Tone tone, std::string_view text) const;
    // "4 min ago", "in 3 h"; "–" for an empty text, the text itself when it is no time.
    std::string age(std::string_view rfc3339) const;
};

// Colour when the stream is a terminal and NO_COLOR is not set (no-color.org).
Style style_for(int fd, Time now);

// The first characters of an id and "…".
std::string short_id(std::string_view id, std::size_t digits = 8);
// Head and tail of an address or hash: "0x7e5f…5bdf".
std::string short_middle(std::string_view text, std::size_t head = 6, std::size_t tail = 4);
// The text with whatever cannot be seen written out (an escape is \u{1b}), so that what a chain or
// claimant wrote cannot drive the terminal.
std::string printable(std::string_view text);
// The same, with its line ends kept: for messages of several lines.
std::string printable_lines(std::string_view text);
// "12,345".
std::string with_commas(std::uint64_t number);

}  // namespace homing
