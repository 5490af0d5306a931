#include "core/crypto/hash.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>

#include "core/check.h"

namespace homing {
namespace {

struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

// Fetched once and kept for the life of the process: fetching costs three times a short digest.
const EVP_MD* fetch(const char* name) {
    const EVP_MD* digest = EVP_MD_fetch(nullptr, name, nullptr);
    CHECK(digest != nullptr);
    return digest;
}

template <std::size_t N>
ByteArray<N> digest(const EVP_MD* algorithm, ByteView data) {
    thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    ByteArray<N> out;
    unsigned size = 0;
    CHECK(context != nullptr);
    CHECK(EVP_DigestInit_ex(context.get(), algorithm, nullptr) == 1);
    CHECK(EVP_DigestUpdate(context.get(), data.data(), data.size()) == 1);
    CHECK(EVP_DigestFinal_ex(context.get(), out.data(), &size) == 1);
    CHECK(size == N);
    return out;
}

}  // namespace

ByteArray<32> sha256(ByteView data) {
    static const EVP_MD* const algorithm = fetch("SHA2-256");
    return digest<32>(algorithm, data);
}

ByteArray<64> sha512(ByteView data) {
    static const EVP_MD* const algorithm = fetch("SHA2-512");
    return digest<64>(algorithm, data);
}

ByteArray<20> ripemd160(ByteView data) {
    static const EVP_MD* const algorithm = fetch("RIPEMD160");
    return digest<20>(algorithm, data);
}

ByteArray<20> hash160(ByteView data) {
    return ripemd160(sha256(data));
}

ByteArray<32> hmac_sha256(ByteView key, ByteView data) {
    static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    CHECK(algorithm != nullptr);
    const std::unique_ptr<EVP_MAC_CTX, Free> context(EVP_MAC_CTX_new(algorithm));
    char digest_name[] = "SHA2-256";
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name, 0),
        OSSL_PARAM_construct_end()};
    // A null key would mean "keep the one you have", so the empty key needs an address.
    const std::uint8_t nothing = 0;
    const std::uint8_t* const key_data = key.empty() ? &nothing : key.data();
    ByteArray<32> out;
    std::size_t size = 0;
    CHECK(context != nullptr);
    CHECK(EVP_MAC_init(context.get(), key_data, key.size(), params) == 1);
    CHECK(EVP_MAC_update(context.get(), data.data(), data.size()) == 1);
    CHECK(EVP_MAC_final(context.get(), out.data(), &size, out.size()) == 1);
    CHECK(size == out.size());
    return out;
}

HashBuilder& HashBuilder::add(ByteView part) {
    for (int shift = 56; shift >= 0; shift -= 8) {
        preimage_.push_back(static_cast<std::uint8_t>(std::uint64_t{part.size()} >> shift));
    }
    preimage_.insert(preimage_.end(), part.begin(), part.end());
    return *this;
}

Hash HashBuilder::finish() const {
    return Hash{sha256(preimage_)};
}

}  // namespace homing
