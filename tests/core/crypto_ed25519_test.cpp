#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <sodium.h>

#include <memory>

#include "core/crypto/ed25519.h"
#include "core/hex.h"

namespace homing {
namespace {

Ed25519PublicKey key_of(std::string_view hex) {
    return {*parse_hex_array<32>(hex)};
}

// RFC 8032 §7.1: TEST 1 (an empty message), 2, 3 and SHA(abc).
TEST(Ed25519, signs_and_verifies_the_vectors_of_rfc_8032) {
    struct Case {
        std::string seed;
        std::string key;
        std::string message;
        std::string signature;
    };
    const Case cases[] = {
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
         "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
         "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
         "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
        {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
         "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
         "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
         "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
         "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
         "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"},
    };
    for (const Case& c : cases) {
        const Ed25519KeyPair pair = ed25519_from_seed(*parse_hex_array<32>(c.seed));
        EXPECT_EQ(to_hex(pair.public_key.bytes), c.key);
        const Bytes message = *parse_hex(c.message);
        const Ed25519Signature signature = ed25519_sign(message, pair.secret_key);
        EXPECT_EQ(to_hex(signature), c.signature);
        EXPECT_TRUE(ed25519_verify(message, signature, pair.public_key));
    }
}

TEST(Ed25519, refuses_a_signature_with_any_bit_of_it_or_of_its_inputs_changed) {
    const Ed25519KeyPair pair = ed25519_from_seed(ByteArray<32>{1, 2, 3});
    const Bytes message = {'c', 'a', 's', 'e'};
    const Ed25519Signature signature = ed25519_sign(message, pair.secret_key);
    for (std::size_t bit = 0; bit < 8 * signature.size(); ++bit) {
        Ed25519Signature changed = signature;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        EXPECT_FALSE(ed25519_verify(message, changed, pair.public_key)) << "bit " << bit;
    }
    EXPECT_FALSE(ed25519_verify({}, signature, pair.public_key));
    EXPECT_FALSE(
        ed25519_verify(message, signature, ed25519_from_seed(ByteArray<32>{4}).public_key));
}

// novifinancial/ed25519-speccheck: cases.json. 0 to 2 have a small-order key or R, 6 and 7 an S
// that is not below the group order, 8 and 9 an R that is not canonical; 3 holds for every
// verifier, 4 and 5 tell the equations with and without the cofactor apart.
TEST(Ed25519, answers_the_cases_of_speccheck_strictly) {
    struct Case {
        std::string message;
        std::string key;
        std::string signature;
        bool is_valid;
    };
    const std::string small_order =
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa";
    const std::string mixed_order =
        "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43";
    const std::string torsion = "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d";
    const std::string plain = "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623";
    const Case cases[] = {
        {"8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6", small_order,
         "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
         "0000000000000000000000000000000000000000000000000000000000000000",
         false},
        {"9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79", small_order,
         "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43"
         "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
         false},
        {"aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab", mixed_order,
         "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
         "8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e",
         false},
        {"9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79", torsion,
         "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f"
         "87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009",
         true},
        {"e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c", torsion,
         "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512"
         "5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
         false},
        {"e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c", torsion,
         "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7"
         "e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405",
         false},
        {"85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40", plain,
         "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e"
         "547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514",
         false},
        {"85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40", plain,
         "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa1942"
         "7e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22",
         false},
        {"fdaebc429f4a735932a160da1301080c13280eea8bc280d1b392c6b9e6ba3a5a", mixed_order,
         "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
         "454d370c8d9fc323a41450f8d513eafeb5b0697390c1e505a0d4ddc71f566607",
         false},
        {"84b698d39be126ff55fe45079e6c8bf64a0d7db6994560b4e96b7021eb39c1a1", mixed_order,
         "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
         "084d5b99c2a9463d9c8bd5026916996984eeec87ddf1d3be329006ace1b37b09",
         false},
    };
    for (std::size_t i = 0; i < std::size(cases); ++i) {
        const Case& c = cases[i];
        EXPECT_EQ(
            ed25519_verify(*parse_hex(c.message), *parse_hex_array<64>(c.signature), key_of(c.key)),
            c.is_valid)
            << "case " << i;
    }
}

// The encodings of the eight points of small order with their twins that are not canonical: for the
// identity any (R = sB, s) fits every message, for the others one in up to eight does.
const std::vector<std::string> kSmallOrderKeys = {
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
};

// (sB, s) for a fixed s that nobody needs a secret for.
Ed25519Signature forge(std::uint32_t number) {
    ByteArray<32> scalar{};
    for (std::size_t i = 0; i < 4; ++i) scalar[i] = static_cast<std::uint8_t>(number >> (8 * i));
    Ed25519Signature signature{};
    EXPECT_EQ(crypto_scalarmult_ed25519_base_noclamp(signature.data(), scalar.data()), 0);
    std::copy(scalar.begin(), scalar.end(), signature.begin() + 32);
    return signature;
}

bool openssl_accepts(ByteView message, const Ed25519Signature& signature,
                     const Ed25519PublicKey& key) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> parsed(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.bytes.data(), key.bytes.size()),
        EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    return parsed != nullptr &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, parsed.get()) == 1 &&
           EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                            message.size()) == 1;
}

TEST(Ed25519, refuses_every_forgery_for_a_key_of_small_order) {
    ASSERT_GE(sodium_init(), 0);
    std::uint32_t accepted_elsewhere = 0;
    for (const std::string& hex : kSmallOrderKeys) {
        const Ed25519PublicKey key = key_of(hex);
        for (std::uint32_t i = 1; i <= 100; ++i) {
            const std::string message = "claim " + std::to_string(i);
            const Ed25519Signature forged = forge(i);
            ASSERT_FALSE(ed25519_verify(as_bytes(message), forged, key)) << hex << " " << i;
            if (openssl_accepts(as_bytes(message), forged, key)) ++accepted_elsewhere;
        }
    }
    std::printf("OpenSSL accepts %u of these %zu forgeries\n", accepted_elsewhere,
                100 * kSmallOrderKeys.size());
}

}  // namespace
}  // namespace homing
