#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/record.h"
#include "core/result.h"

namespace homing {

// What kind of secret moves the funds behind an address. Stored; never renumber.
enum class KeyClass : std::uint8_t {
    kNone = 0,
    kHash160 = 1,      // RIPEMD160(SHA256(compressed key)): Bitcoin and its kin, XRPL, Cosmos
    kKeccak20 = 2,     // last 20 bytes of Keccak-256 of the key: EVM, TRON
    kEd25519 = 3,      // the key itself: Stellar, Solana
    kScript = 4,       // a script's hash or bytes
    kTonHash = 5,      // workchain and hash of the initial state
    kAccountName = 6,  // a name that is no key
};
template <>
inline constexpr std::array kEnumNames<KeyClass> = std::to_array<std::string_view>(
    {"none", "hash160", "keccak20", "ed25519", "script", "ton", "name"});

// Key class and payload bytes: the identity behind all the address strings of one key. A contract
// address has the class of its family (EVM: keccak20), so look-ups need not know which it is.
struct Fingerprint {
    KeyClass key_class = KeyClass::kNone;
    Bytes payload;  // at most 64 bytes

    bool empty() const { return key_class == KeyClass::kNone; }
    // "keccak20:7e5f…"; the empty text for the empty fingerprint.
    std::string str() const;
    static Result<Fingerprint> parse(std::string_view text);

    auto operator<=>(const Fingerprint&) const = default;
};

}  // namespace homing
