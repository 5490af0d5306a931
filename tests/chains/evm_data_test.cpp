// Every EVM file of the recorded data against its expected.json, which was derived from the bytes
// by code that is not ours.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "chains/evm/address.h"
#include "chains/evm/assemble.h"
#include "chains/evm/readers.h"
#include "tests/chains/support.h"

namespace homing::evm {
namespace {

using test::data_folder;
using test::read_file;
using test::walk_text;

// One movement, as both sides can say it.
struct Move {
    std::string txid, index, to, asset, units;
    auto operator<=>(const Move&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Move& move) {
    return out << move.txid << " " << move.index << " " << move.to << " " << move.asset << " "
               << move.units;
}

// What a file's facts demand: movements that count, that must be refused, and places without one.
struct Demands {
    std::set<Move> counted, refused;
    std::set<std::pair<std::string, std::string>> silent;
};

Demands demands_of(const Json& facts) {
    Demands demands;
    for (const Json& fact : facts) {
        const std::string verdict = fact.at("verdict");
        if (verdict.starts_with("block reward")) continue;
        Move move{fact.at("txid"), fact.at("index"), fact.at("to"), fact.at("asset"),
                  fact.at("units")};
        if (verdict.starts_with("success") || verdict.starts_with("unknown until")) {
            demands.counted.insert(move);
        } else if (verdict.starts_with("refused") && fact.value("stated", "0") != "0") {
            move.units = fact.at("stated");
            demands.refused.insert(move);
        } else {
            demands.silent.insert({move.txid, move.index});
        }
    }
    return demands;
}

void expect_equal(const std::set<Move>& have, const std::set<Move>& want, const char* what) {
    for (const Move& move : want) EXPECT_TRUE(have.contains(move)) << what << " missing: " << move;
    for (const Move& move : have) EXPECT_TRUE(want.contains(move)) << what << " extra: " << move;
}

class Case {
  public:
    Case(std::filesystem::path folder, const Json& entry, NetworkId network)
        : folder_(std::move(folder)), entry_(entry), network_(std::move(network)) {}

    void run() {
        SCOPED_TRACE(std::string(entry_.at("files")[0]));
        const Demands demands = demands_of(entry_.at("facts"));
        if (has("block.json") && has("receipts.json"))
            run_block(demands);
        else if (has("tx.json"))
            run_transaction(demands);
        else if (has("trace-block-"))
            run_trace(demands, read_flat_traces);
        else if (has("debug-trace-"))
            run_trace(demands, read_call_trees);
        else if (has("receipt-"))
            run_receipt(demands);
        else
            run_block_alone(demands);
    }

  private:
    bool has(const std::string& part) const { return !file(part).empty(); }
    std::string file(const std::string& part) const {
        for (const std::string name : entry_.at("files")) {
            if (name.find(part) != name.npos) return name;
        }
        return {};
    }
    template <class Reader>
    void read(const std::string& part, Reader&& reader) {
        const auto walked = walk_text(read_file(folder_ / file(part)), reader);
        ASSERT_TRUE(walked.has_value()) << walked.error().message;
    }

    void run_block(const Demands& demands) {
        BlockReplies replies;
        std::optional<BlockFacts> block;
        std::optional<ReceiptFacts> receipts;
        read("block.json", [&](Walk& w, JsonNode n) { return read_block(w, n, &block); });
        read("receipts.json", [&](Walk& w, JsonNode n) {
            return read_receipts(w, n, network_, everything_, &receipts);
        });
        read("traces.json", [&](Walk& w, JsonNode n) {
            return read_call_trees(w, n, everything_, &replies.traces.emplace());
        });
        ASSERT_TRUE(block && receipts);
        replies.block = *block;
        replies.receipts = *receipts;
        compare(replies, demands);
    }

    void run_transaction(const Demands& demands) {
        BlockReplies replies;
        std::optional<Tx> tx;
        bool found = false;
        read("tx.json", [&](Walk& w, JsonNode n) { return read_tx(w, n, &tx); });
        read("receipt.json", [&](Walk& w, JsonNode n) {
            return read_receipt(w, n, network_, everything_, &replies.receipts, &found);
        });
        ASSERT_TRUE(tx && found);
        if (entry_.at("checked") == "signature blanked by the source") {  // and its inclusion
            tx->block_hash = replies.receipts.receipts[0].block_hash;
            tx->block_number = replies.receipts.receipts[0].block_number;
            tx->position = replies.receipts.receipts[0].position;
        }
        replies.block.header = {tx->block_number, *tx->block_hash, {}, 0};
        replies.block.txs = {*tx};
        compare(replies, demands);
    }

    void compare(const BlockReplies& replies, const Demands& demands) {
        const auto consistent = check_consistency(replies);
        ASSERT_TRUE(consistent.has_value()) << consistent.error().message;
        const Result<Block> block = assemble(network_, replies, everything_);
        ASSERT_TRUE(block.has_value()) << block.error().message;
        EXPECT_EQ(block->transactions, replies.block.txs.size());
        std::set<Move> counted, refused;
        for (const Transfer& transfer : block->transfers) {
            const Move move = to_move(transfer, replies);
            EXPECT_FALSE(demands.silent.contains({move.txid, move.index})) << move;
            (transfer.refused_by.empty() ? counted : refused).insert(move);
        }
        EXPECT_EQ(counted.size() + refused.size(), block->transfers.size()) << "a key came twice";
        EXPECT_EQ(block->transfers_seen, counted.size());
        expect_equal(counted, demands.counted, "counted");
        expect_equal(refused, demands.refused, "refused");
        checked += demands.counted.size() + demands.refused.size() + demands.silent.size();
    }

