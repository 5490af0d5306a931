// The source against real nodes.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>

#include "tests/nodes/anvil.h"

namespace homing {
namespace {

using test::abi_word;
using test::Anvil;
using test::selector;

class EvmLive : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_FALSE(Anvil::binary().empty()) << "no anvil: ./dev installs it, or set HOMING_ANVIL";
    }

    static CustodyFilter filter_of(const Network& network, const std::string& address) {
        CustodyFilter filter;
        filter.add(*parse_address(network.id, address));
        return filter;
    }

    // The one transfer to custody in the newest block.
    static Transfer only_transfer(Source& source, const CustodyFilter& filter) {
        const auto head = source.head();
        EXPECT_TRUE(head.has_value()) << head.error().message;
        const auto block = source.block(head->height, filter);
        EXPECT_TRUE(block.has_value()) << block.error().message;
        EXPECT_EQ(block->ref, *head);
        EXPECT_EQ(block->transfers.size(), 1u);
        return block->transfers.empty() ? Transfer() : block->transfers[0];
    }
};

TEST_F(EvmLive, reads_coins_tokens_and_internal_transfers) {
    Anvil node(56);
    const Network network = node.network();
    const std::string custody = "0x1234567890123456789012345678901234567890";
    const CustodyFilter filter = filter_of(network, custody);
    const auto source = *open_source(network);
    ASSERT_TRUE(source->check().has_value()) << source->check().error().message;

    node.send({{"from", node.account(0)}, {"to", custody}, {"value", "0xde0b6b3a7640000"}});
    Transfer coin = only_transfer(*source, filter);
    EXPECT_EQ(coin.index, "tx");
    EXPECT_EQ(coin.kind, TransferKind::kNative);
    EXPECT_EQ(coin.units.to_string(), "1000000000000000000");
    EXPECT_EQ(coin.asset.str(), "eip155:56/slip44:60");
    EXPECT_EQ(coin.recipient, *parse_address(network.id, custody));
    EXPECT_EQ(coin.sender, *parse_address(network.id, node.account(0)));
    EXPECT_FALSE(source->take_replies().empty());
    EXPECT_TRUE(source->take_replies().empty());

    const std::string token = node.deploy("OldToken", abi_word(6) + abi_word(1'000'000));
    node.send(
        {{"from", node.account(0)},
         {"to", token},
         {"data", selector("transfer(address,uint256)") + abi_word(custody) + abi_word(700)}});
    const Transfer paid = only_transfer(*source, filter);
    EXPECT_EQ(paid.index, "log:0");
    EXPECT_EQ(paid.kind, TransferKind::kToken);
    EXPECT_EQ(paid.units.to_string(), "700");
    EXPECT_EQ(paid.asset.str(), "eip155:56/erc20:" + token);
    const auto head = *source->head();
    EXPECT_EQ(source->balance(paid.asset, custody, head)->to_string(), "700");
    EXPECT_EQ(source->balance(coin.asset, custody, head)->to_string(), "1000000000000000000");
    const auto no_token = AssetId::parse("eip155:56/erc20:" + custody);
    EXPECT_EQ(source->balance(*no_token, custody, head).error().code, Code::kInvalid);

    const std::string payer = node.deploy("Payer");
    const Json forwarded = node.send({{"from", node.account(0)},
                                      {"to", payer},
                                      {"value", "0x5"},
                                      {"data", selector("forward(address)") + abi_word(custody)}});
    const Transfer inside = only_transfer(*source, filter);
    EXPECT_EQ(inside.index, "call:0");
    EXPECT_EQ(inside.kind, TransferKind::kInternal);
    EXPECT_EQ(inside.units.to_string(), "5");
    EXPECT_EQ(inside.refused_by, "");

    const auto view = source->transaction(forwarded.at("transactionHash"));
    ASSERT_TRUE(view.has_value()) << view.error().message;
    EXPECT_TRUE(view->succeeded);
    EXPECT_EQ(view->block, *source->head());
    EXPECT_EQ(view->transfers.size(), 2u);
    EXPECT_EQ(view->transfers[1], inside);
    EXPECT_GE(view->replies.size(), 4u);
}

TEST_F(EvmLive, marks_what_never_arrived) {
    Anvil node(1);
    const Network network = node.network();
    const std::string custody = "0x1234567890123456789012345678901234567890";
    const CustodyFilter filter = filter_of(network, custody);
    const auto source = *open_source(network);
    const std::string payer = node.deploy("Payer");
    const Json pretended = node.send({{"from", node.account(0)},
                                      {"to", payer},
                                      {"value", "0x7"},
                                      {"data", selector("pretend(address)") + abi_word(custody)}});
    EXPECT_EQ(pretended.at("status"), "0x1");
    const Transfer undone = only_transfer(*source, filter);
    EXPECT_EQ(undone.refused_by, "E7");
    EXPECT_EQ(undone.units.to_string(), "7");
    const auto native = *native_asset(network.id);
    EXPECT_EQ(source->balance(native, custody, *source->head())->to_string(), "0");

    const CustodyFilter ours = filter_of(network, payer);
    node.send({{"from", node.account(0)},
               {"to", payer},
               {"value", "0x9"},
               {"data", selector("refuse()")}});
    const Transfer failed = only_transfer(*source, ours);
    EXPECT_EQ(failed.refused_by, "E2");
    EXPECT_EQ(failed.units.to_string(), "9");

    const std::string fake = node.deploy("FakeToken");
    node.send({{"from", node.account(0)},
               {"to", fake},
               {"data", selector("say(address,address,uint256)") + abi_word(node.account(1)) +
                            abi_word(custody) + abi_word(1'000'000)}});
    const Transfer said = only_transfer(*source, filter);  // E4: its balance tells
    EXPECT_EQ(said.units.to_string(), "1000000");
    EXPECT_EQ(source->balance(said.asset, custody, *source->head())->to_string(), "0");
}

