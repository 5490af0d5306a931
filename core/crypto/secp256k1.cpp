#include "core/crypto/secp256k1.h"

#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include <algorithm>
#include <string>

#include "core/check.h"
#include "core/crypto/aead.h"

namespace homing {
namespace {

constexpr std::size_t kUncompressedSize = 65;
constexpr std::size_t kCompressedSize = 33;
constexpr std::uint8_t kEvenPrefix = 0x02;
constexpr std::uint8_t kOddPrefix = 0x03;

// One context for the process: reading it from several threads is safe. Blinded once, and with a
// callback that returns, so that an argument the library dislikes is refused instead of fatal.
const secp256k1_context* context() {
    static const secp256k1_context* const shared = [] {
        secp256k1_context* made =
            secp256k1_context_create(SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY);
        CHECK(made != nullptr);
        secp256k1_context_set_illegal_callback(
            made, [](const char*, void*) {}, nullptr);
        ByteArray<32> seed;
        random_bytes(seed);
        CHECK(secp256k1_context_randomize(made, seed.data()) == 1);
        return made;
    }();
    return shared;
}

Secp256k1UncompressedKey serialize(const secp256k1_pubkey& key) {
    ByteArray<kUncompressedSize> bytes;
    std::size_t size = bytes.size();
    CHECK(secp256k1_ec_pubkey_serialize(context(), bytes.data(), &size, &key,
                                        SECP256K1_EC_UNCOMPRESSED) == 1);
    Secp256k1UncompressedKey out;
    std::copy(bytes.begin() + 1, bytes.end(), out.begin());
    return out;
}

Error bad_secret() {
    return invalid("a secp256k1 secret is zero or not below the group order");
}

}  // namespace

Result<Secp256k1UncompressedKey> secp256k1_recover(const ByteArray<32>& digest,
                                                   const RecoverableSignature& signature) {
    if (signature.recovery_id > 3) {
        return invalid("a signature's recovery id is " + std::to_string(signature.recovery_id) +
                       "; it must be 0 to 3");
    }
    secp256k1_ecdsa_recoverable_signature parsed;
    if (secp256k1_ecdsa_recoverable_signature_parse_compact(
            context(), &parsed, signature.r_s.data(), signature.recovery_id) != 1) {
        return invalid("a signature's r or s is not below the group order of secp256k1");
    }
    secp256k1_pubkey key;
    if (secp256k1_ecdsa_recover(context(), &key, &parsed, digest.data()) != 1) {
        return invalid(
            "no secp256k1 key fits a signature: its r or s is zero, or r is no point's x");
    }
    return serialize(key);
}

Result<RecoverableSignature> secp256k1_sign(const ByteArray<32>& digest,
                                            const ByteArray<32>& secret) {
    if (secp256k1_ec_seckey_verify(context(), secret.data()) != 1) return bad_secret();
    secp256k1_ecdsa_recoverable_signature made;
    CHECK(secp256k1_ecdsa_sign_recoverable(context(), &made, digest.data(), secret.data(), nullptr,
                                           nullptr) == 1);
    RecoverableSignature signature;
    int recovery_id = 0;
    CHECK(secp256k1_ecdsa_recoverable_signature_serialize_compact(context(), signature.r_s.data(),
                                                                  &recovery_id, &made) == 1);
    signature.recovery_id = static_cast<std::uint8_t>(recovery_id);
    return signature;
}

Result<Secp256k1UncompressedKey> secp256k1_public_key(const ByteArray<32>& secret) {
    if (secp256k1_ec_seckey_verify(context(), secret.data()) != 1) return bad_secret();
    secp256k1_pubkey key;
    CHECK(secp256k1_ec_pubkey_create(context(), &key, secret.data()) == 1);
    return serialize(key);
}

Secp256k1CompressedKey secp256k1_compress(const Secp256k1UncompressedKey& key) {
    Secp256k1CompressedKey out;
    out[0] = (key.back() & 1) == 0 ? kEvenPrefix : kOddPrefix;
    std::copy_n(key.begin(), 32, out.begin() + 1);
    return out;
}

Result<Secp256k1UncompressedKey> secp256k1_decompress(ByteView compressed) {
    if (compressed.size() != kCompressedSize) {
        return invalid("a compressed secp256k1 key has " + std::to_string(compressed.size()) +
                       " bytes; it must have 33");
    }
    if (compressed[0] != kEvenPrefix && compressed[0] != kOddPrefix) {
        return invalid("a compressed secp256k1 key starts with byte " +
                       std::to_string(compressed[0]) + "; it must be 2 or 3");
    }
    secp256k1_pubkey key;
    if (secp256k1_ec_pubkey_parse(context(), &key, compressed.data(), compressed.size()) != 1) {
        return invalid("a compressed secp256k1 key is no point of the curve");
    }
    return serialize(key);
}

}  // namespace homing
