#pragma once

#include <string_view>

#include "core/bytes.h"
#include "core/result.h"

namespace homing {

// Ed25519 (RFC 8032) by libsodium, which refuses small-order keys and S >= L; OpenSSL 3.0 does not.
struct Ed25519PublicKey {
    ByteArray<32> bytes{};
    bool operator==(const Ed25519PublicKey&) const = default;
};
struct Ed25519SecretKey {
    ByteArray<64> bytes{};  // seed and public key, as libsodium keeps it
};
struct Ed25519KeyPair {
    Ed25519PublicKey public_key;
    Ed25519SecretKey secret_key;
};
using Ed25519Signature = ByteArray<64>;

Ed25519KeyPair ed25519_from_seed(const ByteArray<32>& seed);
Ed25519Signature ed25519_sign(ByteView message, const Ed25519SecretKey& key);
bool ed25519_verify(ByteView message, const Ed25519Signature& signature,
                    const Ed25519PublicKey& key);

}  // namespace homing
