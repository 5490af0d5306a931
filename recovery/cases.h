#pragma once

#include <string>

#include "core/model/policy.h"
#include "recovery/draft.h"

// Cases: work for a person about one deposit, with its clocks.
namespace homing {

CaseId case_id(const DepositId& deposit, std::uint32_t ordinal);

// Opens the deposit's next case with the claims linked to it; an open case stays as it is. Sets
// deposit.open_case; the caller puts the deposit.
void open_case(Draft& draft, const Policy& policy, Deposit& deposit, const std::string& reason,
               Time now);

// Ends the deposit's open case, if there is one, and voids a ruling that waits in it.
void close_case(Draft& draft, Deposit& deposit, const std::string& outcome, Time now);

// Adds the claim to the deposit's open case, if there is one.
void join_case(Draft& draft, const Deposit& deposit, const ClaimId& claim);

// The ruling that waits for its second person; nullopt when none does.
std::optional<Ruling> open_ruling(Draft& draft, const Case& record);

}  // namespace homing
