#pragma once

#include <memory>

#include "chains/evm/assemble.h"
#include "chains/rpc.h"
#include "chains/source.h"

namespace homing::evm {

// How a node tells internal transfers.
enum class TraceMethod { kUnknown, kCallTracer, kFlat, kNone };

// One EVM node behind one endpoint: asks, reads and checks each answer for itself. Knows of no
// second node.
class Node {
  public:
    Node(const Network& network, Rpc rpc) : network_(network), rpc_(std::move(rpc)) {}

    const std::string& name() const { return rpc_.node(); }
    TraceMethod trace_method() const { return trace_method_; }

    // E13: chain id, pinned genesis, in sync.
    Result<void> check();
    // The header at "latest", "finalized" or a height; nullopt where the node has none.
    Result<std::optional<Header>> header(const std::string& tag);
    Result<std::optional<Header>> header(std::uint64_t height);
    // nullopt: the node has no such block.
    Result<std::optional<Block>> block(std::uint64_t height, const CustodyFilter& filter);
    // nullopt: the node has no such transaction.
    Result<std::optional<TransactionView>> transaction(const Hash32& txid);
    // What the address held at the end of the block; `token` empty for the network's coin.
    Result<Amount> balance(const std::optional<Address>& token, const Address& address,
                           const BlockRef& at);

    // Raw replies since the last call, and forgets them.
    std::vector<NodeReply> take_replies() { return std::exchange(replies_, {}); }

  private:
    Result<void> check_chain_id();
    Result<void> check_genesis();
    Result<void> check_synced();
    Result<void> ask(const std::string& method, const std::string& params, const ReplyReader& read);
    Result<ReceiptFacts> receipts(const BlockFacts& block, Interest& interest);
    Result<ReceiptFacts> receipts_one_by_one(const BlockFacts& block, Interest& interest);
    // By block height ("0x10") or transaction, as the methods say; nullopt when the node traces
    // not.
    Result<std::optional<TraceFacts>> traces(const std::string& calls_method,
                                             const std::string& flat_method,
                                             const std::string& subject, Interest& interest);
    Result<Amount> read_balance(const std::optional<Address>& token, const Address& address,
                                const std::string& block_json);
    void keep(const std::string& method, std::string text);

    const Network& network_;
    Rpc rpc_;
    bool block_receipts_ = true;  // until the node says it does not offer them
    TraceMethod trace_method_ = TraceMethod::kUnknown;
    std::vector<NodeReply> replies_;
};

}  // namespace homing::evm
