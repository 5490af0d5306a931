#include "app/print/style.h"

#include <unistd.h>

#include <cstdlib>

#include "core/safe_text.h"

namespace homing {

std::string Style::paint(Tone tone, std::string_view text) const {
    if (!colour || tone == Tone::kPlain || text.empty()) return std::string(text);
    const char* code = "";
    switch (tone) {
        case Tone::kPlain:
            break;
        case Tone::kDim:
            code = "2";
            break;
        case Tone::kBold:
            code = "1";
            break;
        case Tone::kGood:
            code = "32";
            break;
        case Tone::kWarn:
            code = "33";
            break;
        case Tone::kBad:
            code = "31";
            break;
    }
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

std::string Style::age(std::string_view rfc3339) const {
    if (rfc3339.empty()) return "–";
    const Result<Time> time = parse_time(rfc3339);
    if (!time) return std::string(rfc3339);
    if (*time > now + std::chrono::seconds(1)) return "in " + format_duration(*time - now);
    if (now - *time < std::chrono::seconds(1)) return "now";
    return format_duration(now - *time) + " ago";
}

Style style_for(int fd, Time now) {
    const char* no_color = std::getenv("NO_COLOR");
    const bool refused = no_color != nullptr && no_color[0] != '\0';
    return {.colour = ::isatty(fd) == 1 && !refused, .now = now};
}

std::string short_id(std::string_view id, std::size_t digits) {
    return id.size() <= digits + 1 ? std::string(id) : std::string(id.substr(0, digits)) + "…";
}

std::string short_middle(std::string_view text, std::size_t head, std::size_t tail) {
    if (text.size() <= head + tail + 1) return std::string(text);
    return std::string(text.substr(0, head)) + "…" + std::string(text.substr(text.size() - tail));
}

std::string printable(std::string_view text) {
    return safe_text(text);
}

std::string printable_lines(std::string_view text) {
    std::string out;
    for (std::size_t at = 0;;) {
        const std::size_t end = text.find('\n', at);
        out += printable(text.substr(at, end - at));
        if (end == text.npos) return out;
        out += '\n';
        at = end + 1;
    }
}

std::string with_commas(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

}  // namespace homing
