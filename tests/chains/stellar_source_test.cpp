// Horizon's replies through the source: SDK-signed ledgers by replay, recorded files, and lies.
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "chains/source.h"
#include "chains/stellar/assemble.h"
#include "chains/stellar/readers.h"
#include "tests/chains/support.h"

namespace homing::stellar {
namespace {

namespace fs = std::filesystem;
using test::data_folder;
using test::read_file;
using test::walk_text;

const NetworkId kTestnet = *NetworkId::parse("stellar:testnet");
const fs::path kFolder = fs::path(HOMING_ROOT) / "fixtures/nodes/stellar";
const std::string kCustody = "GAHTMBEV3YIUWMBRYAJJ4Y26K65JU2UQ6PCWACIXEBN55ACYWDBZXVMR";

Json recorded(const std::string& name) {
    return Json::parse(read_file(kFolder / "ledgers" / name));
}

Network network_of(std::vector<std::string> endpoints) {
    Network network;
    network.id = kTestnet;
    network.genesis_hash = recorded("GET.ledgers.1.json").at("hash");
    network.endpoints = std::move(endpoints);
    network.finality_rule = "finalized";
    return network;
}

std::string replay() {
    return "replay:" + (kFolder / "ledgers").string();
}

CustodyFilter custody() {
    CustodyFilter filter;
    filter.add(*parse_address(kTestnet, kCustody));
    return filter;
}

TEST(StellarSource, reads_sdk_signed_ledgers_as_the_sdk_does) {
    const auto source = *open_source(network_of({replay(), replay()}));
    ASSERT_TRUE(source->check().has_value()) << source->check().error().message;
    EXPECT_EQ(source->head()->height, 3u);
    EXPECT_EQ(*source->final_head(), *source->head());
    std::map<std::pair<std::string, std::string>, Json> wanted;
    for (const Json& one : Json::parse(read_file(kFolder / "transfers.json"))) {
        wanted[{one.at("txid"), one.at("index")}] = one;
    }
    std::string parent = std::string(64, '0');
    for (std::uint64_t height = 1; height <= 3; ++height) {
        const auto block = source->block(height, custody());
        ASSERT_TRUE(block.has_value()) << block.error().message;
        EXPECT_EQ(block->parent_hash, parent);
        parent = block->ref.hash;
        for (const Transfer& transfer : block->transfers) {
            const auto at = wanted.find({transfer.txid, transfer.index});
            ASSERT_NE(at, wanted.end()) << transfer.txid << " " << transfer.index;
            const Json& one = at->second;
            SCOPED_TRACE(one.dump());
            EXPECT_EQ(one.at("ledger"), height);
            EXPECT_EQ(one.at("to").get<std::string>(), transfer.recipient_address);
            EXPECT_EQ(one.at("from").get<std::string>(), transfer.sender_address);
            EXPECT_EQ(one.at("units").get<std::string>(), transfer.units.to_string());
            const std::string asset = one.at("asset");
            EXPECT_EQ(transfer.asset.str(),
                      "stellar:testnet/" + (asset == "native" ? "slip44:148" : "asset:" + asset));
            EXPECT_EQ(one.at("memo"), transfer.memo ? Json(*transfer.memo) : Json());
            EXPECT_EQ(one.at("other_memos"), Json(transfer.other_memos));
            EXPECT_EQ(one.at("refused_by").get<std::string>(), transfer.refused_by);
            wanted.erase(at);
        }
    }
    EXPECT_TRUE(wanted.empty()) << wanted.size() << " were not read";
    EXPECT_EQ(source->block(4, custody()).error().code, Code::kNotFound);
    EXPECT_FALSE(source->take_replies().empty());
}

TEST(StellarSource, shows_a_failed_transaction_and_refuses_it) {
    const auto source = *open_source(network_of({replay()}));
    const auto view =
        source->transaction("89f3663115bccc463fc3732b5ea616c0982163f336ae2915a696af1e9451b06a");
    ASSERT_TRUE(view.has_value()) << view.error().message;
    EXPECT_FALSE(view->succeeded);
    ASSERT_EQ(view->transfers.size(), 1u);
    EXPECT_EQ(view->transfers[0].refused_by, "L1");
    EXPECT_EQ(source->transaction(std::string(64, '0')).error().code, Code::kNotFound);
    EXPECT_EQ(source->transaction("nonsense").error().code, Code::kInvalid);
}

// A copy of the recorded folder with one file's text changed.
class Lie {
  public:
    Lie(const std::string& file, const std::string& from, const std::string& to) {
        std::string pattern = (fs::temp_directory_path() / "homing-XXXXXX").string();
        EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        fs::copy(kFolder / "ledgers", folder_);
        std::string text = read_file(folder_ / file);
        const std::size_t at = text.find(from);
        EXPECT_NE(at, text.npos) << from;
        std::ofstream(folder_ / file) << text.replace(at, from.size(), to);
    }
    ~Lie() { fs::remove_all(folder_); }
    Lie(const Lie&) = delete;
    Lie& operator=(const Lie&) = delete;
    std::string endpoint() const { return "replay:" + folder_.string(); }

