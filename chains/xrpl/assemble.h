#pragma once

#include "chains/xrpl/facts.h"
#include "core/caip.h"
#include "core/custody_filter.h"
#include "core/model/transfer.h"

// From facts to transfers: what of a transaction is a movement of value to somebody, and which rule
// forbids to credit it (rules.h).
namespace homing::xrpl {

// The transfers of a transaction whose parties `wanted` accepts, in the order of its metadata, and
// in `seen` how many there are of anyone.
struct TransfersOf {
    std::vector<Transfer> transfers;
    std::uint64_t seen = 0;
};
// With a filter: those whose sender or recipient may be in it; without: all.
Result<TransfersOf> to_transfers(const NetworkId& network, const TransactionFacts& transaction,
                                 const CustodyFilter* filter);

}  // namespace homing::xrpl
