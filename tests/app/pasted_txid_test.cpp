#include "app/pasted_txid.h"

#include <gtest/gtest.h>

namespace homing {
namespace {

const std::string kHex = "5c504ed432cb51138bcf09aa5e8a410dd4a1e204ef84bfed1be16dfba1b22060";

std::string upper(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

TEST(PastedTxid, is_read_out_of_whatever_was_pasted) {
    const NetworkId ethereum = *NetworkId::parse("eip155:1");
    const NetworkId bnb = *NetworkId::parse("eip155:56");
    const NetworkId bitcoin = *NetworkId::parse("bip122:000000000019d6689c085ae165831e93");
    EXPECT_EQ(pasted_txid(ethereum, "0x" + kHex), "0x" + kHex);
    EXPECT_EQ(pasted_txid(ethereum, "  0x" + upper(kHex) + "\n"), "0x" + kHex);
    EXPECT_EQ(pasted_txid(ethereum, "https://etherscan.io/tx/0x" + kHex), "0x" + kHex);
    EXPECT_EQ(pasted_txid(ethereum, "etherscan.io/tx/0x" + kHex + "#eventlog"), "0x" + kHex);
    EXPECT_EQ(pasted_txid(bnb, "https://bscscan.com/tx/0x" + kHex), "0x" + kHex);
    EXPECT_EQ(pasted_txid(bitcoin, "https://mempool.space/tx/" + kHex), kHex);
    EXPECT_EQ(pasted_txid(bitcoin, kHex), kHex);
}

TEST(PastedTxid, leaves_what_it_cannot_read) {
    const NetworkId ethereum = *NetworkId::parse("eip155:1");
    for (const std::string text : {"", "no idea", "0x1234", "https://etherscan.io/address/0x12"}) {
        EXPECT_EQ(pasted_txid(ethereum, text), text);
    }
}

}  // namespace
}  // namespace homing
