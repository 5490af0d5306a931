#pragma once

// An EVM block as nodes send it, and two ways to find what it pays to us: our readers, and a plain
// nlohmann parse with a hash table of addresses.
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <random>
#include <unordered_set>

#include "chains/evm/address.h"
#include "chains/evm/assemble.h"
#include "chains/evm/readers.h"
#include "chains/walk.h"
#include "core/check.h"
#include "core/hex.h"

namespace homing::evm {

inline constexpr std::size_t kTransactions = 2000;
inline constexpr std::string_view kTransfer =
    "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

// A movement that touched custody, as both contenders state it.
struct Found {
    std::string txid, index;
    Address to{};
    Amount units;
    auto operator<=>(const Found&) const = default;
};

struct AddressHash {
    std::size_t operator()(const Address& address) const {
        std::size_t hash = 0;
        std::copy(address.begin(), address.begin() + sizeof hash,
                  reinterpret_cast<std::uint8_t*>(&hash));
        return hash;
    }
};
using AddressTable = std::unordered_set<Address, AddressHash>;

// One block as a node would send it, in the shapes of Ethereum main-network replies of 2023: four
// in ten pay coins, the rest call contracts with one to six logs, two in three of them token
// transfers.
class World {
  public:
    World(std::size_t keys, std::uint32_t seed) : random_(seed), filter_(keys) {
        table_.reserve(keys);
        ours_.reserve(100);
        for (std::size_t i = 0; i < keys; ++i) {
            const Address address = any<20>();
            if (ours_.size() < 100) ours_.push_back(address);
            table_.insert(address);
            filter_.add(to_fingerprint(address));
        }
    }

    void make_block() {
        block_hash_ = hex(any<32>());
        for (std::size_t i = 0; i < kTransactions; ++i) add_transaction(i);
        const std::string bloom = "0x" + std::string(512, '4');
        block =
            R"({"jsonrpc":"2.0","id":1,"result":{"baseFeePerGas":"0x7e7c21d4d","difficulty":"0x0",)"
            R"("extraData":"0x","gasLimit":"0x1c9c380","gasUsed":"0x8ae4cb","hash":")" +
            block_hash_ + R"(","logsBloom":")" + bloom +
            R"(","miner":"0x388c818ca8b9251b393131c08a736a67ccb19297","number":"0x1043600",)"
            R"("parentHash":")" +
            hex(any<32>()) + R"(","timestamp":"0x643abdab","transactions":[)" + txs_ +
            R"(],"uncles":[]}})";
        receipts = R"({"jsonrpc":"2.0","id":2,"result":[)" + receipts_ + "]}";
        traces = R"({"jsonrpc":"2.0","id":3,"result":[)" + traces_ + "]}";
    }

    const CustodyFilter& filter() const { return filter_; }
    const AddressTable& table() const { return table_; }

    std::string block, receipts, traces;

  private:
    template <std::size_t N>
    ByteArray<N> any() {
        ByteArray<N> bytes;
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_());
        return bytes;
    }
    static std::string hex(ByteView bytes) { return lower_0x(bytes); }
    std::string word(const Address& address) {
        return "0x" + std::string(24, '0') + to_hex(address);
    }
    // One in a hundred is ours.
    Address payee() { return random_() % 100 == 0 ? ours_[random_() % ours_.size()] : any<20>(); }

    std::string log(const std::string& tx, const std::string& position, bool transfer) {
        const std::string topic = transfer ? std::string(kTransfer) : hex(any<32>());
        return R"({"address":")" + hex(any<20>()) + R"(","topics":[")" + topic + R"(",")" +
               word(any<20>()) + R"(",")" + word(payee()) + R"("],"data":"0x)" +
               std::string(48, '0') + to_hex(any<8>()) +
               R"(","blockNumber":"0x1043600","transactionHash":")" + tx +
               R"(","transactionIndex":")" + position + R"(","blockHash":")" + block_hash_ +
               R"(","logIndex":")" + number(logs_++) + R"(","removed":false})";
    }

    static std::string number(std::uint64_t value) {
        char text[20];
        std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
        return text;
    }

    void add_transaction(std::size_t i) {
        const std::string tx = hex(any<32>());
        const std::string position = number(i);
        const std::string from = hex(any<20>());
        const bool pays = random_() % 10 < 4;
        const std::string to = hex(pays ? payee() : any<20>());
        const std::string value = pays ? number(random_() + 1ull) + "0000000" : "0x0";
        const std::string input =
            pays ? "0x" : "0x" + std::string(8 + 64 * (2 + random_() % 8), 'a');
        const std::string comma = i == 0 ? "" : ",";
        txs_ += comma + R"({"blockHash":")" + block_hash_ +
                R"(","blockNumber":"0x1043600","from":")" + from +
                R"(","gas":"0x16e360","gasPrice":"0xfd8cd0976","maxFeePerGas":"0xfd8cd0976",)"
                R"("maxPriorityFeePerGas":"0xfd8cd0976","hash":")" +
                tx + R"(","input":")" + input + R"(","nonce":")" + number(i) + R"(","to":")" + to +
                R"(","transactionIndex":")" + position + R"(","value":")" + value +
                R"(","type":"0x2","accessList":[],"chainId":"0x1","v":"0x0","r":")" +
                hex(any<32>()) + R"(","s":")" + hex(any<32>()) + R"("})";
        std::string logs;
        const std::size_t count = pays ? 0 : 1 + random_() % 6;
        for (std::size_t n = 0; n < count; ++n) {
            logs += (n == 0 ? "" : ",") + log(tx, position, random_() % 3 != 0);
        }
        receipts_ += comma + R"({"blockHash":")" + block_hash_ +
                     R"(","blockNumber":"0x1043600","contractAddress":null,)"
                     R"("cumulativeGasUsed":"0x1fcb6","effectiveGasPrice":"0xfd8cd0976","from":")" +
                     from + R"(","gasUsed":"0x1fcb6","logs":[)" + logs + R"(],"logsBloom":"0x)" +
                     std::string(512, '8') + R"(","status":"0x1","to":")" + to +
                     R"(","transactionHash":")" + tx + R"(","transactionIndex":")" + position +
                     R"(","type":"0x2"})";
        std::string calls;
        for (std::size_t n = 0; !pays && n < 4; ++n) {
            calls += (n == 0 ? "" : ",") + std::string(R"({"from":")") + to +
                     R"(","gas":"0x160cc2","gasUsed":"0x5208","to":")" + hex(payee()) +
                     R"(","input":"0x)" + std::string(136, 'b') + R"(","output":"0x","value":")" +
                     (n == 0 ? "0x5af3107a4000" : "0x0") + R"(","type":")" +
                     (n == 3 ? "DELEGATECALL" : "CALL") + R"("})";
        }
        traces_ += comma + R"({"txHash":")" + tx + R"(","result":{"from":")" + from +
                   R"(","gas":"0x167b30","gasUsed":"0x1fcb6","to":")" + to + R"(","input":")" +
                   input + R"(","output":"0x","calls":[)" + calls + R"(],"value":")" + value +
                   R"(","type":"CALL"}})";
    }

    std::mt19937 random_;
    CustodyFilter filter_;
    AddressTable table_;
    std::vector<Address> ours_;
    std::string block_hash_, txs_, receipts_, traces_;
    std::uint64_t logs_ = 0;
};

