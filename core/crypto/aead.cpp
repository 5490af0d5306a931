#include "core/crypto/aead.h"

#include <sodium.h>

#include <algorithm>

#include "core/check.h"

namespace homing {
namespace {

constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kNonceSize == 24);
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);

}  // namespace

Bytes aead_seal(ByteView plaintext, ByteView associated, const ByteArray<32>& key,
                const ByteArray<24>& nonce) {
    CHECK(sodium_init() >= 0);
    Bytes sealed(kNonceSize + plaintext.size() + kTagSize);
    std::ranges::copy(nonce, sealed.begin());
    CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(
              sealed.data() + kNonceSize, nullptr, plaintext.data(), plaintext.size(),
              associated.data(), associated.size(), nullptr, nonce.data(), key.data()) == 0);
    return sealed;
}

Result<Bytes> aead_open(ByteView sealed, ByteView associated, const ByteArray<32>& key) {
    CHECK(sodium_init() >= 0);
    if (sealed.size() < kNonceSize + kTagSize) {
        return corrupt("a sealed value has " + std::to_string(sealed.size()) +
                       " bytes; nonce and tag alone are " + std::to_string(kNonceSize + kTagSize));
    }
    const ByteView ciphertext = sealed.subspan(kNonceSize);
    Bytes plaintext(ciphertext.size() - kTagSize);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            plaintext.data(), nullptr, nullptr, ciphertext.data(), ciphertext.size(),
            associated.data(), associated.size(), sealed.data(), key.data()) != 0) {
        return corrupt("a sealed value of " + std::to_string(sealed.size()) +
                       " bytes does not open: it was changed, or belongs to another key or place");
    }
    return plaintext;
}

void random_bytes(std::span<std::uint8_t> out) {
    CHECK(sodium_init() >= 0);
    if (!out.empty()) randombytes_buf(out.data(), out.size());
}

}  // namespace homing
