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

// How many deposits of one owner and asset below the minimum are added up; what comes after them
// waits for a claim, so that nobody can make a decision slow by sending dust.
inline constexpr std::size_t kSmallDepositsMax = 256;

// The deposits below the minimum of this one's owner and asset that wait or were credited and, in
// the order of their blocks, add up to the minimum. Empty for a deposit that is not of that kind.
std::vector<Deposit> small_deposits(Draft& draft, const Deposit& deposit);

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
