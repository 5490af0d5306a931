#pragma once

#include "chains/rpc.h"
#include "chains/source.h"
#include "chains/xrpl/readers.h"

namespace homing::xrpl {

// One rippled (or Clio) behind one endpoint: asks, reads and checks each answer for itself. Knows
// of no second node.
class Node {
  public:
    Node(const Network& network, Rpc rpc) : network_(network), rpc_(std::move(rpc)) {}

    const std::string& name() const { return rpc_.node(); }

    // E13: network id, and the pinned first ledger where the node still keeps it.
    Result<void> check();
    // The newest validated ledger.
    Result<LedgerFacts> latest();
    // nullopt: the node has no such validated ledger.
    Result<std::optional<LedgerFacts>> ledger(std::uint64_t sequence);
    Result<std::optional<Block>> block(std::uint64_t height, const CustodyFilter& filter);
    // nullopt: unknown.
    Result<std::optional<TransactionView>> transaction(const std::string& hash);
    // At a ledger, by its hash; at the newest validated one where it is empty. nullopt: no account.
    Result<std::optional<AccountFacts>> account(const std::string& address,
                                                const std::string& ledger_hash);
    // The trust lines between an account and an issuer at a ledger.
    Result<std::vector<TrustLineFacts>> trust_lines(const std::string& address,
                                                    const std::string& issuer,
                                                    const std::string& ledger_hash);

    // Raw replies since the last call, and forgets them.
    std::vector<NodeReply> take_replies() { return std::exchange(replies_, {}); }

  private:
    // The server's error, empty where it answered.
    using Read = std::function<bool(Walk&, JsonNode, ServerError*)>;
    Result<ServerError> ask(const std::string& method, const std::string& params, const Read& read);
    Result<std::optional<LedgerFacts>> ledger(const std::string& params, std::uint64_t sequence,
                                              std::vector<TransactionFacts>* transactions);

    const Network& network_;
    Rpc rpc_;
    std::vector<NodeReply> replies_;
};

}  // namespace homing::xrpl
