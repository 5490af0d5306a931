#pragma once

#include <optional>
#include <string>

#include "core/model/policy.h"
#include "recovery/draft.h"

// Disputes: a deposit went to the customer whose memo it carries, and somebody else proved control
// of the address that sent it. Only the disputed amount is frozen in the operator's ledger, the
// holder is asked, and people decide.
namespace homing {

bool is_disputed(const Deposit& deposit);

// Whether a proof by this account disputes the deposit: it was credited, by us or the operator, to
// another customer of a shared address.
bool can_be_disputed(Draft& draft, const Deposit& deposit, const std::string& account);

// Freezes the disputed amount and opens the case in which the holder is asked; a dispute that
// stands already is joined. The caller puts the deposit.
void open_dispute(Draft& draft, const Policy& policy, Deposit& deposit, const Claim& claim,
                  Time now);

// The holder said yes in this case: the evidence of it.
std::optional<EvidenceId> find_consent(Draft& draft, const Case& record);

// The holder's word. No unfreezes the amount at once; the case stays for a person either way. The
// same word again changes nothing; kConflict when it is another one, kNotFound when the account
// holds no disputed deposit of this id.
Result<void> take_consent(Draft& draft, const DepositId& deposit, const std::string& account,
                          bool consents, Time now);

// Until when the holder may answer: as long as the case has for its decision, pauses or not.
Time consent_due(const Case& record);

// Unfreezes what was not answered in time; kConflict before that, kNotFound where nothing is
// disputed.
Result<void> end_silence(Draft& draft, const DepositId& deposit, Time now);

// Ends the freeze; the caller puts the deposit.
void unfreeze(Draft& draft, Deposit& deposit, Time now);

// The approved ruling to reassign happens: the ledger is told to move the amount from the holder to
// the claimant, and what we credited ourselves moves in our books. The caller puts the deposit.
void reassign_deposit(Draft& draft, const Policy& policy, Deposit& deposit, const Ruling& ruling,
                      Time now);

}  // namespace homing
