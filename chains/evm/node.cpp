#include "chains/evm/node.h"

#include <charconv>

#include "chains/evm/address.h"
#include "chains/evm/readers.h"
#include "chains/walk.h"
#include "core/hex.h"

namespace homing::evm {
namespace {

std::string hex_number(std::uint64_t number) {
    char digits[16];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), number, 16).ptr;
    return "0x" + std::string(std::begin(digits), end);
}

std::string in_quotes(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

// Coins and token balances: QUANTITY from eth_getBalance, one 32-byte word from eth_call.
bool read_word(Walk& walk, JsonNode node, Amount* out) {
    Hash32 word;
    if (!walk.data(node, &word)) return walk.fail("no 32-byte balance: is it a token?");
    const Result<Amount> units = Amount::from_big_endian(word);
    *out = *units;
    return true;
}

}  // namespace

Result<void> Node::ask(const std::string& method, const std::string& params,
                       const ReplyReader& read) {
    Result<std::string> text = rpc_.call(method, params, read);
    if (!text) return text.error();
    keep(method, *std::move(text));
    return {};
}

void Node::keep(const std::string& method, std::string text) {
    replies_.push_back({name(), method, std::move(text), {}});
}

Result<void> Node::check() {
    for (auto step : {&Node::check_chain_id, &Node::check_genesis, &Node::check_synced}) {
        if (auto good = (this->*step)(); !good) return good;
    }
    return {};
}

Result<void> Node::check_chain_id() {
    std::uint64_t chain_id = 0;
    const auto asked = ask("eth_chainId", "[]", [&](Walk& walk, JsonNode node) {
        return walk.quantity(node, &chain_id);
    });
    if (!asked) return asked;
    if (std::to_string(chain_id) == network_.id.reference()) return {};
    return invalid(name() + " is chain " + std::to_string(chain_id) + ", not " + network_.id.str() +
                   "; check the endpoint");
}

Result<void> Node::check_genesis() {
    const auto genesis = header(0);
    if (!genesis) return genesis.error();
    if (!*genesis) return unavailable(name() + " does not have block 0");
    const std::string hash = lower_0x((*genesis)->hash);
    if (hash == network_.genesis_hash) return {};
    return invalid(name() + " has genesis " + hash + ", pinned is " + network_.genesis_hash +
                   ": another chain");
}

Result<void> Node::check_synced() {
    bool syncing = false;
    const auto asked = ask("eth_syncing", "[]", [&](Walk& walk, JsonNode node) {
        syncing = true;
        return walk.kind(node) == '{' ? walk.skip(node) : walk.boolean(node, &syncing);
    });
    if (!asked) return asked.error().code == Code::kNotFound ? Result<void>() : asked;
    if (syncing) return unavailable(name() + " is still syncing");
    return {};
}

Result<std::optional<Header>> Node::header(std::uint64_t height) {
    Result<std::optional<Header>> found = header(hex_number(height));
    if (found && *found && (*found)->number != height) {
        return invalid(name() + " answers block " + std::to_string((*found)->number) +
                       " when asked for " + std::to_string(height));
    }
    return found;
}

Result<std::optional<Header>> Node::header(const std::string& tag) {
    std::optional<BlockFacts> block;
    const auto asked =
        ask("eth_getBlockByNumber", "[" + in_quotes(tag) + ",false]",
            [&](Walk& walk, JsonNode node) { return read_block(walk, node, &block); });
    if (!asked) return asked.error();
    if (!block) return std::optional<Header>();
    return std::optional(block->header);
}

