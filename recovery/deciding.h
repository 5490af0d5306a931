#pragma once

#include "recovery/facts.h"

// From what is known of a deposit to a recorded decision and what follows from it.
namespace homing {

// What the rules say now; nothing is recorded. Brings the deposit's fault, reach and owner up to
// what the custody book says.
struct Judged {
    Decision decision;
    Gathered gathered;
    bool is_new = true;  // false: the recorded last decision says the same, and is this one
};
Judged judge(Draft& draft, const Policy& policy, Deposit& deposit, Time now);

// Whether the rules may still decide it.
// Whether a change of this row of the store can change what is decided about any deposit: the book,
// a price, a hold.
bool changes_decisions(const std::string& key);

bool is_undecided(DepositState state);

// Judges, records a new answer, and acts on it: credit through the guard, case, refusal, books.
// Puts the deposit.
Decision decide_deposit(Draft& draft, const Policy& policy, Deposit& deposit, Time now);

// Gives the decision its number and writes it, with the policy it was made under.
void record_decision(Draft& draft, const Policy& policy, Deposit& deposit, Decision& decision);

}  // namespace homing
