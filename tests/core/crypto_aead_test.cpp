#include <gtest/gtest.h>

#include <algorithm>

#include "core/crypto/aead.h"
#include "core/hex.h"

namespace homing {
namespace {

const std::string kText =
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
    "sunscreen would be it.";
const std::string kNonce = "404142434445464748494a4b4c4d4e4f5051525354555657";

ByteArray<32> key() {
    return *parse_hex_array<32>("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
}

ByteArray<24> nonce() {
    const Bytes bytes = *parse_hex(kNonce);
    ByteArray<24> out;
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

Bytes associated() {
    return *parse_hex("50515253c0c1c2c3c4c5c6c7");
}

// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
TEST(Aead, seals_the_published_example_as_nonce_ciphertext_and_tag) {
    EXPECT_EQ(to_hex(aead_seal(as_bytes(kText), associated(), key(), nonce())),
              kNonce +
                  "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
                  "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
                  "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
                  "21f9664c97637da9768812f615c68b13b52e"
                  "c0875924c1c7987947deafd8780acf49");
}

TEST(Aead, opens_what_it_sealed_also_when_all_of_it_is_empty) {
    const Bytes sealed = aead_seal(as_bytes(kText), associated(), key(), nonce());
    EXPECT_EQ(as_text(*aead_open(sealed, associated(), key())), kText);
    const Bytes empty = aead_seal({}, {}, key(), nonce());
    EXPECT_EQ(empty.size(), 40u);
    EXPECT_TRUE(aead_open(empty, {}, key())->empty());
}

TEST(Aead, refuses_a_change_of_any_bit) {
    const Bytes sealed = aead_seal(as_bytes("salt"), associated(), key(), nonce());
    for (std::size_t bit = 0; bit < 8 * sealed.size(); ++bit) {
        Bytes changed = sealed;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        const Result<Bytes> opened = aead_open(changed, associated(), key());
        ASSERT_FALSE(opened.has_value()) << "bit " << bit;
        EXPECT_EQ(opened.error().code, Code::kCorrupt);
    }
}

TEST(Aead, refuses_every_truncation_another_key_and_other_associated_data) {
    const Bytes sealed = aead_seal(as_bytes("salt"), associated(), key(), nonce());
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        const Result<Bytes> opened = aead_open(ByteView(sealed).first(size), associated(), key());
        ASSERT_FALSE(opened.has_value()) << size << " bytes";
        EXPECT_EQ(opened.error().code, Code::kCorrupt);
    }
    ByteArray<32> other = key();
    other[31] ^= 1;
    EXPECT_FALSE(aead_open(sealed, associated(), other).has_value());
    EXPECT_FALSE(aead_open(sealed, {}, key()).has_value());
}

TEST(Aead, random_bytes_fills_all_it_is_given_and_never_the_same) {
    ByteArray<32> first{};
    ByteArray<32> second{};
    random_bytes(first);
    random_bytes(second);
    EXPECT_NE(first, second);
    EXPECT_NE(first, ByteArray<32>{});
    random_bytes({});
}

}  // namespace
}  // namespace homing