// The result inside of an envelope.
template <class Read>
void read_text(simdjson::ondemand::parser& parser, std::string& text, Read&& read) {
    static constexpr std::string_view kNames[] = {"jsonrpc", "id", "result"};
    ObjectShape shape(kNames);
    const auto walked = walk_document(parser, text, [&](Walk& walk, JsonNode root) {
        return walk.object(root, shape, [&](int member, JsonNode value) {
            return member == 2 ? read(walk, value) : walk.skip(value);
        });
    });
    CHECK(walked.has_value());
}

inline Block ours(simdjson::ondemand::parser& parser, World& world, const NetworkId& network,
                  bool traced) {
    Interest interest(world.filter());
    BlockReplies replies;
    std::optional<BlockFacts> block;
    std::optional<ReceiptFacts> receipts;
    read_text(parser, world.block,
              [&](Walk& walk, JsonNode node) { return read_block(walk, node, &block); });
    read_text(parser, world.receipts, [&](Walk& walk, JsonNode node) {
        return read_receipts(walk, node, network, interest, &receipts);
    });
    if (traced) {
        read_text(parser, world.traces, [&](Walk& walk, JsonNode node) {
            return read_call_trees(walk, node, interest, &replies.traces.emplace());
        });
    }
    replies.block = *std::move(block);
    replies.receipts = *std::move(receipts);
    CHECK(check_consistency(replies).has_value());
    Result<Block> read = assemble(network, replies, interest);
    CHECK(read.has_value());
    return *std::move(read);
}

// The plain way: a tree of the whole reply, then a look at each transaction and log.
inline std::vector<Found> plain(const World& world) {
    using nlohmann::json;
    std::vector<Found> found;
    const json block = json::parse(world.block);
    const json receipts = json::parse(world.receipts);
    const auto address = [](std::string_view text) {
        return *parse_hex_array<20>(text.substr(text.size() - 40));
    };
    const auto look = [&](const std::string& txid, std::string index, const std::string& from,
                          const std::string& to, const std::string& value) {
        const Amount units = *Amount::parse_hex_quantity(value);
        if (units.is_zero()) return;
        const Address payee = address(to);
        if (!world.table().contains(payee) && !world.table().contains(address(from))) return;
        found.push_back({txid, std::move(index), payee, units});
    };
    const json& txs = block.at("result").at("transactions");
    for (std::size_t i = 0; i < txs.size(); ++i) {
        const json& receipt = receipts.at("result").at(i);
        const std::string& txid = txs[i].at("hash").get_ref<const std::string&>();
        if (receipt.at("transactionHash") != txid || receipt.at("status") != "0x1") continue;
        look(txid, "tx", txs[i].at("from"), txs[i].at("to"), txs[i].at("value"));
        std::size_t ordinal = 0;
        for (const json& log : receipt.at("logs")) {
            const std::string index = "log:" + std::to_string(ordinal++);
            const json& topics = log.at("topics");
            const auto& data = log.at("data").get_ref<const std::string&>();
            if (topics.size() != 3 || topics[0] != kTransfer || data.size() != 66) continue;
            look(txid, index, topics[1], topics[2], data);
        }
    }
    return found;
}

// What the filter let through although it is nobody's is left to the book: the table stands for it.
inline std::vector<Found> settled(const Block& block, const World& world) {
    std::vector<Found> found;
    for (const Transfer& transfer : block.transfers) {
        const Address to = *from_fingerprint(transfer.recipient);
        if (!world.table().contains(to) &&
            !world.table().contains(*from_fingerprint(transfer.sender))) {
            continue;
        }
        found.push_back({transfer.txid, transfer.index, to, transfer.units});
    }
    return found;
}

}  // namespace homing::evm
