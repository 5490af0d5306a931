#include "chains/xrpl/node.h"

#include "chains/walk.h"
#include "chains/xrpl/assemble.h"
#include "core/quote.h"

namespace homing::xrpl {
namespace {

constexpr std::string_view kMain = "0";
constexpr std::uint64_t kFirstOfMain = 32'570;  // those before it were lost in 2012

constexpr std::string_view kNothing = "null";  // a replay without a file for the question

bool is_not_there(const ServerError& error) {
    return error == kNothing || error == "lgrNotFound" || error == "txnNotFound" ||
           error == "actNotFound";
}

std::string upper(std::string hex) {
    for (char& c : hex) {
        if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 32);
    }
    return hex;
}

std::string ledger_params(const std::string& index, bool with_transactions) {
    return R"([{"api_version":1,"expand":)" + std::string(with_transactions ? "true" : "false") +
           R"(,"ledger_index":)" + index + R"(,"transactions":)" +
           (with_transactions ? "true" : "false") + "}]";
}

// Parameters of a question about an account at a ledger.
std::string at_ledger(const std::string& hash) {
    if (hash.empty()) return R"("ledger_index":"validated")";
    return R"("ledger_hash":")" + upper(hash) + "\"";
}

}  // namespace

Result<ServerError> Node::ask(const std::string& method, const std::string& params,
                              const Read& read) {
    ServerError error;
    Result<std::string> text = rpc_.call(method, params, [&](Walk& walk, JsonNode node) {
        if (!walk.is_null(node)) return read(walk, node, &error);
        error = kNothing;
        return true;
    });
    if (!text) return text.error();
    if (!error.empty() && !is_not_there(error)) {
        const std::string said = name() + " " + method + ": " + quote(error);
        if (error == "invalidParams" || error == "unknownCmd") return invalid(said);
        return unavailable(said);
    }
    replies_.push_back({name(), method, *std::move(text), {}});
    return error;
}

Result<void> Node::check() {
    ServerFacts server;
    const auto asked = ask("server_info", "[{}]", [&](Walk& walk, JsonNode node, ServerError* e) {
        return read_server(walk, node, e, &server);
    });
    if (!asked) return asked.error();
    const std::string wanted(network_.id.reference());
    if (server.network_id && std::to_string(*server.network_id) != wanted) {
        return invalid(name() + " is of network " + std::to_string(*server.network_id) +
                       ", not of " + network_.id.str() + ": check the endpoint");
    }
    const std::uint64_t first = wanted == kMain ? kFirstOfMain : 1;
    const auto ledger_read = ledger(first);
    if (!ledger_read) return ledger_read.error();
    if (!*ledger_read) {
        if (server.network_id) return {};  // keeps no such old ledgers; it says which network it is
        return unavailable(name() + " states no network_id and does not keep ledger " +
                           std::to_string(first) + ": nothing tells which network it is of");
    }
    if ((*ledger_read)->hash == network_.genesis_hash) return {};
    return invalid(name() + " has ledger " + std::to_string(first) + " " + (*ledger_read)->hash +
                   ", pinned is " + network_.genesis_hash + ": another chain");
}

Result<std::optional<LedgerFacts>> Node::ledger(const std::string& params, std::uint64_t sequence,
                                                std::vector<TransactionFacts>* transactions) {
    LedgerFacts facts;
    const auto asked = ask("ledger", params, [&](Walk& walk, JsonNode node, ServerError* error) {
        return read_ledger(walk, node, error, &facts, transactions);
    });
    if (!asked) return asked.error();
    if (!asked->empty()) return std::optional<LedgerFacts>();
    const std::string where = name() + " ledger " + std::to_string(facts.sequence);
    if (!facts.is_validated)
        return std::optional<LedgerFacts>();  // X2: not final, so not there yet
    if (sequence != 0 && facts.sequence != sequence) {
        return invalid(where + ": it was asked for " + std::to_string(sequence));
    }
    return std::optional(std::move(facts));
}

