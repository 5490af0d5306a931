#pragma once

#include <string>

#include "core/model/case_entry.h"
#include "core/model/policy.h"
#include "recovery/draft.h"
#include "recovery/engine.h"

// Cases: work for a person about one deposit, with its clocks and its timeline.
namespace homing {

CaseId case_id(const DepositId& deposit, std::uint32_t ordinal);

// Opens the deposit's next case with the claims linked to it; an open case stays as it is. Sets
// deposit.open_case; the caller puts the deposit. Clock terms and fee are fixed here, whatever the
// policy becomes. Takes down what is known of the sender as evidence.
void open_case(Draft& draft, const Policy& policy, Deposit& deposit, const std::string& reason,
               Time now);

// Opens a case because a claimant does not accept the answer: nobody who ruled on the deposit
// before may work on it.
void open_appeal(Draft& draft, const Policy& policy, Deposit& deposit, const ClaimId& claim,
                 const std::string& reason, Time now);

// Ends the deposit's open case, if there is one, and voids a ruling that waits in it.
void close_case(Draft& draft, Deposit& deposit, const std::string& outcome, Time now);

// Adds the claim to the deposit's open case, if there is one: the claimant spoke.
void join_case(Draft& draft, const Deposit& deposit, const ClaimId& claim, Time now);

// That the claimant of the deposit's open case, if there is one, said or proved something: a case
// that waits for them waits no more.
void claimant_spoke(Draft& draft, const Deposit& deposit, const std::string& what, Time now);

// The ruling that waits for its second person; nullopt when none does.
std::optional<Ruling> open_ruling(Draft& draft, const Case& record);

// Adds a line to the case's timeline and winds its clocks; the caller puts nothing.
void add_entry(Draft& draft, Case& record, CaseEntry entry);

// Everyone who would gain or lose by a ruling on the case.
std::vector<std::string> concerned_accounts(Draft& draft, const Case& record);

// Records what the clocks say by now; true where there was something to record.
bool tick_case(Draft& draft, const CaseId& id, Time now);

}  // namespace homing