TEST_F(EvmLive, drops_strangers_and_keeps_both_sides_of_ours) {
    Anvil node(137);
    const Network network = node.network();
    const auto source = *open_source(network);
    node.send({{"from", node.account(1)}, {"to", node.account(2)}, {"value", "0x1"}});
    const auto head = *source->head();
    const auto foreign = source->block(head.height, filter_of(network, node.account(3)));
    ASSERT_TRUE(foreign.has_value());
    EXPECT_EQ(foreign->transactions, 1u);
    EXPECT_EQ(foreign->transfers_seen, 1u);
    EXPECT_TRUE(foreign->transfers.empty());
    EXPECT_EQ(source->block(head.height, filter_of(network, node.account(1)))->transfers.size(),
              1u);
    EXPECT_EQ(source->block(head.height, filter_of(network, node.account(2)))->transfers.size(),
              1u);
    EXPECT_EQ(source->block(head.height + 1, CustodyFilter()).error().code, Code::kNotFound);
    const auto nothing = source->transaction("0x" + std::string(64, '7'));
    EXPECT_EQ(nothing.error().code, Code::kNotFound);
    EXPECT_EQ(source->transaction("0x12").error().code, Code::kInvalid);
}

TEST_F(EvmLive, follows_both_rules_of_finality) {
    Anvil node(1);
    node.mine(10);
    Network network = node.network();
    const auto tagged = *open_source(network);
    EXPECT_EQ(tagged->head()->height, 10u);
    EXPECT_EQ(tagged->final_head()->height, 8u);
    network.finality_rule = "depth";
    network.finality_depth = 7;
    const auto deep = *open_source(network);
    EXPECT_EQ(deep->final_head()->height, 3u);
    EXPECT_EQ(*deep->final_head(), deep->block(3, CustodyFilter())->ref);
    network.finality_depth = 11;
    EXPECT_EQ((*open_source(network))->final_head().error().code, Code::kUnavailable);
}

TEST_F(EvmLive, sees_a_reorganised_and_a_shortened_chain) {
    Anvil node(1);
    const Network network = node.network();
    const auto source = *open_source(network);
    const std::string custody = "0x1234567890123456789012345678901234567890";
    const CustodyFilter filter = filter_of(network, custody);
    node.mine(3);
    const Json paid = node.send({{"from", node.account(0)}, {"to", custody}, {"value", "0x5"}});
    node.mine(1);
    const auto before = source->block(4, filter);
    ASSERT_EQ(before->transfers.size(), 1u);
    EXPECT_EQ(source->block(5, filter)->parent_hash, before->ref.hash);

    node.rpc("anvil_reorg", Json::array({3, Json::array()}));
    const auto after = source->block(4, filter);
    ASSERT_TRUE(after.has_value()) << after.error().message;
    EXPECT_NE(after->ref.hash, before->ref.hash);
    EXPECT_TRUE(after->transfers.empty());
    EXPECT_EQ(source->transaction(paid.at("transactionHash")).error().code, Code::kNotFound);

    node.rpc("anvil_rollback", Json::array({3}));
    EXPECT_EQ(source->head()->height, 2u);
    EXPECT_EQ(source->block(4, filter).error().code, Code::kNotFound);
    EXPECT_EQ(source->block(2, filter)->ref, *source->head());
}

TEST_F(EvmLive, refuses_another_chain_or_genesis) {
    Anvil node(1);
    Network network = node.network();
    network.genesis_hash = "0x" + std::string(64, 'a');
    const auto genesis = (*open_source(network))->check();
    ASSERT_FALSE(genesis.has_value());
    EXPECT_EQ(genesis.error().code, Code::kInvalid);
    EXPECT_NE(genesis.error().message.find("another chain"), std::string::npos);
    network.id = *NetworkId::parse("eip155:56");
    const auto chain = (*open_source(network))->check();
    EXPECT_EQ(chain.error().code, Code::kInvalid);
    EXPECT_NE(chain.error().message.find("is chain 1, not eip155:56"), std::string::npos);
}

TEST_F(EvmLive, holds_a_second_node_against_the_first) {
    Anvil one(1, {"--timestamp", "1700000000"});
    Anvil two(1, {"--timestamp", "1700000000"});
    Network network = one.network();
    network.endpoints.push_back(two.url());
    const auto source = *open_source(network);
    ASSERT_TRUE(source->check().has_value()) << source->check().error().message;
    EXPECT_EQ(source->block(0, CustodyFilter())->ref.height, 0u);

    one.send({{"from", one.account(0)}, {"to", one.account(1)}, {"value", "0x1"}});
    const auto lagging = source->block(1, CustodyFilter());
    ASSERT_FALSE(lagging.has_value());
    EXPECT_EQ(lagging.error().code, Code::kUnavailable);
    EXPECT_EQ(lagging.error().message,
              "eip155:1#0 and eip155:1#1 disagree on whether there is a block 1; waiting until "
              "they agree");
    two.send({{"from", two.account(0)}, {"to", two.account(1)}, {"value", "0x2"}});
    const auto split = source->block(1, CustodyFilter());
    ASSERT_FALSE(split.has_value());
    EXPECT_EQ(split.error().code, Code::kUnavailable);
    EXPECT_NE(split.error().message.find("disagree on block 1: its hash"), std::string::npos);
    one.mine(5);
    two.mine(4);
    EXPECT_NE(source->final_head().error().message.find("disagree on final block 3"),
              std::string::npos)
        << source->final_head().error().message;
}

}  // namespace
}  // namespace homing
