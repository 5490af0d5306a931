#pragma once

#include "chains/evm/facts.h"
#include "chains/evm/interest.h"
#include "core/model/transfer.h"

// From facts to transfers: what of them is a movement, and which rule forbids to credit it.
namespace homing::evm {

// All that one node said about one block.
struct BlockReplies {
    BlockFacts block;
    ReceiptFacts receipts;
    std::optional<TraceFacts> traces;  // nullopt: the node does not trace
};

// That receipts and traces belong to the block, cover all of its transactions in order and agree
// with each other, and that no transaction is there twice (E11). kInvalid says which is wrong.
Result<void> check_consistency(const BlockReplies& replies);

// The block's transfers of interest in chain order: each transaction's own value, its internal
// transfers, its token logs. check_consistency has passed.
Result<Block> assemble(const NetworkId& network, const BlockReplies& replies, Interest& interest);

}  // namespace homing::evm
