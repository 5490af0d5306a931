#include "chains/evm/assemble.h"

#include <algorithm>

#include "chains/evm/address.h"
#include "chains/evm/rules.h"

namespace homing::evm {
namespace {

Error contradiction(const Tx& tx, const std::string& what) {
    return invalid("transaction " + lower_0x(tx.hash) + ": " + what);
}

Result<void> check_receipt(const Header& header, const Tx& tx, std::size_t at,
                           const Receipt& receipt) {
    if (receipt.tx != tx.hash) return contradiction(tx, "its receipt is another transaction's");
    if (receipt.position != at) return contradiction(tx, "its receipt states another position");
    if (receipt.block_hash != header.hash || receipt.block_number != header.number) {
        return contradiction(tx, "its receipt is of another block");
    }
    if (!tx.to && receipt.outcome == Outcome::kSucceeded && !receipt.created) {
        return contradiction(tx, "it created a contract, but its receipt names none");
    }
    return {};
}

// Rollups' system transactions mint and relay: their root frame need not repeat the transaction.
Result<void> check_root(const Tx& tx, const Receipt& receipt, const RootFrame& root) {
    if (root.tx && *root.tx != tx.hash) return contradiction(tx, "its trace is another one's");
    if (!is_ordinary(tx)) return {};
    if (root.from != tx.from || (tx.to && root.to != tx.to) || root.value != tx.value) {
        return contradiction(tx, "its trace states another sender, recipient or value");
    }
    if (receipt.outcome != Outcome::kUnstated &&
        root.failed != (receipt.outcome == Outcome::kFailed)) {
        return contradiction(tx, "its trace and its receipt disagree on whether it failed");
    }
    return {};
}

Result<void> check_unique(const std::vector<Tx>& txs) {
    std::vector<const Tx*> order(txs.size());
    std::transform(txs.begin(), txs.end(), order.begin(), [](const Tx& tx) { return &tx; });
    std::sort(order.begin(), order.end(),
              [](const Tx* a, const Tx* b) { return a->hash < b->hash; });
    const auto twice = std::adjacent_find(order.begin(), order.end(),
                                          [](auto* a, auto* b) { return a->hash == b->hash; });
    if (twice != order.end()) return contradiction(**twice, "it is in the block twice");
    std::erase_if(order, [](const Tx* tx) { return !is_ordinary(*tx); });
    std::sort(order.begin(), order.end(), [](const Tx* a, const Tx* b) {
        return std::tie(a->nonce, a->from) < std::tie(b->nonce, b->from);
    });
    const auto rival = std::adjacent_find(order.begin(), order.end(), [](auto* a, auto* b) {
        return a->nonce == b->nonce && a->from == b->from;
    });
    if (rival != order.end()) {
        return contradiction(**rival, "another of its sender and nonce is in the block (E11)");
    }
    return {};
}

std::string counts(std::size_t have, std::size_t want, const char* what) {
    return std::to_string(have) + " " + what + " for a block of " + std::to_string(want) +
           " transactions";
}

// Where a transfer goes into its block.
class Assembly {
  public:
    Assembly(const NetworkId& network, std::vector<Transfer>* out)
        : network_(network), native_(network.str() + "/slip44:60"), out_(out) {}

    Result<void> add(const Tx& tx, std::string index, TransferKind kind, const std::string& asset,
                     const Amount& units, const Address& from, const Address& to,
                     std::string refused_by) {
        Result<AssetId> id = AssetId::parse(asset);
        if (!id) return id.error();
        Transfer transfer;
        transfer.network = network_;
        transfer.txid = lower_0x(tx.hash);
        transfer.index = std::move(index);
        transfer.kind = kind;
        transfer.asset = *std::move(id);
        transfer.units = units;
        transfer.recipient = to_fingerprint(to);
        transfer.recipient_address = checksummed(to);
        transfer.sender = to_fingerprint(from);
        transfer.sender_address = checksummed(from);
        transfer.refused_by = std::move(refused_by);
        out_->push_back(std::move(transfer));
        return {};
    }
    const std::string& native() const { return native_; }
    std::string token(const Address& contract) const {
        return network_.str() + "/erc20:" + lower_0x(contract);
    }

