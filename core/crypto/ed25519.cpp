#include "core/crypto/ed25519.h"

#include <sodium.h>

#include "core/check.h"

namespace homing {

static_assert(crypto_sign_PUBLICKEYBYTES == sizeof(Ed25519PublicKey::bytes));
static_assert(crypto_sign_SECRETKEYBYTES == sizeof(Ed25519SecretKey::bytes));
static_assert(crypto_sign_BYTES == sizeof(Ed25519Signature));

Ed25519KeyPair ed25519_from_seed(const ByteArray<32>& seed) {
    CHECK(sodium_init() >= 0);
    Ed25519KeyPair pair;
    CHECK(crypto_sign_seed_keypair(pair.public_key.bytes.data(), pair.secret_key.bytes.data(),
                                   seed.data()) == 0);
    return pair;
}

Ed25519Signature ed25519_sign(ByteView message, const Ed25519SecretKey& key) {
    CHECK(sodium_init() >= 0);
    Ed25519Signature signature;
    CHECK(crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                               key.bytes.data()) == 0);
    return signature;
}

bool ed25519_verify(ByteView message, const Ed25519Signature& signature,
                    const Ed25519PublicKey& key) {
    CHECK(sodium_init() >= 0);
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                       key.bytes.data()) == 0;
}

}  // namespace homing
