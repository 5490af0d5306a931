// The source against a real node of the Bitcoin family.
#include <gtest/gtest.h>

#include "tests/nodes/litecoind.h"

namespace homing {
namespace {

using test::Litecoind;

class UtxoLive : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_FALSE(Litecoind::binary().empty()) << "no litecoind: ./dev installs it";
    }

    static CustodyFilter filter_of(const Network& network,
                                   const std::vector<std::string>& addresses) {
        CustodyFilter filter;
        for (const std::string& address : addresses) {
            filter.add(*parse_address(network.id, address));
        }
        return filter;
    }

    static Block newest(Source& source, const CustodyFilter& filter) {
        const auto head = source.head();
        EXPECT_TRUE(head.has_value()) << head.error().message;
        auto block = source.block(head->height, filter);
        EXPECT_TRUE(block.has_value()) << block.error().message;
        EXPECT_EQ(block->ref, *head);
        return *std::move(block);
    }

    // Transfers to one address.
    static std::vector<Transfer> paid(const Block& block, const std::string& address) {
        std::vector<Transfer> kept;
        for (const Transfer& transfer : block.transfers) {
            if (transfer.recipient_address == address) kept.push_back(transfer);
        }
        return kept;
    }
};

TEST_F(UtxoLive, reads_every_kind_of_address) {
    Litecoind node;
    const Network network = node.network();
    const auto source = *open_source(network);
    node.mine(110);
    ASSERT_TRUE(source->check().has_value()) << source->check().error().message;
    for (const std::string type : {"legacy", "p2sh-segwit", "bech32"}) {
        const std::string address = node.new_address(type);
        const std::string txid = node.pay(address, "1.23456789");
        EXPECT_FALSE(source->transaction(txid)->block.has_value()) << "still pending";
        node.mine(1);
        const CustodyFilter filter = filter_of(network, {address});
        const Block block = newest(*source, filter);
        const auto found = paid(block, address);
        ASSERT_EQ(found.size(), 1u) << type;
        EXPECT_EQ(found[0].txid, txid);
        EXPECT_EQ(found[0].units.to_string(), "123456789");
        EXPECT_EQ(found[0].recipient, *parse_address(network.id, address));
        EXPECT_FALSE(found[0].origin.empty());
        EXPECT_EQ(found[0].maturity, 0u);
        EXPECT_EQ(found[0].refused_by, "");
        EXPECT_FALSE(found[0].sender.empty());
        EXPECT_GE(source->take_replies().size(), 2u);
        const auto view = source->transaction(txid);
        ASSERT_TRUE(view.has_value()) << view.error().message;
        EXPECT_TRUE(view->succeeded);
        EXPECT_EQ(view->block, block.ref);
        EXPECT_EQ(view->transfers.size(), 2u);
        EXPECT_NE(std::find(view->transfers.begin(), view->transfers.end(), found[0]),
                  view->transfers.end());
        const auto held = source->balance(*native_asset(network.id), address, block.ref);
        ASSERT_TRUE(held.has_value()) << held.error().message;
        EXPECT_EQ(held->to_string(), "123456789");
    }
    EXPECT_EQ(source->transaction(std::string(64, '7')).error().code, Code::kNotFound);
    EXPECT_EQ(source->transaction("7").error().code, Code::kInvalid);
    EXPECT_EQ(source->signers("x").error().code, Code::kNotFound);
    EXPECT_EQ(source->block(100'000, CustodyFilter()).error().code, Code::kNotFound);
    EXPECT_EQ(source->final_head()->height + 6, source->head()->height);
    const Block first = *source->block(1, CustodyFilter());
    EXPECT_EQ(first.parent_hash, network.genesis_hash);
    EXPECT_TRUE(first.transfers.empty());
    EXPECT_EQ(first.transfers_seen, 1u);
}

TEST_F(UtxoLive, marks_coinbases_and_peg_outs_immature) {
    Litecoind node;
    const Network network = node.network();
    const auto source = *open_source(network);
    const std::string miner = node.new_address();
    const CustodyFilter filter = filter_of(network, {miner});
    node.rpc("generatetoaddress", Json::array({1, miner}));
    const auto reward = paid(newest(*source, filter), miner);
    ASSERT_EQ(reward.size(), 1u);
    EXPECT_EQ(reward[0].maturity, 100u);
    EXPECT_EQ(reward[0].origin, "coinbase:1:" + reward[0].txid);
    EXPECT_TRUE(reward[0].sender.empty());

    node.mine(430);
    node.pay(node.new_address("mweb"), "100");
    node.mine(2);  // MWEB begins at block 432
    // With every other coin locked the wallet pays out of MWEB.
    Json others = Json::array();
    for (const Json& coin : node.rpc("listunspent")) {
        const std::string address = coin.at("address");
        if (!address.starts_with("tmweb")) {
            others.push_back({{"txid", coin.at("txid")}, {"vout", coin.at("vout")}});
        }
    }
    node.rpc("lockunspent", Json::array({false, others}));
    const std::string custody = node.new_address("bech32");
    const std::string request = node.pay(custody, "5");
    node.mine(1);
    const Block block = newest(*source, filter_of(network, {custody}));
    const auto out = paid(block, custody);
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(out[0].units.to_string(), "500000000");
    EXPECT_EQ(out[0].maturity, 6u);
    EXPECT_NE(out[0].txid, request);  // the block integrates it under another id
    EXPECT_TRUE(out[0].sender.empty());
    EXPECT_EQ(out[0].origin.size(), 66u);
    const auto view = source->transaction(out[0].txid);
    ASSERT_TRUE(view.has_value()) << view.error().message;
    ASSERT_EQ(view->transfers.size(), 1u);
    EXPECT_EQ(view->transfers[0], out[0]);
}

TEST_F(UtxoLive, keeps_a_deposit_through_replacement_and_reorgs) {
    Litecoind node;
    const Network network = node.network();
    const auto source = *open_source(network);
    node.mine(210);  // coins stay mature when fifty blocks go
    const std::string custody = node.new_address("bech32");
    const CustodyFilter filter = filter_of(network, {custody});
    for (const unsigned depth : {1u, 6u, 50u}) {
        SCOPED_TRACE(depth);
        node.pay(custody, "2");
        node.mine(depth);
        const std::uint64_t height = source->head()->height - depth + 1;
        const Block before = *source->block(height, filter);
        const auto deposit = paid(before, custody);
        ASSERT_EQ(deposit.size(), 1u) << "at height " << height;

        node.rpc("invalidateblock", Json::array({before.ref.hash}));
        EXPECT_EQ(source->head()->height, height - 1);
        EXPECT_EQ(source->block(height, filter).error().code, Code::kNotFound);
        node.rpc("generateblock", Json::array({node.new_address(), Json::array()}));
        const Block without = *source->block(height, filter);
        EXPECT_TRUE(paid(without, custody).empty());
        EXPECT_EQ(without.parent_hash, before.parent_hash);
        EXPECT_NE(without.ref.hash, before.ref.hash);
        EXPECT_FALSE(source->transaction(deposit[0].txid)->block.has_value());

        // A node drops what more than ten undone blocks held: its payer sends it again.
        const Json hex = node.rpc("getrawtransaction", Json::array({deposit[0].txid}));
        if (depth > 10) node.rpc("sendrawtransaction", Json::array({hex}));
        node.mine(1);
        const auto again = paid(newest(*source, filter), custody);
        ASSERT_EQ(again.size(), 1u);
        EXPECT_EQ(deposit_id(again[0]), deposit_id(deposit[0]));
        EXPECT_EQ(again[0], deposit[0]);
    }
}

TEST_F(UtxoLive, gives_a_replacement_that_pays_the_same_the_same_identity) {
    Litecoind node({"-walletrbf=1", "-mempoolreplacement=1"});
    const Network network = node.network();
    const auto source = *open_source(network);
    node.mine(110);
    const std::string custody = node.new_address("bech32");
    const Json coin = node.rpc("listunspent").at(0);
    const auto send = [&](const std::string& change) -> std::string {
        const Json spent = {
            {"txid", coin.at("txid")}, {"vout", coin.at("vout")}, {"sequence", 0xfffffffdu}};
        const Json raw = node.rpc(
            "createrawtransaction",
            Json::array({Json::array({spent}),
                         Json::array({{{custody, "3"}}, {{node.new_address(), change}}})}));
        const Json whole = node.rpc("signrawtransactionwithwallet", Json::array({raw}));
        return node.rpc("sendrawtransaction", Json::array({whole.at("hex")}));
    };
    const std::string txid = send("46.99");
    const auto first = source->transaction(txid);
    ASSERT_TRUE(first.has_value()) << first.error().message;
    EXPECT_FALSE(first->block.has_value());
    const std::string replacement = send("46.98");
    EXPECT_NE(replacement, txid);
    node.mine(1);
    const auto mined = paid(newest(*source, filter_of(network, {custody})), custody);
    ASSERT_EQ(mined.size(), 1u);
    EXPECT_EQ(mined[0].txid, replacement);
    EXPECT_EQ(deposit_id(mined[0]), deposit_id(first->transfers.at(0)));
    EXPECT_EQ(source->transaction(txid).error().code, Code::kNotFound);
}

TEST_F(UtxoLive, refuses_another_genesis_and_bad_credentials) {
    Litecoind node;
    Network network = node.network();
    network.genesis_hash = std::string(64, 'a');
    const auto checked = (*open_source(network))->check();
    ASSERT_FALSE(checked.has_value());
    EXPECT_EQ(checked.error().code, Code::kInvalid);
    EXPECT_NE(checked.error().message.find("another chain"), std::string::npos);
    network = node.network();
    network.endpoints = {"http://homing:wrong@" + node.url().substr(node.url().find('@') + 1)};
    network.retries = 0;
    const auto refused = (*open_source(network))->check();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().message.find("wrong"), std::string::npos);
    EXPECT_NE(refused.error().message.find("credentials"), std::string::npos)
        << refused.error().message;
    network.finality_rule = "finalized";
    EXPECT_EQ(open_source(network).error().code, Code::kInvalid);
}

// One chain under another's id: the id says how addresses read, the pinned hash says which chain.
TEST_F(UtxoLive, stands_in_for_another_network_and_without_rest) {
    Litecoind node({"-rest=0"});
    Network network = node.network();
    network.id = *NetworkId::parse("bip122:0f9188f13cb7b2c71f2a335e3a4fc328");
    const auto source = *open_source(network);
    ASSERT_TRUE(source->check().has_value());
    node.mine(101);
    const std::string custody = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";
    const std::string same_key = *format_address(network.id, *parse_address(network.id, custody));
    node.pay(same_key, "1");
    node.mine(1);
    const Block block = newest(*source, filter_of(network, {custody}));
    EXPECT_EQ(paid(block, same_key).size(), 1u);
}

TEST_F(UtxoLive, holds_a_second_node_against_the_first) {
    Litecoind one, two;
    Network network = one.network();
    network.endpoints.push_back(two.url());
    const auto source = *open_source(network);
    ASSERT_TRUE(source->check().has_value());
    EXPECT_EQ(source->block(0, CustodyFilter())->ref.hash, network.genesis_hash);
    one.mine(8);
    const auto lagging = source->block(1, CustodyFilter());
    EXPECT_EQ(lagging.error().code, Code::kUnavailable);
    two.mine(8);
    const auto split = source->block(1, CustodyFilter());
    ASSERT_FALSE(split.has_value());
    EXPECT_NE(split.error().message.find("disagree on block 1: its hash"), std::string::npos);
    EXPECT_NE(source->final_head().error().message.find("disagree on final block 2"),
              std::string::npos);
}

}  // namespace
}  // namespace homing
