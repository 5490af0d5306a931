// Addresses of the Bitcoin family. Strings of key 1 are those of the BIP-173 example hash; other
// vectors name their specification.
#include <gtest/gtest.h>

#include <algorithm>

#include "chains/source.h"
#include "core/hex.h"

namespace homing {
namespace {

NetworkId net(const std::string& reference) {
    return *NetworkId::parse("bip122:" + reference);
}
const NetworkId kBitcoin = net("000000000019d6689c085ae165831e93");
const NetworkId kBitcoinTest = net("000000000933ea01ad0ee984209779ba");
const NetworkId kBitcoinRegtest = net("0f9188f13cb7b2c71f2a335e3a4fc328");
const NetworkId kLitecoin = net("12a765e31ffd4059bada1e25190f6e98");
const NetworkId kLitecoinRegtest = net("530827f38f93b43ed12af0b3ad25a288");
const NetworkId kBitcoinCash = net("000000000000000000651ef99cb9fcbe");
const NetworkId kDogecoin = net("1a91e3dace36e2be3bf030a65679fe82");

const std::string kKeyOne = "hash160:751e76e8199196d454941c45d1b3a323f1433bd6";
const std::string kNestedOne = "script:a914bcfeb728b584253d5f3f70bcb780e9ef218a68f487";

struct Row {
    NetworkId network;
    std::string address, fingerprint;
};

void expect_read(const Row& row) {
    const auto read = parse_address(row.network, row.address);
    ASSERT_TRUE(read.has_value()) << row.address << " " << read.error().message;
    EXPECT_EQ(read->str(), row.fingerprint) << row.address;
}

TEST(UtxoAddress, is_one_fingerprint_for_all_forms_of_a_key) {
    for (const Row& row : std::vector<Row>{
             {kBitcoin, "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH", kKeyOne},
             {kBitcoin, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", kKeyOne},
             {kBitcoin, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", kKeyOne},
             {kBitcoinCash, "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH", kKeyOne},
             {kLitecoin, "LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ", kKeyOne},
             {kLitecoin, "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", kKeyOne},
             {kDogecoin, "DFpN6QqFfUm3gKNaxN6tNcab1FArL9cZLE", kKeyOne},
             {kBitcoinCash, "bitcoincash:qp63uahgrxged4z5jswyt5dn5v3lzsem6cy4spdc2h", kKeyOne},
             {kBitcoinCash, "qp63uahgrxged4z5jswyt5dn5v3lzsem6cy4spdc2h", kKeyOne},
             {kBitcoinCash, "BITCOINCASH:QP63UAHGRXGED4Z5JSWYT5DN5V3LZSEM6CY4SPDC2H", kKeyOne},
             {kBitcoin, "bitcoin:1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH?amount=1&label=x", kKeyOne},
             {kBitcoinCash, "bitcoincash:qp63uahgrxged4z5jswyt5dn5v3lzsem6cy4spdc2h?amount=0.5",
              kKeyOne}}) {
        expect_read(row);
    }
}

TEST(UtxoAddress, is_one_script_for_all_forms_of_a_script) {
    for (const Row& row : std::vector<Row>{
             {kBitcoin, "3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN", kNestedOne},
             {kLitecoin, "3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN", kNestedOne},
             {kLitecoin, "MR8UQSBr5ULwWheBHznrHk2jxyxkHQu8vB", kNestedOne},
             {kBitcoinCash, "3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN", kNestedOne},
             {kBitcoinCash, "bitcoincash:pz70adegkkzz202l8acteduqa8hjrzng7s9tg65l3m", kNestedOne},
             {kDogecoin, "A9faqPqnCRNQcZjkcFTviEQiLrkLPctjsJ", kNestedOne}}) {
        expect_read(row);
    }
}

// BIP-350's test vectors: an address and its output script.
TEST(UtxoAddress, reads_and_writes_the_vectors_of_bip_350) {
    const std::string script_hash =
        "script:00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262";
    const std::string taproot =
        "script:512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    const Row rows[] = {
        {kBitcoinTest, "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
         script_hash},
        {kBitcoin, "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
         "script:"
         "5128751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd"
         "6"},
        {kBitcoin, "bc1sw50qgdz25j", "script:6002751e"},
        {kBitcoin, "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
         "script:5210751e76e8199196d454941c45d1b3a323"},
        {kBitcoin, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", taproot}};
    for (const Row& row : rows) {
        expect_read(row);
        const auto written = format_address(row.network, *Fingerprint::parse(row.fingerprint));
        ASSERT_TRUE(written.has_value()) << written.error().message;
        EXPECT_EQ(*written, row.address);
    }
}

TEST(UtxoAddress, refuses_the_invalid_vectors_of_bip_350) {
    for (const std::string text :
         {"tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut",
          "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
          "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL",
          "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",
          "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
          "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R", "bc1pw5dgrnzv",
          "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav",
          "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P",
          "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf", "bc1gmk9yu"}) {
        EXPECT_EQ(parse_address(kBitcoin, text).error().code, Code::kInvalid) << text;
    }
}

TEST(UtxoAddress, refuses_with_the_reason) {
    struct Case {
        NetworkId network;
        std::string text, reason;
    };
    for (const Case& row : std::vector<Case>{
             {kBitcoin, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7Kv8f3t4", "upper and lower case"},
             {kBitcoin, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "wrong checksum"},
             {kBitcoin, "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", "it is of Litecoin"},
             {kBitcoin, "DFpN6QqFfUm3gKNaxN6tNcab1FArL9cZLE", "it is of Dogecoin"},
             {kBitcoin, "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMJ", "wrong checksum"},
             {kBitcoin, "litecoin:LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ", "another network"},
             {kDogecoin, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "it is of Bitcoin"},
             {kBitcoinCash, "bchtest:qp63uahgrxged4z5jswyt5dn5v3lzsem6cy4spdc2h",
              "another network"},
             {kBitcoinCash, "ecash:qp63uahgrxged4z5jswyt5dn5v3lzsem6cy4spdc2h", "another network"},
             {kBitcoinCash, "bitcoincash:bitcoincash:qp63uahgrxged4z5jswyt5dn5v3lzsem6cy4spdc2h",
              "base 32"},
             {kBitcoinCash, "bitcoincash:qp63uahgrxged4z5jswyt5dn5v3lzsem6cy4spdc2q",
              "wrong checksum"},
             {kBitcoinCash, "bitcoincash:Qp63uahgrxged4z5jswyt5dn5v3lzsem6cy4spdc2h",
              "upper and lower case"},
             {kBitcoin, "", "too short"},
             {kBitcoin, std::string(1000, '1'), "500 characters"}}) {
        const auto read = parse_address(row.network, row.text);
        ASSERT_FALSE(read.has_value()) << row.text;
        EXPECT_EQ(read.error().code, Code::kInvalid);
        EXPECT_NE(read.error().message.find(row.reason), std::string::npos)
            << row.text << ": " << read.error().message;
    }
}

TEST(UtxoAddress, writes_the_classic_form_of_a_key_and_the_scripts_own) {
    const Fingerprint key = *Fingerprint::parse(kKeyOne);
    const Fingerprint nested = *Fingerprint::parse(kNestedOne);
    EXPECT_EQ(*format_address(kBitcoin, key), "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH");
    EXPECT_EQ(*format_address(kLitecoin, key), "LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ");
    EXPECT_EQ(*format_address(kDogecoin, key), "DFpN6QqFfUm3gKNaxN6tNcab1FArL9cZLE");
    EXPECT_EQ(*format_address(kBitcoinCash, key),
              "bitcoincash:qp63uahgrxged4z5jswyt5dn5v3lzsem6cy4spdc2h");
    EXPECT_EQ(*format_address(kBitcoin, nested), "3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN");
    EXPECT_EQ(*format_address(kLitecoin, nested), "MR8UQSBr5ULwWheBHznrHk2jxyxkHQu8vB");
    EXPECT_EQ(*format_address(kDogecoin, nested), "A9faqPqnCRNQcZjkcFTviEQiLrkLPctjsJ");
    const Fingerprint odd = *Fingerprint::parse("script:51");
    EXPECT_EQ(format_address(kBitcoin, odd).error().code, Code::kInvalid);
    EXPECT_EQ(
        format_address(kBitcoin, *Fingerprint::parse("keccak20:" + kKeyOne.substr(8))).error().code,
        Code::kInvalid);
}

// CashAddr's own vectors and the token-aware twins of its 20-byte example (CHIP-2022-02).
TEST(UtxoAddress, reads_the_types_of_cashaddr) {
    const std::string key = "hash160:76a04053bda0a88bda5177b86a15c3b29f559873";
    const std::string script = "script:a91476a04053bda0a88bda5177b86a15c3b29f55987387";
    for (const Row& row : std::vector<Row>{
             {kBitcoinCash, "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", key},
             {kBitcoinCash, "bitcoincash:ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq", script},
             {kBitcoinCash, "1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu", key}}) {
        expect_read(row);
    }
}

TEST(UtxoAddress, names_the_coin_of_each_network) {
    EXPECT_EQ(native_asset(kBitcoin)->str(), kBitcoin.str() + "/slip44:0");
    EXPECT_EQ(native_asset(kLitecoinRegtest)->str(), kLitecoinRegtest.str() + "/slip44:2");
    EXPECT_EQ(native_asset(kDogecoin)->str(), kDogecoin.str() + "/slip44:3");
    EXPECT_EQ(native_asset(kBitcoinCash)->str(), kBitcoinCash.str() + "/slip44:145");
    EXPECT_EQ(native_asset(net("00000000000000000000000000000000")).error().code, Code::kInvalid);
    EXPECT_EQ(parse_memo(kBitcoin, "1").error().code, Code::kInvalid);
}

}  // namespace
}  // namespace homing
