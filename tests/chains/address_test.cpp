#include "chains/evm/address.h"

#include <gtest/gtest.h>

#include "chains/source.h"
#include "core/hex.h"

namespace homing {
namespace {

const NetworkId kEthereum = *NetworkId::parse("eip155:1");
const NetworkId kBnb = *NetworkId::parse("eip155:56");

// EIP-55's own examples, the key-1 address of chains.md, and ICAP's example (Ethereum wiki).
TEST(Address, writes_and_reads_published_checksums) {
    for (const std::string text : {"0x52908400098527886E0F7030069857D2E4169EE7",
                                   "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
                                   "0xde709f2102306220921060314715629080e2fb77",
                                   "0x27b1fdb04752bbc536007a920d24acb045561c26",
                                   "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                                   "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                                   "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                                   "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
                                   "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"}) {
        const auto fingerprint = parse_address(kEthereum, text);
        ASSERT_TRUE(fingerprint.has_value()) << text;
        EXPECT_EQ(*format_address(kEthereum, *fingerprint), text);
    }
}

TEST(Address, reads_every_form_people_paste) {
    const std::string digits = "7e5f4552091a69125d5dfcb7b8c2659029395bdf";
    for (const std::string text :
         {"0x7e5f4552091a69125d5dfcb7b8c2659029395bdf",
          "0x7E5F4552091A69125D5DFCB7B8C2659029395BDF",
          "0X7E5F4552091A69125d5DfCb7b8C2659029395Bdf",
          "bnb:0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf",
          "ethereum:0x7e5f4552091a69125d5dfcb7b8c2659029395bdf@56?value=1",
          "ethereum:pay-0x7e5f4552091a69125d5dfcb7b8c2659029395bdf",
          "ethereum:0x55d398326f99059ff775485246999027b3197955@56/"
          "transfer?uint256=1&address=0x7e5f4552091a69125d5dfcb7b8c2659029395bdf"}) {
        const auto fingerprint = parse_address(kBnb, text);
        ASSERT_TRUE(fingerprint.has_value()) << text << " " << fingerprint.error().message;
        EXPECT_EQ(to_hex(fingerprint->payload), digits) << text;
        EXPECT_EQ(fingerprint->key_class, KeyClass::kKeccak20);
    }
    const auto icap = parse_address(kEthereum, "XE7338O073KYGTWWZN0F2WZ0R8PX5ZPPZS");
    ASSERT_TRUE(icap.has_value()) << icap.error().message;
    EXPECT_EQ(to_hex(icap->payload), "00c5496aee77c1ba1f0854206a26dda82a81d6d8");
}

TEST(Address, refuses_with_the_reason) {
    const std::pair<std::string, std::string> rows[] = {
        {"0x7E5F4552091A69125d5DfCb7b8C2659029395BdF", "wrong EIP-55 checksum"},
        {"7e5f4552091a69125d5dfcb7b8c2659029395bdf", "does not start with 0x"},
        {"0x7e5f4552091a69125d5dfcb7b8c2659029395bd", "40 hex digits"},
        {"0x7e5f4552091a69125d5dfcb7b8c2659029395bdf00", "40 hex digits"},
        {"0x7e5f4552091a69125d5dfcb7b8c2659029395b\xd0\xb0", "40 hex digits"},
        {"eth:0x7e5f4552091a69125d5dfcb7b8c2659029395bdf", "another network"},
        {"doge:0x7e5f4552091a69125d5dfcb7b8c2659029395bdf", "short name we do not know"},
        {"ethereum:0x7e5f4552091a69125d5dfcb7b8c2659029395bdf@1", "another network"},
        {"ethereum:0x7e5f4552091a69125d5dfcb7b8c2659029395bdf/approve?address=0x00", "no transfer"},
        {"ethereum:0x7e5f4552091a69125d5dfcb7b8c2659029395bdf/transfer", "no transfer"},
        {"XE7438O073KYGTWWZN0F2WZ0R8PX5ZPPZS", "wrong ICAP check digits"},
        {"XE2N7BQ6O277CR0STPKPJFH7TJJ6JT6J3I", "wrong ICAP check digits"},
        {"XE81ETHXREGGAVOFYORK", "no direct ICAP"},
        {"", "does not start with 0x"},
        {std::string(501, '0'), "more than 500"}};
    for (const auto& [text, reason] : rows) {
        const auto fingerprint = parse_address(kBnb, text);
        ASSERT_FALSE(fingerprint.has_value()) << text;
        EXPECT_EQ(fingerprint.error().code, Code::kInvalid);
        EXPECT_NE(fingerprint.error().message.find(reason), std::string::npos)
            << fingerprint.error().message;
    }
}

TEST(Address, knows_its_family_alone) {
    const auto foreign = *NetworkId::parse("cosmos:cosmoshub-4");
    EXPECT_EQ(parse_address(foreign, "x").error().code, Code::kInvalid);
    EXPECT_EQ(native_asset(foreign).error().code, Code::kInvalid);
    EXPECT_EQ(native_asset(kBnb)->str(), "eip155:56/slip44:60");
    EXPECT_FALSE(format_address(kBnb, {KeyClass::kHash160, Bytes(20)}).has_value());
    EXPECT_FALSE(format_address(kBnb, {KeyClass::kKeccak20, Bytes(19)}).has_value());
}

}  // namespace
}  // namespace homing
