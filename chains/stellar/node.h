#pragma once

#include <memory>

#include "chains/rest.h"
#include "chains/source.h"
#include "chains/stellar/facts.h"

namespace homing::stellar {

// One Horizon behind one endpoint: asks, reads and checks each answer for itself. Knows of no
// second node.
class Node {
  public:
    Node(const Network& network, Rest rest) : network_(network), rest_(std::move(rest)) {}

    const std::string& name() const { return rest_.node(); }

    // E13: passphrase, and the pinned first ledger where the node still keeps it.
    Result<void> check();
    Result<LedgerFacts> latest();
    // nullopt: the node has no such ledger.
    Result<std::optional<LedgerFacts>> ledger(std::uint64_t sequence);
    Result<std::optional<Block>> block(std::uint64_t height, const CustodyFilter& filter);
    // By the hash of the transaction, the fee bump around it or the one inside. nullopt: unknown.
    Result<std::optional<TransactionView>> transaction(const std::string& hash);
    // nullopt: there is no such account now.
    Result<std::optional<AccountFacts>> account(const std::string& address);

    // Raw replies since the last call, and forgets them.
    std::vector<NodeReply> take_replies() { return std::exchange(replies_, {}); }

  private:
    Result<void> ask(const std::string& path, const Rest::Reader& read);
    // As ask; false: HTTP 404 or 410.
    Result<bool> find(const std::string& path, const Rest::Reader& read);
    // All operations below a path, page by page.
    Result<std::vector<OperationFacts>> operations(const std::string& path);
    Result<void> read_effects(OperationFacts* operation);

    const Network& network_;
    Rest rest_;
    std::vector<NodeReply> replies_;
};

}  // namespace homing::stellar
