#pragma once

#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"

// SEP-23: how Stellar writes keys, hashes and accounts with an id.
namespace homing::stellar {

enum class StrkeyKind {
    kAccount,        // G: an ed25519 key
    kMuxed,          // M: an ed25519 key and a u64, the customer's id
    kSecret,         // S: a seed; never to be shown, kept or logged
    kContract,       // C
    kPool,           // L: a liquidity pool
    kClaimable,      // B: a claimable balance
    kPreauthorized,  // T: a signer that is a transaction's hash
    kHashX,          // X: a signer that is the hash of a secret
    kSignedPayload,  // P: a signer with a payload
};

struct Strkey {
    StrkeyKind kind = StrkeyKind::kAccount;
    Bytes payload;  // without version and checksum; for M the key, then the id big-endian
};

// kInvalid unless writing the result again gives the same text. Messages never repeat the text.
Result<Strkey> parse_strkey(std::string_view text);

std::string format_strkey(const Strkey& strkey);

}  // namespace homing::stellar
