#pragma once

#include "chains/evm/facts.h"
#include "chains/evm/interest.h"
#include "core/caip.h"

namespace homing {
class Walk;
struct JsonNode;
}  // namespace homing

// From a reply's result to facts. Each reader starts from nothing, checks every member it uses, and
// answers false when the walk failed.
namespace homing::evm {

// eth_getBlockByNumber or …ByHash; with full transactions, or with hashes alone (`txs` stays
// empty). nullopt: the result was null.
bool read_block(Walk& walk, JsonNode node, std::optional<BlockFacts>* out);

// eth_getTransactionByHash.
bool read_tx(Walk& walk, JsonNode node, std::optional<Tx>* out);

// eth_getBlockReceipts. nullopt: the result was null.
bool read_receipts(Walk& walk, JsonNode node, const NetworkId& network, Interest& interest,
                   std::optional<ReceiptFacts>* out);

// eth_getTransactionReceipt; adds to `out` the receipt at its next position. *found: not null.
bool read_receipt(Walk& walk, JsonNode node, const NetworkId& network, Interest& interest,
                  ReceiptFacts* out, bool* found);

// debug_traceBlockByNumber with the callTracer, bare frames or wrapped in {"result": …}.
bool read_call_trees(Walk& walk, JsonNode node, Interest& interest, TraceFacts* out);

// debug_traceTransaction with the callTracer.
bool read_call_tree(Walk& walk, JsonNode node, Interest& interest, TraceFacts* out);

// trace_block and trace_transaction. Block rewards are passed over.
bool read_flat_traces(Walk& walk, JsonNode node, Interest& interest, TraceFacts* out);

}  // namespace homing::evm
