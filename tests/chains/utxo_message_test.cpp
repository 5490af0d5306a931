// Signed messages. Vectors: bitcoinjs/bitcoinjs-message test/fixtures.json ("vires is numeris").
#include <gtest/gtest.h>

#include "chains/proof.h"

namespace homing {
namespace {

const std::string kBitcoin = "bip122:000000000019d6689c085ae165831e93";
const std::string kDogecoin = "bip122:1a91e3dace36e2be3bf030a65679fe82";
const std::string kLitecoin = "bip122:12a765e31ffd4059bada1e25190f6e98";
const std::string kBitcoinCash = "bip122:000000000000000000651ef99cb9fcbe";

const std::string kOpenTail =
    "8JawPtQOrybrSP1WHQnQPr67B9S3qrxBrl1mlzoTJOSHEpmnF7D3+t+LX0Xei9J20B5AIdPbeL3AaTBZ4N3bY0=";
const std::string kOneTail =
    "F8nHqFr3K2UKYahhX3soVeoW8W1ECNbr0wfck7lzyXjCS5Q16Ek45zyBuy1Fiy9sTPKVgsqqOuPvbycuVSSVl8=";
const std::string kDogeSignature =
    "H6k+dZwJ8oOei3PCSpdj603fDvhlhQ+sqaFNIDvo/bI+Xh6zyIKGzZpyud6YhZ1a5mcrwMVtTWL+VXq/hC5Zj7s=";

ProofVerdict verify(const std::string& network, const std::string& address,
                    const std::string& signature, const std::string& text = "vires is numeris") {
    return verify_message({*NetworkId::parse(network), address, text, signature, {}}, {});
}

struct Row {
    std::string network, address, signature;
    ProofOutcome outcome;
    std::string standard = "bip137";
};

TEST(UtxoMessage, takes_each_header_for_the_addresses_it_may_stand_for) {
    using enum ProofOutcome;
    const std::string open = "16UwLL9Risc3QfPqBUvKofHmBQ7wMtjvM";     // uncompressed
    const std::string closed = "1PMycacnJaSqwwJqjawXBErnLsZ7RkXUAs";  // the same key, compressed
    const std::string one = "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH";
    const std::string nested = "3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN";
    const std::string segwit = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
    const std::string electrum = "bip137/electrum-header";
    for (const Row& row : std::vector<Row>{
             {kBitcoin, open, "G" + kOpenTail, kValid},
             {kBitcoin, closed, "H" + kOpenTail, kValid},
             {kBitcoin, open, "H" + kOpenTail, kInvalid},
             {kBitcoin, closed, "G" + kOpenTail, kInvalid},
             {kBitcoin, one, "I" + kOneTail, kValid},
             {kBitcoin, nested, "I" + kOneTail, kValid, electrum},
             {kBitcoin, segwit, "I" + kOneTail, kValid, electrum},
             {kBitcoin, nested, "J" + kOneTail, kValid},
             {kBitcoin, segwit, "J" + kOneTail, kValid},
             {kBitcoin, one, "J" + kOneTail, kInvalid},
             {kBitcoin, segwit, "K" + kOneTail, kValid},
             {kBitcoin, one, "K" + kOneTail, kInvalid},
             {kBitcoin, nested, "K" + kOneTail, kInvalid},
             {kBitcoin, segwit, "H" + kOpenTail, kInvalid},
             {kLitecoin, "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", "K" + kOneTail, kValid},
             {kBitcoinCash, "qp63uahgrxged4z5jswyt5dn5v3lzsem6cy4spdc2h", "I" + kOneTail, kValid},
             {kDogecoin, "DFpN6QqFfUm3gKNaxN6tNcab1FArL9cZLE", kDogeSignature, kValid},
             {kDogecoin, "DFpN6QqFfUm3gKNaxN6tNcab1FArL9cZLE", "I" + kOneTail, kInvalid},
             {kBitcoin, one, kDogeSignature, kInvalid},
             {kBitcoin, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
              "I" + kOneTail, kInconclusive},
             {kBitcoin, "1111111111111111111114oLvT2", "H" + kOpenTail, kInvalid}}) {
        const ProofVerdict verdict = verify(row.network, row.address, row.signature);
        EXPECT_EQ(verdict.outcome, row.outcome)
            << row.address << " " << row.signature << " " << verdict.reason;
        EXPECT_EQ(verdict.standard, row.standard) << row.address;
        EXPECT_FALSE(verdict.reason.empty());
    }
}

TEST(UtxoMessage, refuses_another_text_and_broken_signatures) {
    const std::string one = "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH";
    EXPECT_EQ(verify(kBitcoin, one, "I" + kOneTail, "foobar").outcome, ProofOutcome::kInvalid);
    for (const std::string& signature :
         {std::string(), std::string("!"), "I" + kOneTail.substr(4), std::string(88, 'A'),
          std::string("AA=="), std::string(100'000, 'A')}) {
        EXPECT_EQ(verify(kBitcoin, one, signature).outcome, ProofOutcome::kInvalid);
    }
}

TEST(UtxoMessage, offers_a_standard_only_where_one_fits) {
    const auto offered = [](const std::string& network, const std::string& address) {
        return message_standards(*NetworkId::parse(network), address).size();
    };
    EXPECT_EQ(offered(kBitcoin, "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH"), 1u);
    EXPECT_EQ(offered(kBitcoin, "3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN"), 1u);
    EXPECT_EQ(offered(kDogecoin, "A9faqPqnCRNQcZjkcFTviEQiLrkLPctjsJ"), 0u);
    EXPECT_EQ(offered(kBitcoin, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"),
              0u);
    EXPECT_EQ(offered(kBitcoin, "nonsense"), 0u);
}

}  // namespace
}  // namespace homing
