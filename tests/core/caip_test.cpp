#include "core/caip.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace homing {
namespace {

// The networks are the test cases of CAIP-2, without its eip155 and dummy edge cases twice.
TEST(NetworkId, reads_the_examples_of_caip_2) {
    const struct {
        const char* text;
        const char* name_space;
        const char* reference;
    } rows[] = {
        {"eip155:1", "eip155", "1"},
        {"eip155:56", "eip155", "56"},
        {"bip122:000000000019d6689c085ae165831e93", "bip122", "000000000019d6689c085ae165831e93"},
        {"cosmos:cosmoshub-3", "cosmos", "cosmoshub-3"},
        {"cosmos:Binance-Chain-Tigris", "cosmos", "Binance-Chain-Tigris"},
        {"starknet:SN_GOERLI", "starknet", "SN_GOERLI"},
        {"lip9:9ee11e9df416b18b", "lip9", "9ee11e9df416b18b"},
        {"chainstd:8c3444cf8970a9e41a706fab93e7a6c4", "chainstd",
         "8c3444cf8970a9e41a706fab93e7a6c4"},
        {"xrpl:0", "xrpl", "0"},
    };
    for (const auto& row : rows) {
        const Result<NetworkId> id = NetworkId::parse(row.text);
        ASSERT_TRUE(id) << row.text;
        EXPECT_EQ(id->str(), row.text);
        EXPECT_EQ(id->name_space(), row.name_space);
        EXPECT_EQ(id->reference(), row.reference);
        EXPECT_FALSE(id->empty());
    }
}

TEST(NetworkId, refuses_what_caip_2_does_not_allow) {
    for (const char* text :
         {"", ":", "eip155", "eip155:", ":1", "ei:1", "toolongns:1", "EIP155:1", "eip_5:1",
          "eip155:1:2", "eip155:1/slip44:60", " eip155:1", "eip155:1 ", "eip155 :1",
          "eip155:\xc2\xb9", "cosmos:123456789012345678901234567890123", "cosmos:a.b",
          "cosmos:a%20"}) {
        const Result<NetworkId> id = NetworkId::parse(text);
        ASSERT_FALSE(id) << text;
        EXPECT_EQ(id.error().code, Code::kInvalid);
    }
    EXPECT_FALSE(NetworkId::parse(std::string_view("eip155:1\0", 9)));
    EXPECT_LT(NetworkId::parse(std::string(5'000'000, ':')).error().message.size(), 300U);
}

TEST(NetworkId, keeps_one_spelling_of_an_evm_chain_id) {
    for (const char* text : {"eip155:01", "eip155:0x1", "eip155:1a", "eip155:-1", "eip155:00"}) {
        EXPECT_FALSE(NetworkId::parse(text)) << text;
    }
    EXPECT_TRUE(NetworkId::parse("eip155:0"));
}

TEST(NetworkId, is_empty_by_default) {
    EXPECT_TRUE(NetworkId().empty());
    EXPECT_EQ(NetworkId().name_space(), "");
    EXPECT_EQ(NetworkId().reference(), "");
}

TEST(AssetId, reads_the_examples_of_caip_19) {
    const struct {
        const char* text;
        const char* kept;
        const char* network;
        const char* name_space;
        const char* reference;
    } rows[] = {
        {"eip155:1/slip44:60", "eip155:1/slip44:60", "eip155:1", "slip44", "60"},
        {"bip122:000000000019d6689c085ae165831e93/slip44:0",
         "bip122:000000000019d6689c085ae165831e93/slip44:0",
         "bip122:000000000019d6689c085ae165831e93", "slip44", "0"},
        {"cosmos:cosmoshub-3/slip44:118", "cosmos:cosmoshub-3/slip44:118", "cosmos:cosmoshub-3",
         "slip44", "118"},
        {"eip155:1/erc20:0x6B175474E89094C44Da98b954EedeAC495271d0F",
         "eip155:1/erc20:0x6b175474e89094c44da98b954eedeac495271d0f", "eip155:1", "erc20",
         "0x6b175474e89094c44da98b954eedeac495271d0f"},
        {"eip155:1/erc721:0x06012c8cf97BEaD5deAe237070F9587f8E7A266d",
         "eip155:1/erc721:0x06012c8cf97bead5deae237070f9587f8e7a266d", "eip155:1", "erc721",
         "0x06012c8cf97bead5deae237070f9587f8e7a266d"},
        {"hedera:mainnet/nft:0.0.55492", "hedera:mainnet/nft:0.0.55492", "hedera:mainnet", "nft",
         "0.0.55492"},
        {"tron:0x2b6653dc/trc20:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
         "tron:0x2b6653dc/trc20:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron:0x2b6653dc", "trc20",
         "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"},
    };
    for (const auto& row : rows) {
        const Result<AssetId> id = AssetId::parse(row.text);
        ASSERT_TRUE(id) << row.text;
        EXPECT_EQ(id->str(), row.kept);
        EXPECT_EQ(id->network().str(), row.network);
        EXPECT_EQ(id->name_space(), row.name_space);
        EXPECT_EQ(id->reference(), row.reference);
    }
}

TEST(AssetId, is_equal_for_every_case_of_an_evm_contract_and_only_there) {
    EXPECT_EQ(*AssetId::parse("eip155:1/erc20:0xDAC17F958D2ee523a2206206994597C13D831ec7"),
              *AssetId::parse("eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7"));
    EXPECT_NE(*AssetId::parse("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/token:EPjFWdd5"),
              *AssetId::parse("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/token:epjfwdd5"));
}

TEST(AssetId, refuses_what_caip_19_does_not_allow) {
    for (const char* text : {"",
                             "/",
                             "eip155:1",
                             "eip155:1/",
                             "eip155:1/slip44",
                             "eip155:1/slip44:",
                             "/slip44:60",
                             "eip155:/slip44:60",
                             "eip155:1/sl:60",
                             "eip155:1/SLIP44:60",
                             "eip155:1/slip44x00:60",
                             "eip155:1/slip44:60/1",
                             "eip155:1//slip44:60",
                             "eip155:1:2/slip44:60",
                             "eip155:1/slip44:060",
                             "eip155:1/slip44:0x3c",
                             "eip155:01/slip44:60",
                             "USDT",
                             "eip155:1/erc20:USDT",
                             "eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec",
                             "eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec77",
                             "eip155:1/erc20:0xgac17f958d2ee523a2206206994597c13d831ec7",
                             "eip155:1/erc20:0XDAC17F958D2EE523A2206206994597C13D831EC7",
                             "eip155:1/erc20:dac17f958d2ee523a2206206994597c13d831ec7",
                             "eip155:1/erc721:0x06012c8cf97BEaD5deAe237070F9587f8E7A266d/771769",
                             "cosmos:hub/ibc:a/b",
                             "cosmos:hub/ibc:a b"}) {
        const Result<AssetId> id = AssetId::parse(text);
        ASSERT_FALSE(id) << text;
        EXPECT_EQ(id.error().code, Code::kInvalid);
    }
    EXPECT_TRUE(AssetId::parse("cosmos:hub/ibc:" + std::string(128, 'A')));
    EXPECT_FALSE(AssetId::parse("cosmos:hub/ibc:" + std::string(129, 'A')));
}

TEST(AssetId, is_empty_by_default) {
    EXPECT_TRUE(AssetId().empty());
    EXPECT_TRUE(AssetId().network().empty());
    EXPECT_EQ(AssetId().name_space(), "");
    EXPECT_EQ(AssetId().reference(), "");
}

TEST(ChainAddress, reads_the_examples_of_caip_10) {
    const struct {
        const char* text;
        const char* network;
        const char* address;
    } rows[] = {
        {"eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb", "eip155:1",
         "0xab16a96d359ec26a11e2c2b3d8f8b8942d5bfcdb"},
        {"bip122:000000000019d6689c085ae165831e93:128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6",
         "bip122:000000000019d6689c085ae165831e93", "128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6"},
        {"cosmos:cosmoshub-3:cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0", "cosmos:cosmoshub-3",
         "cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0"},
        {"hedera:mainnet:0.0.1234567890-zbhlt", "hedera:mainnet", "0.0.1234567890-zbhlt"},
    };
    for (const auto& row : rows) {
        const Result<ChainAddress> address = ChainAddress::parse(row.text);
        ASSERT_TRUE(address) << row.text;
        EXPECT_EQ(address->network().str(), row.network);
        EXPECT_EQ(address->address(), row.address);
        EXPECT_EQ(address->str(), std::string(row.network) + ":" + row.address);
    }
}

TEST(ChainAddress, refuses_what_caip_10_does_not_allow) {
    for (const char* text :
         {"", "::", "eip155:1", "eip155:1:", "eip155::0xab16a96d359ec26a11e2c2b3d8f8b8942d5bfcdb",
          "eip155:1:0xab", "eip155:1:ab16a96d359ec26a11e2c2b3d8f8b8942d5bfcdb", "cosmos:hub:a:b",
          "cosmos:hub:a b", "cosmos:hub:a/b",
          "eip155:01:0xab16a96d359ec26a11e2c2b3d8f8b8942d5bfcdb"}) {
        EXPECT_FALSE(ChainAddress::parse(text)) << text;
    }
    EXPECT_TRUE(ChainAddress::parse("cosmos:hub:" + std::string(128, 'a')));
    EXPECT_FALSE(ChainAddress::parse("cosmos:hub:" + std::string(129, 'a')));
    EXPECT_TRUE(ChainAddress().network().empty());
    EXPECT_EQ(ChainAddress().address(), "");
}

std::string drawn_text() {
    return *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab9-_.%:/ A0x\xc3\n")));
}

// Whatever is accepted has one spelling, which is accepted again.
RC_GTEST_PROP(Caip, what_is_kept_parses_to_itself, ()) {
    const std::string network = "eip15" + drawn_text();
    if (const auto id = NetworkId::parse(network)) RC_ASSERT(id->str() == network);
    const std::string text = "cosmos:hub/ibc:" + drawn_text();
    if (const auto id = AssetId::parse(text)) {
        RC_ASSERT(*AssetId::parse(id->str()) == *id);
        RC_ASSERT(id->network().str() + "/" + std::string(id->name_space()) + ":" +
                      std::string(id->reference()) ==
                  id->str());
    }
    const std::string address = "cosmos:hub:" + drawn_text();
    if (const auto id = ChainAddress::parse(address)) {
        RC_ASSERT(*ChainAddress::parse(id->str()) == *id);
    }
}

}  // namespace
}  // namespace homing