  private:
    fs::path folder_;
};

const std::string kOperations =
    "GET.ledgers.2.operations.join.transactions.limit.200.order.asc.json";

TEST(StellarSource, refuses_replies_that_contradict_themselves) {
    const std::tuple<std::string, std::string, std::string, std::string> rows[] = {
        {kOperations, "\"1.5000000\"", "\"1.50000001\"", "seven decimals"},
        {kOperations, "\"1.5000000\"", "\"-1.5000000\"", "not an amount"},
        {kOperations, "\"1.5000000\"", "1.5", "not an amount"},
        {kOperations, "\"transaction_successful\": true", "\"transaction_successful\": false",
         "disagree"},
        {kOperations, "\"ledger\": 2", "\"ledger\": 3", "another ledger"},
        {kOperations, "\"memo_type\": \"none\"", "\"memo_type\": \"tag\"", "memo_type"},
        {kOperations, "\"to_muxed_id\": \"7\"", "\"to_muxed_id\": \"-7\"", "whole number"},
        {kOperations, kCustody, "CA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUWDA",
         "no Stellar account"},
        {kOperations, "\"type\": \"payment\"", "\"type\": \"payment\", \"type\": \"payment\"",
         "comes twice"},
        {"GET.ledgers.2.json", "\"operation_count\": 12", "\"operation_count\": 1", "it states"},
        {"GET.ledgers.2.json", "\"sequence\": 2", "\"sequence\": 3", "answers ledger 3"},
        {"GET.ledgers.2.json", "\"hash\": \"", "\"hash\": \"x", "64 hex digits"}};
    for (const auto& [file, from, to, says] : rows) {
        const Lie lie(file, from, to);
        const auto block = (*open_source(network_of({lie.endpoint()})))->block(2, custody());
        ASSERT_FALSE(block.has_value()) << says;
        EXPECT_EQ(block.error().code, Code::kInvalid) << block.error().message;
        EXPECT_NE(block.error().message.find(says), std::string::npos) << block.error().message;
        EXPECT_NE(block.error().message.find("stellar:testnet#0"), std::string::npos);
    }
}

TEST(StellarSource, waits_when_a_ledger_is_not_whole_or_nodes_disagree) {
    const Lie fewer("GET.ledgers.2.json", "\"operation_count\": 12", "\"operation_count\": 13");
    const auto part = (*open_source(network_of({fewer.endpoint()})))->block(2, custody());
    ASSERT_FALSE(part.has_value());
    EXPECT_EQ(part.error().code, Code::kUnavailable);
    const Lie amount(kOperations, "\"1.5000000\"", "\"9.5000000\"");
    const auto two = (*open_source(network_of({replay(), amount.endpoint()})))->block(2, custody());
    ASSERT_FALSE(two.has_value());
    EXPECT_EQ(two.error().code, Code::kUnavailable);
    EXPECT_NE(two.error().message.find("disagree on ledger 2"), std::string::npos);
}

TEST(StellarSource, refuses_another_chain) {
    Network network = network_of({replay()});
    network.genesis_hash = std::string(64, 'a');
    EXPECT_EQ((*open_source(network))->check().error().code, Code::kInvalid);
    network = network_of({replay()});
    network.id = *NetworkId::parse("stellar:pubnet");
    EXPECT_NE((*open_source(network))->check().error().message.find("passphrase"),
              std::string::npos);
    network.genesis_hash = "0x00";
    EXPECT_FALSE(open_source(network).has_value());
}

TEST(StellarUnits, are_read_from_text) {
    const std::pair<std::string, std::string> rows[] = {
        {"0.0000000", "0"},
        {"0.0000001", "1"},
        {"1", "10000000"},
        {"922337203685.4775807", "9223372036854775807"}};
    for (const auto& [text, units] : rows) EXPECT_EQ(parse_units(text)->to_string(), units);
    for (const std::string text : {"", ".", "1.", ".5", "-1", "+1", "1e3", "01", "1.00000000",
                                   "922337203685.4775808", "1 ", "0x1"}) {
        EXPECT_FALSE(parse_units(text).has_value()) << text;
    }
}

TEST(StellarData, every_recorded_file_reads_as_expected) {
    const auto data = data_folder();
    if (data.empty()) GTEST_SKIP() << "no real chain data";
    std::size_t checked = 0;
    for (const Json& entry : Json::parse(read_file(data / "stellar/expected.json"))) {
        const std::string file = entry.at("files")[0];
        SCOPED_TRACE(file);
        const std::string text = read_file(data / "stellar" / file);
        const Json& facts = entry.at("facts");
        if (file.starts_with("tx-")) {  // their operations are another reply
            TransactionFacts tx;
            const auto walked =
                walk_text(text, [&](Walk& w, JsonNode n) { return read_transaction(w, n, &tx); });
            ASSERT_TRUE(walked.has_value()) << walked.error().message;
            EXPECT_EQ(tx.hash, facts[0].at("txid").get<std::string>());
            EXPECT_TRUE(tx.successful);
            const Json& memo = facts[0].at("memo");
            EXPECT_EQ(tx.memo.has_value(), memo.at("type") != "none");
            if (tx.memo) {
                EXPECT_EQ(memo.at("value").get<std::string>(), tx.memo->value);
            }
            ++checked;
            continue;
        }
        if (file.starts_with("corpus-")) {  // trimmed records are not believed
            const auto walked = walk_text(text, [&](Walk& w, JsonNode n) {
                TransactionFacts tx;
                return read_transaction(w, n, &tx);
            });
            EXPECT_FALSE(walked.has_value());
            checked += facts.size();
            continue;
        }
        std::vector<OperationFacts> operations;
        const auto walked = walk_text(text, [&](Walk& w, JsonNode n) {
            if (file.starts_with("op-")) {
                return read_operation(w, n, false, &operations.emplace_back());
            }
            return read_operations(w, n, false, &operations);
        });
        ASSERT_TRUE(walked.has_value()) << walked.error().message;
        ASSERT_EQ(operations.size(), facts.size());
        for (std::size_t i = 0; i < facts.size(); ++i) {
            const Json& fact = facts[i];
            const OperationFacts& one = operations[i];
            EXPECT_EQ(one.txid, fact.at("txid").get<std::string>());
            ++checked;
            if (one.kind == OperationKind::kClawback) {
                EXPECT_EQ(to_transfer(kTestnet, one)->value().refused_by, "L3");
                continue;
            }
            EXPECT_EQ(format_account(*one.to), fact.at("to").get<std::string>());
            if (needs_effects(one)) continue;
            EXPECT_EQ(one.units.to_string(), fact.at("units").get<std::string>());
            std::string asset = fact.at("asset");
            if (const std::size_t dot = asset.find('.'); dot != asset.npos) asset[dot] = '-';
            EXPECT_EQ(one.asset, asset);
            EXPECT_EQ(std::to_string(one.id), fact.at("index").get<std::string>());
            // A path payment to oneself converts: no transfer, though the file counts it.
            EXPECT_EQ(to_transfer(kTestnet, one)->has_value(), one.from->key != one.to->key);
        }
    }
    EXPECT_EQ(checked, 85u);
}

}  // namespace
}  // namespace homing::stellar