  private:
    const NetworkId& network_;
    std::string native_;
    std::vector<Transfer>* out_;
};

// E2. A receipt that does not say is believed only where a trace says that the transaction held.
bool took_effect(const BlockReplies& replies, std::size_t at) {
    const Outcome outcome = replies.receipts.receipts[at].outcome;
    if (outcome != Outcome::kUnstated) return outcome == Outcome::kSucceeded;
    return replies.traces && !replies.traces->roots[at].failed;
}

// The recipient of a transaction's own value, where there is one.
std::optional<Address> recipient(const BlockReplies& replies, std::size_t at) {
    const Tx& tx = replies.block.txs[at];
    return tx.to ? tx.to : replies.receipts.receipts[at].created;
}

}  // namespace

Result<void> check_consistency(const BlockReplies& replies) {
    const auto& [header, txs] = replies.block;
    if (replies.receipts.receipts.size() != txs.size()) {
        return invalid(counts(replies.receipts.receipts.size(), txs.size(), "receipts"));
    }
    if (replies.traces && replies.traces->roots.size() != txs.size()) {
        return invalid(counts(replies.traces->roots.size(), txs.size(), "traces"));
    }
    for (std::size_t i = 0; i < txs.size(); ++i) {
        const Receipt& receipt = replies.receipts.receipts[i];
        // A lone transaction of a claim stands at its own position.
        const std::size_t position = static_cast<std::size_t>(txs[i].position);
        if (auto good = check_receipt(header, txs[i], position, receipt); !good) return good;
        if (!replies.traces) continue;
        if (auto good = check_root(txs[i], receipt, replies.traces->roots[i]); !good) return good;
    }
    return check_unique(txs);
}

Result<Block> assemble(const NetworkId& network, const BlockReplies& replies, Interest& interest) {
    static const std::vector<CallMove> kNoCalls;
    Block block;
    block.network = network;
    block.ref = {replies.block.header.number, lower_0x(replies.block.header.hash)};
    block.parent_hash = lower_0x(replies.block.header.parent);
    const Result<Time> time = time_from_unix_seconds(replies.block.header.timestamp);
    if (!time) return within("the block's timestamp", time.error());
    block.time = *time;
    block.transactions = replies.block.txs.size();
    block.transfers_seen = replies.receipts.moves_seen;
    if (replies.traces) block.transfers_seen += replies.traces->moves_seen;

    Assembly assembly(network, &block.transfers);
    const auto& calls = replies.traces ? replies.traces->moves : kNoCalls;
    const auto& tokens = replies.receipts.moves;
    auto call = calls.begin();
    auto token = tokens.begin();
    for (std::size_t i = 0; i < replies.block.txs.size(); ++i) {
        const Tx& tx = replies.block.txs[i];
        const bool held = took_effect(replies, i);
        const std::optional<Address> to = recipient(replies, i);
        if (!tx.value.is_zero() && to && *to != tx.from) {
            if (held) ++block.transfers_seen;
            if (interest.wants(tx.from, *to)) {
                const auto added = assembly.add(tx, "tx", TransferKind::kNative, assembly.native(),
                                                tx.value, tx.from, *to, held ? "" : "E2");
                if (!added) return added.error();
            }
        }
        for (; call != calls.end() && call->tx == i; ++call) {
            const auto added = assembly.add(tx, "call:" + call->path, TransferKind::kInternal,
                                            assembly.native(), call->value, call->from, call->to,
                                            call->failed ? "E7"
                                            : held       ? ""
                                                         : "E2");
            if (!added) return added.error();
        }
        for (; token != tokens.end() && token->tx == i; ++token) {
            const auto added = assembly.add(tx, "log:" + std::to_string(token->ordinal),
                                            TransferKind::kToken, assembly.token(token->token),
                                            token->units, token->from, token->to, held ? "" : "E2");
            if (!added) return added.error();
        }
    }
    return block;
}

}  // namespace homing::evm
