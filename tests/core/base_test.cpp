#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/base58.h"
#include "core/base64.h"
#include "core/crypto/hash.h"
#include "core/hex.h"

namespace homing {
namespace {

constexpr auto kBitcoin = Base58Alphabet::kBitcoin;
constexpr auto kRipple = Base58Alphabet::kRipple;

// The 20 bytes of private key 1 (BIP-173's example program), as four chains write them.
TEST(Base58, writes_one_key_as_its_chains_do) {
    const Bytes program = *parse_hex("751e76e8199196d454941c45d1b3a323f1433bd6");
    const auto versioned = [&](std::uint8_t version) {
        Bytes data{version};
        data.insert(data.end(), program.begin(), program.end());
        return data;
    };
    EXPECT_EQ(to_base58check(versioned(0x00), kBitcoin), "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH");
    EXPECT_EQ(to_base58check(versioned(0x30), kBitcoin), "LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ");
    EXPECT_EQ(to_base58check(versioned(0x1e), kBitcoin), "DFpN6QqFfUm3gKNaxN6tNcab1FArL9cZLE");
    EXPECT_EQ(to_base58check(versioned(0x00), kRipple), "rBgGZ9tc4him9KBzD8fKFiQz3fSZpaSwMH");
    EXPECT_EQ(*parse_base58check("rBgGZ9tc4him9KBzD8fKFiQz3fSZpaSwMH", kRipple), versioned(0x00));
}

TEST(Base58, refuses_a_mistyped_character_and_the_other_alphabet) {
    EXPECT_FALSE(parse_base58check("1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMh", kBitcoin));
    EXPECT_FALSE(parse_base58check("rBgGZ9tc4him9KBzD8fKFiQz3fSZpaSwMH", kBitcoin));
    EXPECT_FALSE(parse_base58check("", kBitcoin));
    EXPECT_FALSE(parse_base58("0OIl", kBitcoin));
    EXPECT_FALSE(parse_base58(std::string(129, '2'), kBitcoin));
}

TEST(Base58, keeps_leading_zeros) {
    EXPECT_EQ(to_base58(Bytes{0, 0, 1}, kBitcoin), "112");
    EXPECT_EQ(*parse_base58("112", kBitcoin), (Bytes{0, 0, 1}));
    EXPECT_EQ(*parse_base58("", kBitcoin), Bytes());
}

RC_GTEST_PROP(Base58, reads_what_it_writes, (Bytes data)) {
    data.resize(std::min<std::size_t>(data.size(), 80));
    RC_ASSERT(*parse_base58(to_base58(data, kRipple), kRipple) == data);
    RC_ASSERT(*parse_base58check(to_base58check(data, kBitcoin), kBitcoin) == data);
}

// RFC 4648 §10.
TEST(Base64, reads_and_writes_the_standards_examples) {
    const std::pair<const char*, const char*> examples[] = {{"", ""},
                                                            {"f", "Zg=="},
                                                            {"fo", "Zm8="},
                                                            {"foo", "Zm9v"},
                                                            {"foob", "Zm9vYg=="},
                                                            {"fooba", "Zm9vYmE="},
                                                            {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, coded] : examples) {
        EXPECT_EQ(to_base64(as_bytes(plain)), coded);
        ASSERT_TRUE(parse_base64(coded)) << coded;
        EXPECT_EQ(as_text(*parse_base64(coded)), plain);
    }
}

TEST(Base64, refuses_whatever_is_not_canonical) {
    for (const char* text : {"Zg", "Zg=", "Zg===", "Z===", "====", "Zm9v ", " Zm9v", "Zm9v\n",
                             "Zm-v", "Zg==Zg==", "Zh==", "Zm9="}) {
        EXPECT_FALSE(parse_base64(text)) << text;
    }
}

}  // namespace
}  // namespace homing
