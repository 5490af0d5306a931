#include "core/quote.h"

namespace homing {

namespace {

constexpr std::size_t kShownMax = 80;

bool is_plain(char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

void append_escaped(std::string& out, char c) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    out += "\\x";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
}

}  // namespace

std::string quote(std::string_view text) {
    std::string out = "\"";
    for (const char c : text.substr(0, kShownMax)) {
        if (is_plain(c)) {
            out += c;
        } else {
            append_escaped(out, c);
        }
    }
    out += text.size() > kShownMax ? "…\"" : "\"";
    return out;
}

}  // namespace homing
