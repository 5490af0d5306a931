#pragma once

#include <string>

#include "recovery/draft.h"

// Claims: what a person asked for, and which deposit it became tied to.
namespace homing {

// The same account, network, txid and ordinal always make the same claim.
ClaimId claim_id(const Claim& claim);

// kNotFound when the account has no such claim, whoever else has.
Result<Claim> find_own_claim(Draft& draft, const ClaimId& id, const std::string& account);

// kInvalid names the field; puts a hex txid in lower case.
Result<void> check_claim(Claim& claim);

// The deposit this claim means: in its transaction the one that belongs to the account, else the
// one of the named asset, else the only one there. nullopt when there is none or no telling.
std::optional<Deposit> find_claimed(Draft& draft, const Claim& claim);

// Ties a claim to a deposit: proven when the deposit paid the account's own route, or when all
// earlier credits from its sender went to the account; otherwise proof is needed.
void link_claim(Draft& draft, Claim& claim, const Deposit& deposit, Time now);

// Ties every claim on the deposit's transaction that is not tied yet.
void link_waiting_claims(Draft& draft, const Deposit& deposit, Time now);

// Answers the account's claims on the deposit. Others' stay as they are: an answer to them would
// tell what happened to a deposit that is not theirs.
void answer_claims(Draft& draft, const Deposit& deposit, const std::string& account,
                   const std::string& code);

// What the filer may know: of another's deposit nothing, not even that it is there.
Claim as_filer_sees(const Claim& claim);

// The answer that a deposit's state is for its own claimant; empty while it is open.
std::string settled_answer(Draft& draft, const Deposit& deposit);

}  // namespace homing