Result<std::optional<Block>> Node::block(std::uint64_t height, const CustodyFilter& filter) {
    std::optional<BlockFacts> facts;
    const std::string number = hex_number(height);
    const auto asked =
        ask("eth_getBlockByNumber", "[" + in_quotes(number) + ",true]",
            [&](Walk& walk, JsonNode node) { return read_block(walk, node, &facts); });
    if (!asked) return asked.error();
    if (!facts) return std::optional<Block>();
    const std::string where = name() + " block " + std::to_string(height);
    if (facts->header.number != height) {
        return invalid(where + ": it answers block " + std::to_string(facts->header.number));
    }
    Interest interest(filter);
    BlockReplies replies;
    replies.block = *std::move(facts);
    auto read_receipts = receipts(replies.block, interest);
    if (!read_receipts) return read_receipts.error();
    replies.receipts = *std::move(read_receipts);
    auto read_traces =
        traces("debug_traceBlockByNumber", "trace_block", in_quotes(number), interest);
    if (!read_traces) return read_traces.error();
    replies.traces = *std::move(read_traces);
    if (auto good = check_consistency(replies); !good) {
        // A block replaced between two questions contradicts itself through nobody's fault.
        const auto now = header(height);
        if (now && (!*now || (*now)->hash != replies.block.header.hash)) {
            return unavailable(where + ": it was replaced while it was read");
        }
        return within(where, good.error());
    }
    Result<Block> block = assemble(network_.id, replies, interest);
    if (!block) return within(where, block.error());
    return std::optional(*std::move(block));
}

Result<ReceiptFacts> Node::receipts(const BlockFacts& block, Interest& interest) {
    if (block.txs.empty()) return ReceiptFacts();
    std::optional<ReceiptFacts> facts;
    if (block_receipts_) {
        const auto asked =
            ask("eth_getBlockReceipts", "[" + in_quotes(hex_number(block.header.number)) + "]",
                [&](Walk& walk, JsonNode node) {
                    return read_receipts(walk, node, network_.id, interest, &facts);
                });
        if (asked && facts) return *std::move(facts);
        if (asked) {
            return unavailable(name() + " has block " + std::to_string(block.header.number) +
                               ", but not yet its receipts");
        }
        if (asked.error().code != Code::kNotFound) return asked.error();
        block_receipts_ = false;
    }
    return receipts_one_by_one(block, interest);
}

Result<ReceiptFacts> Node::receipts_one_by_one(const BlockFacts& block, Interest& interest) {
    constexpr std::size_t kBatch = 100;
    ReceiptFacts facts;
    for (std::size_t first = 0; first < block.txs.size(); first += kBatch) {
        std::vector<std::string> params;
        for (std::size_t i = first; i < std::min(first + kBatch, block.txs.size()); ++i) {
            params.push_back("[" + in_quotes(lower_0x(block.txs[i].hash)) + "]");
        }
        const ReceiptFacts before = facts;
        std::size_t answered = 0;
        bool all_found = true;
        const auto read = [&](Walk& walk, JsonNode node) {
            if (answered == params.size()) {  // asked again: start anew
                facts = before;
                answered = 0;
                all_found = true;
            }
            ++answered;
            bool found = false;
            if (!read_receipt(walk, node, network_.id, interest, &facts, &found)) {
                answered = params.size();
                return false;
            }
            all_found = all_found && found;
            return true;
        };
        Result<std::string> text = rpc_.batch("eth_getTransactionReceipt", params, read);
        if (!text) return text.error();
        if (!all_found) {
            return unavailable(name() + " has block " + std::to_string(block.header.number) +
                               ", but not yet all of its receipts");
        }
        keep("eth_getTransactionReceipt", *std::move(text));
    }
    return facts;
}

Result<std::optional<TraceFacts>> Node::traces(const std::string& calls_method,
                                               const std::string& flat_method,
                                               const std::string& subject, Interest& interest) {
    if (!network_.traces) trace_method_ = TraceMethod::kNone;
    const bool one_tx = calls_method == "debug_traceTransaction";
    if (trace_method_ == TraceMethod::kUnknown || trace_method_ == TraceMethod::kCallTracer) {
        TraceFacts facts;
        const auto asked = ask(calls_method, "[" + subject + R"(,{"tracer":"callTracer"}])",
                               [&](Walk& walk, JsonNode node) {
                                   return one_tx ? read_call_tree(walk, node, interest, &facts)
                                                 : read_call_trees(walk, node, interest, &facts);
                               });
        if (asked) trace_method_ = TraceMethod::kCallTracer;
        if (asked) return std::optional(std::move(facts));
        const bool missing = asked.error().code == Code::kNotFound;
        if (!missing || trace_method_ == TraceMethod::kCallTracer) return asked.error();
    }
    if (trace_method_ == TraceMethod::kUnknown || trace_method_ == TraceMethod::kFlat) {
        TraceFacts facts;
        const auto asked = ask(flat_method, "[" + subject + "]", [&](Walk& walk, JsonNode node) {
            return read_flat_traces(walk, node, interest, &facts);
        });
        if (asked) trace_method_ = TraceMethod::kFlat;
        if (asked) return std::optional(std::move(facts));
        const bool missing = asked.error().code == Code::kNotFound;
        if (!missing || trace_method_ == TraceMethod::kFlat) return asked.error();
    }
    trace_method_ = TraceMethod::kNone;
    return std::optional<TraceFacts>();
}

