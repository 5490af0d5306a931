#pragma once

#include <optional>
#include <string>
#include <vector>

#include "matcher/matcher.h"
#include "recovery/draft.h"

// What the store knows about a deposit, gathered for the rules.
namespace homing {

// nullopt when the recipient is nobody's.
std::optional<CustodyFacts> gather_custody(Draft& draft, const Transfer& transfer, Time block_time);

// The facts of decide, and the evidence and the ledger answer's time they came from.
struct Gathered {
    DecisionFacts facts;
    std::vector<EvidenceId> evidence;
    std::optional<Time> ledger_answered;
};
Gathered gather_facts(Draft& draft, const Deposit& deposit, const Classification& classification);

// Every hold key that stops this deposit: its network, asset, account (where known) and itself.
std::vector<std::string> hold_keys(const Deposit& deposit,
                                   const std::optional<std::string>& account);

// Whether evidence can be read as what its kind says; kInvalid names what is wrong. A balance delta
// must be read at the block that holds the deposit (kConflict otherwise).
Result<void> check_evidence(const Evidence& evidence, const Deposit& deposit);

}  // namespace homing
