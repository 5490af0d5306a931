#pragma once

#include "chains/xrpl/facts.h"

namespace homing {
class Walk;
struct JsonNode;
}  // namespace homing

// From rippled's results to facts. Each reader starts from nothing, checks every member it uses,
// and answers false when the walk failed.
namespace homing::xrpl {

// What a result says instead of an answer: "lgrNotFound"; empty where it answers.
using ServerError = std::string;

bool read_server(Walk& walk, JsonNode node, ServerError* error, ServerFacts* out);  // server_info
// ledger; `transactions` are read where they are given expanded.
bool read_ledger(Walk& walk, JsonNode node, ServerError* error, LedgerFacts* out,
                 std::vector<TransactionFacts>* transactions);
// One transaction with its metadata: fields and metadata side by side (tx, and ledger's elements),
// or each in a member of its own (account_tx, API v2).
bool read_transaction(Walk& walk, JsonNode node, ServerError* error, TransactionFacts* out);
bool read_account(Walk& walk, JsonNode node, ServerError* error,
                  AccountFacts* out);  // account_info with signer_lists
bool read_trust_lines(Walk& walk, JsonNode node, ServerError* error,
                      std::vector<TrustLineFacts>* out);  // account_lines

}  // namespace homing::xrpl