Result<LedgerFacts> Node::latest() {
    auto facts = ledger(ledger_params("\"validated\"", false), 0, nullptr);
    if (!facts) return facts.error();
    if (!*facts) return unavailable(name() + " has no validated ledger yet");
    return **std::move(facts);
}

Result<std::optional<LedgerFacts>> Node::ledger(std::uint64_t sequence) {
    return ledger(ledger_params(std::to_string(sequence), false), sequence, nullptr);
}

Result<std::optional<Block>> Node::block(std::uint64_t height, const CustodyFilter& filter) {
    std::vector<TransactionFacts> transactions;
    const auto facts = ledger(ledger_params(std::to_string(height), true), height, &transactions);
    if (!facts) return facts.error();
    if (!*facts) return std::optional<Block>();
    Block block;
    block.network = network_.id;
    block.ref = {(*facts)->sequence, (*facts)->hash};
    block.parent_hash = (*facts)->parent;
    block.time = (*facts)->closed;
    block.transactions = transactions.size();
    for (const TransactionFacts& transaction : transactions) {
        auto moved = to_transfers(network_.id, transaction, &filter);
        if (!moved) {
            return within(name() + " transaction " + transaction.hash, moved.error());
        }
        block.transfers_seen += moved->seen;
        for (Transfer& one : moved->transfers) block.transfers.push_back(std::move(one));
    }
    return std::optional(std::move(block));
}

Result<std::optional<TransactionView>> Node::transaction(const std::string& hash) {
    TransactionFacts facts;
    const auto asked =
        ask("tx", R"([{"api_version":1,"binary":false,"transaction":")" + upper(hash) + "\"}]",
            [&](Walk& walk, JsonNode node, ServerError* error) {
                return read_transaction(walk, node, error, &facts);
            });
    if (!asked) return asked.error();
    if (!asked->empty()) return std::optional<TransactionView>();
    const std::string where = name() + " transaction " + hash;
    if (facts.hash != hash) return invalid(where + ": it answers another");
    TransactionView view;
    view.txid = facts.hash;
    view.succeeded = facts.result == "tesSUCCESS";
    if (!facts.is_validated) return std::optional(std::move(view));  // pending
    if (!facts.ledger) return invalid(where + ": validated, but in no ledger");
    const auto header = ledger(*facts.ledger);
    if (!header) return header.error();
    if (!*header) return unavailable(where + ": its ledger is not there");
    view.block = BlockRef{(*header)->sequence, (*header)->hash};
    auto moved = to_transfers(network_.id, facts, nullptr);
    if (!moved) return within(where, moved.error());
    view.transfers = std::move(moved->transfers);
    return std::optional(std::move(view));
}

Result<std::optional<AccountFacts>> Node::account(const std::string& address,
                                                  const std::string& ledger_hash) {
    AccountFacts facts;
    const auto asked = ask("account_info",
                           R"([{"account":")" + address + R"(","api_version":1,)" +
                               at_ledger(ledger_hash) + R"(,"signer_lists":true}])",
                           [&](Walk& walk, JsonNode node, ServerError* error) {
                               return read_account(walk, node, error, &facts);
                           });
    if (!asked) return asked.error();
    if (!asked->empty()) return std::optional<AccountFacts>();
    return std::optional(std::move(facts));
}

Result<std::vector<TrustLineFacts>> Node::trust_lines(const std::string& address,
                                                      const std::string& issuer,
                                                      const std::string& ledger_hash) {
    std::vector<TrustLineFacts> lines;
    const auto asked =
        ask("account_lines",
            R"([{"account":")" + address + R"(","api_version":1,)" + at_ledger(ledger_hash) +
                R"(,"limit":400,"peer":")" + issuer + "\"}]",
            [&](Walk& walk, JsonNode node, ServerError* error) {
                return read_trust_lines(walk, node, error, &lines);
            });
    if (!asked) return asked.error();
    if (!asked->empty()) return not_found(address + " has no trust line to " + issuer);
    return lines;
}

}  // namespace homing::xrpl
