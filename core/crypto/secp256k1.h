#pragma once

#include "core/bytes.h"
#include "core/result.h"

namespace homing {

// ECDSA over secp256k1 by libsecp256k1. Every length and range is checked before the library sees
// it, because it ends the process on an illegal argument.
using Secp256k1UncompressedKey = ByteArray<64>;  // x ‖ y, without the 04 prefix
using Secp256k1CompressedKey = ByteArray<33>;

struct RecoverableSignature {
    ByteArray<64> r_s{};           // r ‖ s, big-endian
    std::uint8_t recovery_id = 0;  // 0 to 3
};

// The key that signed the digest. kInvalid when the recovery id is out of range, r or s is zero or
// not below the group order, or no point fits. High s is accepted: never use signature bytes as an
// identity.
Result<Secp256k1UncompressedKey> secp256k1_recover(const ByteArray<32>& digest,
                                                   const RecoverableSignature& signature);

// kInvalid unless the secret is in 1 … n-1. Low s, RFC 6979 nonce.
Result<RecoverableSignature> secp256k1_sign(const ByteArray<32>& digest,
                                            const ByteArray<32>& secret);
Result<Secp256k1UncompressedKey> secp256k1_public_key(const ByteArray<32>& secret);
Secp256k1CompressedKey secp256k1_compress(const Secp256k1UncompressedKey& key);
// 33 bytes with prefix 02 or 03; hybrid and other prefixes are kInvalid.
Result<Secp256k1UncompressedKey> secp256k1_decompress(ByteView compressed);

}  // namespace homing