    // expected.json numbers logs within the block.
    Move to_move(const Transfer& transfer, const BlockReplies& replies) const {
        const std::string prefix = network_.str() + "/erc20:";
        const bool token = transfer.asset.str().starts_with(prefix);
        std::string index = transfer.index;
        for (const TokenMove& log : replies.receipts.moves) {
            if (token && lower_0x(replies.block.txs[log.tx].hash) == transfer.txid &&
                "log:" + std::to_string(log.ordinal) == transfer.index) {
                index = "log:" + std::to_string(log.log_index);
            }
        }
        std::string to = transfer.recipient_address;
        std::transform(to.begin(), to.end(), to.begin(),
                       [](char c) { return char(std::tolower(c)); });
        return {transfer.txid, index, to,
                token ? transfer.asset.str().substr(prefix.size()) : "native",
                transfer.units.to_string()};
    }

    template <class Reader>
    void run_trace(const Demands& demands, Reader&& reader) {
        TraceFacts traces;
        read("trace-", [&](Walk& w, JsonNode n) { return reader(w, n, everything_, &traces); });
        std::set<Move> counted, refused;
        const auto name = [&](std::size_t tx) {
            const auto& hash = traces.roots[tx].tx;
            return hash ? lower_0x(*hash) : "#" + std::to_string(tx);
        };
        for (std::size_t i = 0; i < traces.roots.size(); ++i) {
            const RootFrame& root = traces.roots[i];
            if (root.value.is_zero() || !root.to || *root.to == root.from) continue;
            (root.failed ? refused : counted)
                .insert({name(i), "tx", lower_0x(*root.to), "native", root.value.to_string()});
        }
        for (const CallMove& move : traces.moves) {
            (move.failed ? refused : counted)
                .insert({name(move.tx), "call:" + move.path, lower_0x(move.to), "native",
                         move.value.to_string()});
        }
        expect_equal(counted, demands.counted, "counted");
        expect_equal(refused, demands.refused, "refused");
        checked += counted.size() + refused.size();
    }

    void run_receipt(const Demands& demands) {
        ReceiptFacts facts;
        bool found = false;
        read("receipt-", [&](Walk& w, JsonNode n) {
            return read_receipt(w, n, network_, everything_, &facts, &found);
        });
        EXPECT_TRUE(found);
        EXPECT_EQ(facts.moves.size(), demands.counted.size());
    }

    void run_block_alone(const Demands& demands) {
        std::optional<BlockFacts> block;
        read("block-", [&](Walk& w, JsonNode n) { return read_block(w, n, &block); });
        ASSERT_TRUE(block.has_value());
        std::set<Move> stated;
        for (const Tx& tx : block->txs) {
            if (tx.value.is_zero() || !tx.to) continue;
            stated.insert(
                {lower_0x(tx.hash), "tx", lower_0x(*tx.to), "native", tx.value.to_string()});
        }
        expect_equal(stated, demands.counted, "stated");
        checked += stated.size();
    }

    std::filesystem::path folder_;
    const Json& entry_;
    NetworkId network_;
    Interest everything_;

  public:
    static inline std::size_t checked = 0;
};

TEST(EvmData, every_recorded_file_reads_as_expected) {
    const auto data = data_folder();
    if (data.empty()) GTEST_SKIP() << "no real chain data";
    std::set<std::string> covered;
    for (const std::string folder : {"ethereum", "evm"}) {
        const Json entries = Json::parse(read_file(data / folder / "expected.json"));
        for (const Json& entry : entries) {
            const std::string what = entry.at("what");
            const bool polygon = std::string(entry.at("files")[0]).starts_with("polygon");
            const auto network = NetworkId::parse(polygon ? "eip155:137" : "eip155:1");
            Case(data / folder, entry, *network).run();
            for (const std::string name : entry.at("files")) covered.insert(folder + "/" + name);
        }
        for (const auto& file : std::filesystem::directory_iterator(data / folder)) {
            const std::string name = folder + "/" + file.path().filename().string();
            EXPECT_TRUE(covered.contains(name) || name.ends_with("expected.json")) << name;
        }
    }
    std::cout << covered.size() << " files, " << Case::checked << " facts\n";
    EXPECT_GE(Case::checked, 400u);
}

// Both kinds of trace of one block say the same, but for the selfdestruct that the older call
// tracer did not report.
TEST(EvmData, both_decoders_of_traces_agree) {
    const auto data = data_folder();
    if (data.empty()) GTEST_SKIP() << "no real chain data";
    for (const std::string block : {"1000690-create", "1000895-error", "1000000-subtraces"}) {
        SCOPED_TRACE(block);
        Interest everything;
        TraceFacts calls, flat;
        const auto path = data / "ethereum";
        ASSERT_TRUE(
            walk_text(read_file(path / ("debug-trace-" + block + ".json")), [&](Walk& w,
                                                                                JsonNode n) {
                return read_call_trees(w, n, everything, &calls);
            }).has_value());
        ASSERT_TRUE(
            walk_text(read_file(path / ("trace-block-" + block + ".json")), [&](Walk& w,
                                                                                JsonNode n) {
                return read_flat_traces(w, n, everything, &flat);
            }).has_value());
        ASSERT_EQ(calls.roots.size(), flat.roots.size());
        for (std::size_t i = 0; i < calls.roots.size(); ++i) {
            EXPECT_EQ(calls.roots[i].from, flat.roots[i].from);
            EXPECT_EQ(calls.roots[i].to, flat.roots[i].to);
            EXPECT_EQ(calls.roots[i].value, flat.roots[i].value);
            EXPECT_EQ(calls.roots[i].failed, flat.roots[i].failed);
        }
        EXPECT_EQ(calls.moves.size(), flat.moves.size());
    }
}

}  // namespace
}  // namespace homing::evm