Result<std::optional<TransactionView>> Node::transaction(const Hash32& txid) {
    const std::string hash = lower_0x(txid);
    const std::string where = name() + " transaction " + hash;
    std::optional<Tx> tx;
    const auto asked = ask("eth_getTransactionByHash", "[" + in_quotes(hash) + "]",
                           [&](Walk& walk, JsonNode node) { return read_tx(walk, node, &tx); });
    if (!asked) return asked.error();
    if (!tx) return std::optional<TransactionView>();
    if (tx->hash != txid) return invalid(where + ": it answers another one");
    TransactionView view;
    view.txid = hash;
    if (!tx->block_hash) return std::optional(std::move(view));

    const auto included = header(tx->block_number);
    if (!included) return included.error();
    if (!*included || (*included)->hash != *tx->block_hash) {
        return unavailable(where + ": its block is being replaced");
    }
    Interest everything;
    BlockReplies replies;
    replies.block = {**included, {*tx}};
    bool found = false;
    const auto got = ask(
        "eth_getTransactionReceipt", "[" + in_quotes(hash) + "]", [&](Walk& walk, JsonNode node) {
            replies.receipts = {};
            return read_receipt(walk, node, network_.id, everything, &replies.receipts, &found);
        });
    if (!got) return got.error();
    if (!found) return unavailable(where + ": it is in a block, but has no receipt yet");
    auto read_traces =
        traces("debug_traceTransaction", "trace_transaction", in_quotes(hash), everything);
    if (!read_traces) return read_traces.error();
    replies.traces = *std::move(read_traces);
    if (auto good = check_consistency(replies); !good) return within(where, good.error());
    Result<Block> block = assemble(network_.id, replies, everything);
    if (!block) return within(where, block.error());
    view.succeeded = replies.receipts.receipts[0].outcome == Outcome::kSucceeded;
    view.block = block->ref;
    view.transfers = std::move(block->transfers);
    return std::optional(std::move(view));
}

Result<Amount> Node::read_balance(const std::optional<Address>& token, const Address& address,
                                  const std::string& block_json) {
    Amount units;
    const std::string holder = lower_0x(address);
    // balanceOf(address): the first four bytes of the signature's Keccak-256, and one padded word.
    const std::string call = token ? R"({"to":")" + lower_0x(*token) + R"(","data":"0x70a08231)" +
                                         std::string(24, '0') + holder.substr(2) + R"("})"
                                   : in_quotes(holder);
    const auto asked =
        ask(token ? "eth_call" : "eth_getBalance", "[" + call + "," + block_json + "]",
            [&](Walk& walk, JsonNode node) {
                return token ? read_word(walk, node, &units) : walk.quantity(node, &units);
            });
    if (!asked) return asked.error();
    return units;
}

Result<Amount> Node::balance(const std::optional<Address>& token, const Address& address,
                             const BlockRef& at) {
    // EIP-1898; a node without it is asked by height, which says the same while the hash stands.
    Result<Amount> units = read_balance(
        token, address, R"({"blockHash":")" + at.hash + R"(","requireCanonical":true})");
    if (units || units.error().code != Code::kInvalid) return units;
    units = read_balance(token, address, in_quotes(hex_number(at.height)));
    if (!units) return units;
    const auto standing = header(at.height);
    if (!standing) return standing.error();
    if (!*standing || lower_0x((*standing)->hash) != at.hash) {
        return unavailable(name() + " no longer has block " + at.hash);
    }
    return units;
}

}  // namespace homing::evm
