#pragma once

#include <string>

#include "recovery/draft.h"
#include "recovery/engine.h"

// Rulings: what people decide, by signature over a payload that the engine wrote.
namespace homing {

// What a ruling would do, as the engine states it now; bound to every fact it rests on, so that the
// same text never comes twice once something changed.
Result<std::string> write_payload(Draft& draft, const Policy& policy, const CaseId& case_id,
                                  RulingAction action, const std::string& code,
                                  const std::string& account, std::uint32_t number);

// Whether a ruling of this value, on this deposit, needs a second person: an unknown value does,
// and so do rivals, write-offs and reversals.
bool needs_second_person(Draft& draft, const Policy& policy, const Deposit& deposit,
                         RulingAction action, Time now);

Result<void> propose_ruling(Draft& draft, const Policy& policy, const Staff& staff,
                            const CaseId& case_id, const std::string& payload,
                            const Engine::Signed& proposer, Time now, Ruling& result);

// Leaves a void ruling in `result` when the facts changed since the proposal.
Result<void> approve_ruling(Draft& draft, const Policy& policy, const Staff& staff,
                            const CaseId& case_id, const Hash& payload_hash,
                            const Engine::Signed& approver, Time now, Ruling& result);

}  // namespace homing
