#pragma once

#include <string>

#include "core/model/policy.h"
#include "recovery/draft.h"
#include "recovery/engine.h"

// What a claimant asks of the desk: a new claim, an end to one, another look at its answer.
namespace homing {

inline constexpr std::uint32_t kAppealsMax = 1;

// Files a claim or answers the first one that is the same; after a withdrawn one it is a new claim.
// kInvalid names the field, kConflict the account's quota that is used up.
Result<void> file_claim(Draft& draft, const Policy& policy, Claim claim, Time now, Filed& filed);

// The claimant asks no longer: open challenges end, and what the claim held back goes on. Again
// changes nothing; kConflict once it is answered, kNotFound when the account has no such claim.
Result<void> withdraw_claim(Draft& draft, const Policy& policy, const ClaimId& id,
                            const std::string& account, Time now, Claim& result);

// The claimant does not accept a refusal: a case for somebody who did not rule on it before. What a
// person refused may be credited after all. kConflict where the answer is not one to appeal, or
// was appealed before.
Result<void> appeal_claim(Draft& draft, const Policy& policy, const ClaimId& id,
                          const std::string& account, const std::string& reason, Time now,
                          Claim& result);

}  // namespace homing
