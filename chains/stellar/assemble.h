#pragma once

#include "chains/stellar/facts.h"
#include "core/caip.h"
#include "core/custody_filter.h"
#include "core/model/transfer.h"

// From facts to transfers: what of them is a movement, and which rule forbids to credit it.
namespace homing::stellar {

// Whether an operation moves value between accounts.
bool moves_value(const OperationFacts& operation);

// Whether its amount stands in its effects alone.
bool needs_effects(const OperationFacts& operation);

// Whether sender or recipient may be in the filter.
bool concerns(const OperationFacts& operation, const CustodyFilter& filter);

// Takes asset and amount from the operation's effects; kInvalid unless they say one thing about the
// recipient.
Result<void> apply_effects(const std::vector<Credit>& credits, OperationFacts* operation);

// The transfer an operation makes; nullopt for nothing and for oneself. `operation` moves value and
// has its amount.
Result<std::optional<Transfer>> to_transfer(const NetworkId& network,
                                            const OperationFacts& operation);

}  // namespace homing::stellar
