#include "store/key.h"

#include "core/hex.h"

namespace homing {

std::string show_key(std::string_view key) {
    constexpr std::size_t kShown = 64;
    return "key " + to_hex(as_bytes(key.substr(0, kShown))) + (key.size() > kShown ? "…" : "");
}

std::string after_prefix(std::string_view prefix) {
    while (!prefix.empty() && prefix.back() == '\xff') prefix.remove_suffix(1);
    std::string next(prefix);
    if (!next.empty()) next.back() = static_cast<char>(static_cast<std::uint8_t>(next.back()) + 1);
    return next;
}

Key& Key::text(std::string_view text) {
    for (const char byte : text) {
        bytes_.push_back(byte);
        if (byte == '\0') bytes_.push_back('\xff');
    }
    bytes_.append("\0\1", 2);
    return *this;
}

Key& Key::time(Time time) {
    const auto count = static_cast<std::uint64_t>(time.time_since_epoch().count());
    return number(count ^ (std::uint64_t{1} << 63));
}

Key& Key::time_descending(Time time) {
    const auto count = static_cast<std::uint64_t>(time.time_since_epoch().count());
    return number(~(count ^ (std::uint64_t{1} << 63)));
}

Key& Key::fingerprint(const Fingerprint& fingerprint) {
    number(static_cast<std::uint8_t>(fingerprint.key_class));
    return text(as_text(fingerprint.payload));
}

Key& Key::optional_text(const std::optional<std::string>& optional) {
    if (!optional) return number(std::uint8_t{0});
    number(std::uint8_t{1});
    return text(*optional);
}

}  // namespace homing
