#pragma once

#include <memory>
#include <utility>

#include "chains/rpc.h"
#include "chains/source.h"
#include "chains/utxo/parse.h"

namespace homing::utxo {

// What a block's place in the chain is, as a node says.
struct Place {
    BlockRef ref;
    bool standing = false;  // in the node's best chain
};

// One Bitcoin-like node behind one endpoint: JSON-RPC, and REST for blocks where the node offers
// it. Asks, reads and checks each answer for itself; knows of no second node.
class Node {
  public:
    Node(const Network& network, const Params& params, Rpc rpc, std::unique_ptr<Transport> rest)
        : network_(network), params_(params), rpc_(std::move(rpc)), rest_(std::move(rest)) {}

    const std::string& name() const { return rpc_.node(); }

    // Pinned genesis, the network's fork block where it has one, and in sync.
    Result<void> check();
    Result<std::uint64_t> height();
    // nullopt: beyond the node's best block.
    Result<std::optional<std::string>> hash_at(std::uint64_t height);
    // nullopt: the node has no such block.
    Result<std::optional<Block>> block(std::uint64_t height, const CustodyFilter& filter);
    // nullopt: the node has no such transaction.
    Result<std::optional<TransactionView>> transaction(const std::string& txid);
    // What the outputs that pay the address hold now; kUnavailable when that is not at `at`.
    Result<Amount> balance(const Bytes& script, const BlockRef& at);

    // Raw replies since the last call, and forgets them.
    std::vector<NodeReply> take_replies() { return std::exchange(replies_, {}); }

  private:
    Result<void> check_hash(std::uint64_t height, std::string_view wanted);
    Result<void> ask(const std::string& method, const std::string& params, const ReplyReader& read);
    Result<std::optional<Bytes>> raw_block(const std::string& hash);
    Result<Place> place(const std::string& hash);
    Reading reading(const CustodyFilter* filter) const;

    const Network& network_;
    const Params& params_;
    Rpc rpc_;
    std::unique_ptr<Transport> rest_;
    bool rest_offered_ = true;  // until the node says it does not offer it
    std::vector<NodeReply> replies_;
};

}  // namespace homing::utxo
