#include "chains/stellar/node.h"

#include <set>

#include "chains/stellar/assemble.h"
#include "chains/stellar/readers.h"
#include "chains/walk.h"
#include "core/quote.h"

namespace homing::stellar {
namespace {

struct Passphrase {
    std::string_view reference;  // of CAIP-2
    std::string_view text;
};
constexpr Passphrase kPassphrases[] = {{"pubnet", "Public Global Stellar Network ; September 2015"},
                                       {"testnet", "Test SDF Network ; September 2015"}};

constexpr std::size_t kPage = 200;              // Horizon's most
constexpr std::size_t kOperationsMax = 20'000;  // of one ledger

}  // namespace

Result<void> Node::ask(const std::string& path, const Rest::Reader& read) {
    Result<std::string> text = rest_.get(path, read);
    if (!text) return text.error();
    replies_.push_back({name(), "GET " + path, *std::move(text), {}});
    return {};
}

Result<bool> Node::find(const std::string& path, const Rest::Reader& read) {
    const Result<void> asked = ask(path, read);
    if (!asked && asked.error().code == Code::kNotFound) return false;
    if (!asked) return asked.error();
    return true;
}

Result<void> Node::check() {
    RootFacts root;
    const Result<bool> found =
        find("/", [&](Walk& walk, JsonNode node) { return read_root(walk, node, &root); });
    if (!found) return found.error();
    if (!*found) return unavailable(name() + " has no root document: check the endpoint's path");
    bool is_ours = false;
    for (const Passphrase& known : kPassphrases) {
        is_ours |= known.reference == network_.id.reference() && known.text == root.passphrase;
    }
    if (!is_ours) {
        return invalid(name() + " has the passphrase " + quote(root.passphrase) + ": it is not " +
                       network_.id.str());
    }
    const auto first = ledger(1);
    if (!first) return first.error();
    if (!*first && root.elder > 1) return {};  // pruned; the passphrase is in every signature
    if (!*first) return unavailable(name() + " does not have ledger 1");
    if ((*first)->hash == network_.genesis_hash) return {};
    return invalid(name() + " has the first ledger " + (*first)->hash + ", pinned is " +
                   network_.genesis_hash + ": another chain");
}

Result<LedgerFacts> Node::latest() {
    std::vector<LedgerFacts> ledgers;
    const auto asked = ask("/ledgers?order=desc&limit=1", [&](Walk& walk, JsonNode node) {
        return read_ledgers(walk, node, &ledgers);
    });
    if (!asked) return asked.error();
    if (ledgers.empty()) return unavailable(name() + " has no ledger yet");
    if (ledgers.size() > 1) return invalid(name() + " answers more ledgers than it was asked for");
    return ledgers.front();
}

Result<std::optional<LedgerFacts>> Node::ledger(std::uint64_t sequence) {
    LedgerFacts facts;
    const Result<bool> found =
        find("/ledgers/" + std::to_string(sequence),
             [&](Walk& walk, JsonNode node) { return read_ledger(walk, node, &facts); });
    if (!found) return found.error();
    if (!*found) return std::optional<LedgerFacts>();
    if (facts.sequence != sequence) {
        return invalid(name() + " answers ledger " + std::to_string(facts.sequence) +
                       " when asked for " + std::to_string(sequence));
    }
    return std::optional(std::move(facts));
}

Result<std::vector<OperationFacts>> Node::operations(const std::string& path) {
    std::vector<OperationFacts> all;
    for (;;) {
        std::string page =
            path + "?join=transactions&limit=" + std::to_string(kPage) + "&order=asc";
        if (!all.empty()) page += "&cursor=" + std::to_string(all.back().id);
        std::vector<OperationFacts> some;
        const auto asked = ask(page, [&](Walk& walk, JsonNode node) {
            return read_operations(walk, node, true, &some);
        });
        if (!asked) return asked.error();
        for (OperationFacts& one : some) {
            if (!all.empty() && one.id <= all.back().id) {
                return invalid(name() + " " + path + ": operations out of order");
            }
            all.push_back(std::move(one));
        }
        if (some.size() < kPage) return all;
        if (all.size() > kOperationsMax) {
            return invalid(name() + " " + path + ": more than 20,000 operations");
        }
    }
}

Result<void> Node::read_effects(OperationFacts* operation) {
    std::vector<Credit> credits;
    const std::string path =
        "/operations/" + std::to_string(operation->id) + "/effects?limit=" + std::to_string(kPage);
    const auto asked =
        ask(path, [&](Walk& walk, JsonNode node) { return read_credits(walk, node, &credits); });
    if (!asked) return asked;
    if (auto good = apply_effects(credits, operation); !good) {
        return within(name() + " " + path, good.error());
    }
    return {};
}

Result<std::optional<Block>> Node::block(std::uint64_t height, const CustodyFilter& filter) {
    const auto found = ledger(height);
    if (!found) return found.error();
    if (!*found) return std::optional<Block>();
    const LedgerFacts& header = **found;
    auto operations_read = operations("/ledgers/" + std::to_string(height) + "/operations");
    if (!operations_read) return operations_read.error();
    const std::string where = name() + " ledger " + std::to_string(height);
    Block block;
    block.network = network_.id;
    block.ref = {header.sequence, header.hash};
    block.parent_hash = header.parent;
    block.time = header.closed;
    block.transactions = header.transactions;
    std::set<std::string> transactions;
    for (OperationFacts& operation : *operations_read) {
        if (operation.ledger() != height) return invalid(where + ": an operation of another");
        if (!operation.transaction.successful) {
            return invalid(where + ": a failed transaction among those that succeeded");
        }
        transactions.insert(operation.transaction.hash);
        if (!moves_value(operation)) continue;
        ++block.transfers_seen;
        if (!concerns(operation, filter)) continue;
        if (needs_effects(operation)) {
            if (auto good = read_effects(&operation); !good) return good.error();
        }
        auto transfer = to_transfer(network_.id, operation);
        if (!transfer) return within(where, transfer.error());
        if (*transfer) block.transfers.push_back(**std::move(transfer));
    }
    const std::string counts =
        where + ": it states " + std::to_string(header.operations) + " operations in " +
        std::to_string(header.transactions) + " transactions and gives " +
        std::to_string(operations_read->size()) + " in " + std::to_string(transactions.size());
    if (operations_read->size() > header.operations) return invalid(counts);
    if (operations_read->size() < header.operations || transactions.size() != header.transactions) {
        return unavailable(counts);  // a node behind the one that answered first
    }
    return std::optional(std::move(block));
}

Result<std::optional<TransactionView>> Node::transaction(const std::string& hash) {
    TransactionFacts facts;
    const Result<bool> found = find("/transactions/" + hash, [&](Walk& walk, JsonNode node) {
        return read_transaction(walk, node, &facts);
    });
    if (!found) return found.error();
    if (!*found) return std::optional<TransactionView>();
    const std::string where = name() + " transaction " + hash;
    if (facts.hash != hash && facts.inner != hash) return invalid(where + ": it answers another");
    const auto header = ledger(facts.ledger);
    if (!header) return header.error();
    if (!*header) return unavailable(where + ": its ledger is not there");
    auto operations_read = operations("/transactions/" + hash + "/operations");
    if (!operations_read) return operations_read.error();
    TransactionView view;
    view.txid = facts.hash;
    view.succeeded = facts.successful;
    view.block = BlockRef{(*header)->sequence, (*header)->hash};
    for (OperationFacts& operation : *operations_read) {
        const TransactionFacts& stated = operation.transaction;
        if (stated.hash != facts.hash || stated.successful != facts.successful ||
            stated.memo != facts.memo || operation.ledger() != facts.ledger) {
            return invalid(where + ": its operations are of another transaction");
        }
        if (!moves_value(operation)) continue;
        if (needs_effects(operation)) {
            if (!facts.successful) continue;  // moved nothing, and states no amount
            if (auto good = read_effects(&operation); !good) return good.error();
        }
        auto transfer = to_transfer(network_.id, operation);
        if (!transfer) return within(where, transfer.error());
        if (*transfer) view.transfers.push_back(**std::move(transfer));
    }
    return std::optional(std::move(view));
}

Result<std::optional<AccountFacts>> Node::account(const std::string& address) {
    AccountFacts facts;
    const Result<bool> found = find("/accounts/" + address, [&](Walk& walk, JsonNode node) {
        return read_account(walk, node, &facts);
    });
    if (!found) return found.error();
    if (!*found) return std::optional<AccountFacts>();
    return std::optional(std::move(facts));
}

}  // namespace homing::stellar
