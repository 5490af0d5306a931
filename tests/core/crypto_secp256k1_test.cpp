#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/crypto/hash.h"
#include "core/crypto/secp256k1.h"
#include "core/hex.h"

namespace homing {
namespace {

// SEC 2 §2.4.1: the group order n, and the generator's x.
const std::string kOrder = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
const std::string kGeneratorX = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

ByteArray<32> bytes_of(const std::string& hex) {
    return *parse_hex_array<32>(hex);
}

ByteArray<32> one() {
    return bytes_of(std::string(63, '0') + "1");
}

RecoverableSignature signature_of(const std::string& r_s_hex, std::uint8_t recovery_id) {
    return {*parse_hex_array<64>(r_s_hex), recovery_id};
}

// EIP-191, version 0x45.
ByteArray<32> personal_digest(const std::string& message) {
    return keccak256(
        as_bytes("\x19"
                 "Ethereum Signed Message:\n" +
                 std::to_string(message.size()) + message));
}

std::string address_of(const Secp256k1UncompressedKey& key) {
    return to_hex(keccak256(key)).substr(24);
}

// n - s, whose signature holds for the same key with the other parity.
ByteArray<64> with_high_s(const ByteArray<64>& r_s) {
    const ByteArray<32> order = bytes_of(kOrder);
    ByteArray<64> out = r_s;
    int borrow = 0;
    for (std::size_t i = 32; i-- > 0;) {
        const int difference = order[i] - r_s[32 + i] - borrow;
        borrow = difference < 0 ? 1 : 0;
        out[32 + i] = static_cast<std::uint8_t>(difference + 256 * borrow);
    }
    return out;
}

// web3.js 1.2 documentation, web3-eth-accounts, "sign" and "recover" (EIP-191 over "Some data").
const std::string kPublishedSecret =
    "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
const std::string kPublishedSignature =
    "b91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
    "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a029";

TEST(Secp256k1, recovers_the_signer_of_the_published_personal_message) {
    const ByteArray<32> digest = personal_digest("Some data");
    EXPECT_EQ(to_hex(digest), "1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655");
    const auto key = secp256k1_recover(digest, signature_of(kPublishedSignature, 0x1c - 27));
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(address_of(*key), "2c7536e3605d9c16a7a3d7b1898e529396a65c23");
    EXPECT_EQ(*key, *secp256k1_public_key(bytes_of(kPublishedSecret)));
}

TEST(Secp256k1, signs_the_published_personal_message_byte_for_byte) {
    const auto signature = secp256k1_sign(personal_digest("Some data"), bytes_of(kPublishedSecret));
    ASSERT_TRUE(signature.has_value());
    EXPECT_EQ(to_hex(signature->r_s), kPublishedSignature);
    EXPECT_EQ(signature->recovery_id, 1);
}

// RFC 6979 nonces over secp256k1, the values that Trezor's and bitcoinjs's tests share.
TEST(Secp256k1, signs_with_the_published_rfc_6979_nonces_and_low_s) {
    struct Case {
        ByteArray<32> secret;
        std::string message;
        std::string r_s;
    };
    ByteArray<32> order_minus_one = bytes_of(kOrder);
    order_minus_one.back() -= 1;
    const Case cases[] = {
        {one(), "Satoshi Nakamoto",
         "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
         "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5"},
        {one(), "All those moments will be lost in time, like tears in rain. Time to die...",
         "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b"
         "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21"},
        {order_minus_one, "Satoshi Nakamoto",
         "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0"
         "6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5"},
    };
    for (const auto& [secret, message, r_s] : cases) {
        const ByteArray<32> digest = sha256(as_bytes(message));
        const auto signature = secp256k1_sign(digest, secret);
        ASSERT_TRUE(signature.has_value());
        EXPECT_EQ(to_hex(signature->r_s), r_s);
        EXPECT_EQ(*secp256k1_recover(digest, *signature), *secp256k1_public_key(secret));
    }
}

TEST(Secp256k1, refuses_every_recovery_id_above_three) {
    const ByteArray<32> digest = personal_digest("Some data");
    for (unsigned id = 4; id <= 255; ++id) {
        const auto key = secp256k1_recover(
            digest, signature_of(kPublishedSignature, static_cast<std::uint8_t>(id)));
        ASSERT_FALSE(key.has_value()) << id;
        EXPECT_EQ(key.error().code, Code::kInvalid);
    }
    EXPECT_EQ(secp256k1_recover(digest, signature_of(kPublishedSignature, 27)).error().message,
              "a signature's recovery id is 27; it must be 0 to 3");
}

TEST(Secp256k1, a_flipped_recovery_id_gives_another_key_and_never_the_signer) {
    const ByteArray<32> digest = personal_digest("Some data");
    const auto key = secp256k1_recover(digest, signature_of(kPublishedSignature, 0));
    ASSERT_TRUE(key.has_value());
    EXPECT_NE(address_of(*key), "2c7536e3605d9c16a7a3d7b1898e529396a65c23");
    for (std::uint8_t id = 2; id <= 3; ++id) {
        EXPECT_FALSE(secp256k1_recover(digest, signature_of(kPublishedSignature, id)).has_value());
    }
}

TEST(Secp256k1, refuses_r_and_s_that_are_zero_or_not_below_the_order) {
    const std::string zero(64, '0');
    const std::string most(64, 'f');
    const ByteArray<32> digest = personal_digest("Some data");
    for (const std::string& bad : {zero, kOrder, most}) {
        for (std::uint8_t id = 0; id < 4; ++id) {
            const auto bad_r = secp256k1_recover(digest, signature_of(bad + kGeneratorX, id));
            const auto bad_s = secp256k1_recover(digest, signature_of(kGeneratorX + bad, id));
            ASSERT_FALSE(bad_r.has_value()) << bad;
            ASSERT_FALSE(bad_s.has_value()) << bad;
            EXPECT_EQ(bad_r.error().code, Code::kInvalid);
            EXPECT_EQ(bad_s.error().code, Code::kInvalid);
        }
    }
}

TEST(Secp256k1, refuses_an_r_that_is_the_x_of_no_point) {
    const std::string five = std::string(63, '0') + "5";  // 5³ + 7 is no square
    EXPECT_FALSE(secp256k1_recover(one(), signature_of(five + kGeneratorX, 0)).has_value());
    EXPECT_TRUE(secp256k1_recover(one(), signature_of(kGeneratorX + five, 0)).has_value());
}

TEST(Secp256k1, accepts_high_s_with_the_other_parity_at_recovery) {
    const ByteArray<32> digest = personal_digest("Some data");
    const RecoverableSignature low = signature_of(kPublishedSignature, 1);
    const RecoverableSignature high = {with_high_s(low.r_s), 0};
    ASSERT_NE(high.r_s, low.r_s);
    EXPECT_EQ(*secp256k1_recover(digest, high), *secp256k1_recover(digest, low));
}

TEST(Secp256k1, takes_a_digest_of_zeros) {
    const ByteArray<32> zero{};
    const auto signature = secp256k1_sign(zero, one());
    ASSERT_TRUE(signature.has_value());
    EXPECT_EQ(*secp256k1_recover(zero, *signature), *secp256k1_public_key(one()));
}

TEST(Secp256k1, refuses_secrets_that_are_zero_or_not_below_the_order) {
    for (const std::string& bad : {std::string(64, '0'), kOrder, std::string(64, 'f')}) {
        EXPECT_EQ(secp256k1_sign(one(), bytes_of(bad)).error().code, Code::kInvalid);
        EXPECT_EQ(secp256k1_public_key(bytes_of(bad)).error().code, Code::kInvalid);
    }
}

TEST(Secp256k1, compresses_both_parities_and_decompresses_them_again) {
    for (std::uint8_t i = 1; i <= 20; ++i) {
        ByteArray<32> secret{};
        secret.back() = i;
        const Secp256k1UncompressedKey key = *secp256k1_public_key(secret);
        EXPECT_EQ(*secp256k1_decompress(secp256k1_compress(key)), key);
    }
    EXPECT_EQ(to_hex(secp256k1_compress(*secp256k1_public_key(one()))), "02" + kGeneratorX);
}

TEST(Secp256k1, refuses_compressed_keys_of_another_length_prefix_or_curve) {
    const Bytes good = *parse_hex("02" + kGeneratorX);
    ASSERT_TRUE(secp256k1_decompress(good).has_value());
    for (std::size_t size = 0; size <= 65; ++size) {
        if (size == good.size()) continue;
        Bytes other = good;
        other.resize(size);
        EXPECT_EQ(secp256k1_decompress(other).error().code, Code::kInvalid) << size;
    }
    for (unsigned prefix = 0; prefix < 256; ++prefix) {
        Bytes other = good;
        other[0] = static_cast<std::uint8_t>(prefix);
        EXPECT_EQ(secp256k1_decompress(other).has_value(), prefix == 2 || prefix == 3) << prefix;
    }
    // A hybrid key (SEC 1 §2.3.4, prefix 06), which the library itself would parse.
    Bytes hybrid = {0x06};
    const Secp256k1UncompressedKey key = *secp256k1_public_key(one());
    hybrid.insert(hybrid.end(), key.begin(), key.end());
    EXPECT_FALSE(secp256k1_decompress(hybrid).has_value());
    EXPECT_FALSE(secp256k1_decompress(*parse_hex("02" + std::string(63, '0') + "5")).has_value());
    EXPECT_FALSE(secp256k1_decompress(*parse_hex("02" + std::string(64, 'f'))).has_value());
}

}  // namespace
}  // namespace homing
