#pragma once

#include "chains/stellar/facts.h"

namespace homing {
class Walk;
struct JsonNode;
}  // namespace homing

// From Horizon's documents to facts. Each reader starts from nothing, checks every member it uses,
// and answers false when the walk failed.
namespace homing::stellar {

// "12.3456789" to stroops: at most seven decimals, never negative.
Result<Amount> parse_units(std::string_view text);

bool read_root(Walk& walk, JsonNode node, RootFacts* out);                    // /
bool read_ledger(Walk& walk, JsonNode node, LedgerFacts* out);                // /ledgers/{n}
bool read_ledgers(Walk& walk, JsonNode node, std::vector<LedgerFacts>* out);  // /ledgers?…
bool read_transaction(Walk& walk, JsonNode node, TransactionFacts* out);  // /transactions/{hash}
// A page of operations; without `join` the transactions are empty.
bool read_operations(Walk& walk, JsonNode node, bool joined, std::vector<OperationFacts>* out);
bool read_operation(Walk& walk, JsonNode node, bool joined, OperationFacts* out);
// A page of effects: value that accounts received, and nothing else.
bool read_credits(Walk& walk, JsonNode node, std::vector<Credit>* out);
bool read_account(Walk& walk, JsonNode node, AccountFacts* out);  // /accounts/{id}

}  // namespace homing::stellar
