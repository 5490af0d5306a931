#include "core/model/fingerprint.h"

#include "core/hex.h"
#include "core/quote.h"

namespace homing {

namespace {

constexpr std::size_t kPayloadMax = 64;

// Payload bytes a class always has; 0 where it varies.
std::size_t fixed_size(KeyClass key_class) {
    switch (key_class) {
        case KeyClass::kHash160:
        case KeyClass::kKeccak20:
            return 20;
        case KeyClass::kEd25519:
            return 32;
        case KeyClass::kNone:
        case KeyClass::kScript:
        case KeyClass::kTonHash:
        case KeyClass::kAccountName:
            return 0;
    }
    return 0;
}

KeyClass key_class_named(std::string_view name) {
    for (std::size_t i = 1; i < kEnumNames<KeyClass>.size(); ++i) {
        if (kEnumNames<KeyClass>[i] == name) return static_cast<KeyClass>(i);
    }
    return KeyClass::kNone;
}

}  // namespace

std::string Fingerprint::str() const {
    if (empty()) return {};
    return std::string(to_string(key_class)) + ":" + to_hex(payload);
}

Result<Fingerprint> Fingerprint::parse(std::string_view text) {
    if (text.empty()) return Fingerprint{};
    const std::size_t colon = text.find(':');
    const KeyClass key_class = key_class_named(text.substr(0, colon));
    if (colon == std::string_view::npos || key_class == KeyClass::kNone) {
        return invalid(quote(text) + " is not a fingerprint as in keccak20:7e5f…");
    }
    const std::string_view digits = text.substr(colon + 1);
    const std::size_t fixed = fixed_size(key_class);
    const bool fits = fixed == 0 ? !digits.empty() && digits.size() <= 2 * kPayloadMax
                                 : digits.size() == 2 * fixed;
    if (!fits) {
        return invalid(quote(text) + " is not a fingerprint: " + std::string(to_string(key_class)) +
                       " has " + (fixed == 0 ? "1 to 64" : std::to_string(fixed)) +
                       " bytes in hex");
    }
    Result<Bytes> payload = parse_hex(digits);
    if (!payload) return within("fingerprint", payload.error());
    return Fingerprint{key_class, std::move(*payload)};
}

}  // namespace homing
