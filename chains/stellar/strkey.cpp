#include "chains/stellar/strkey.h"

#include <algorithm>
#include <array>

namespace homing::stellar {
namespace {

struct Kind {
    StrkeyKind kind;
    std::uint8_t version;  // the letter's place in base 32, times 8
    std::size_t payload;   // bytes; 0 where it varies
};

constexpr std::array kKinds = {
    Kind{StrkeyKind::kAccount, 6 << 3, 32},        Kind{StrkeyKind::kMuxed, 12 << 3, 40},
    Kind{StrkeyKind::kSecret, 18 << 3, 32},        Kind{StrkeyKind::kContract, 2 << 3, 32},
    Kind{StrkeyKind::kPool, 11 << 3, 32},          Kind{StrkeyKind::kClaimable, 1 << 3, 33},
    Kind{StrkeyKind::kPreauthorized, 19 << 3, 32}, Kind{StrkeyKind::kHashX, 23 << 3, 32},
    Kind{StrkeyKind::kSignedPayload, 15 << 3, 0}};

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t kTextMax = 165;  // a signed payload of 64 bytes

// CRC-16/XMODEM.
std::uint16_t checksum(ByteView bytes) {
    std::uint16_t crc = 0;
    for (const std::uint8_t byte : bytes) {
        crc = static_cast<std::uint16_t>(crc ^ byte << 8);
        for (int bit = 0; bit < 8; ++bit) {
            crc = static_cast<std::uint16_t>((crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1);
        }
    }
    return crc;
}

// RFC 4648 section 6 without padding.
std::string to_base32(ByteView bytes) {
    std::string text;
    unsigned held = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        held = (held << 8 | byte) & 0xfff;
        for (bits += 8; bits >= 5; bits -= 5) text += kDigits[held >> (bits - 5) & 31];
    }
    if (bits > 0) text += kDigits[held << (5 - bits) & 31];
    return text;
}

Result<Bytes> parse_base32(std::string_view text) {
    Bytes bytes;
    unsigned held = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const std::size_t digit = kDigits.find(c);
        if (digit == kDigits.npos) {
            return invalid("a Stellar address has capital letters and the digits 2 to 7 alone");
        }
        held = (held << 5 | static_cast<unsigned>(digit)) & 0xfff;
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<std::uint8_t>(held >> bits));
    }
    return bytes;
}

// Length of the payload, then the payload, then zeros up to a multiple of four (CAP-40).
bool is_signed_payload(ByteView payload) {
    if (payload.size() < 36) return false;
    const auto at = payload.begin() + 32;
    const std::size_t length = std::size_t(at[0]) << 24 | std::size_t(at[1]) << 16 |
                               std::size_t(at[2]) << 8 | std::size_t(at[3]);
    if (length == 0 || length > 64 || payload.size() != 36 + (length + 3) / 4 * 4) return false;
    return std::all_of(at + 4 + static_cast<std::ptrdiff_t>(length), payload.end(),
                       [](std::uint8_t byte) { return byte == 0; });
}

bool fits(const Kind& kind, ByteView payload) {
    if (kind.kind == StrkeyKind::kSignedPayload) return is_signed_payload(payload);
    if (kind.kind == StrkeyKind::kClaimable && (payload.empty() || payload[0] != 0)) return false;
    return payload.size() == kind.payload;
}

}  // namespace

Result<Strkey> parse_strkey(std::string_view text) {
    if (text.size() > kTextMax) return invalid("longer than any Stellar address");
    const Result<Bytes> bytes = parse_base32(text);
    if (!bytes) return bytes.error();
    if (bytes->size() < 3 || to_base32(*bytes) != text) {
        return invalid("a Stellar address of this length does not exist: is it cut or glued?");
    }
    const ByteView signed_part(bytes->data(), bytes->size() - 2);
    const auto tail = static_cast<std::uint16_t>(bytes->end()[-2] | bytes->end()[-1] << 8);
    if (checksum(signed_part) != tail) {
        return invalid("its checksum is wrong: a character was mistyped");
    }
    const auto kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& one) {
        return one.version == signed_part.front();
    });
    const ByteView payload = signed_part.subspan(1);
    if (kind == kKinds.end() || !fits(*kind, payload)) {
        return invalid("its first letter and its length fit no kind of Stellar address");
    }
    return Strkey{kind->kind, Bytes(payload.begin(), payload.end())};
}

std::string format_strkey(const Strkey& strkey) {
    const auto kind = std::find_if(kKinds.begin(), kKinds.end(),
                                   [&](const Kind& one) { return one.kind == strkey.kind; });
    CHECK(kind != kKinds.end() && fits(*kind, strkey.payload));
    Bytes bytes = {kind->version};
    bytes.insert(bytes.end(), strkey.payload.begin(), strkey.payload.end());
    const std::uint16_t crc = checksum(bytes);
    bytes.push_back(static_cast<std::uint8_t>(crc));
    bytes.push_back(static_cast<std::uint8_t>(crc >> 8));
    return to_base32(bytes);
}

}  // namespace homing::stellar
