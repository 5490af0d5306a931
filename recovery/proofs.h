#pragma once

#include <optional>
#include <string>

#include "core/model/label.h"
#include "core/model/policy.h"
#include "recovery/draft.h"

// Challenges and the proofs that answer them. A proof shows that the claimant controls the sending
// address now; it is spent once, and bound to claim, deposit and account.
namespace homing {

inline constexpr Duration kChallengeLifetime = std::chrono::minutes(30);
inline constexpr Duration kClockSkewMax = std::chrono::minutes(2);
inline constexpr std::uint32_t kChallengesPerDay = 10;
inline constexpr std::uint32_t kProofFailuresMax = 5;

// What the label file says of the deposit's sender; kProgram where the chain names none.
SenderClass sender_class_of(Draft& draft, const Transfer& transfer);

// A challenge to sign, or why none would help.
struct Challenged {
    std::optional<Challenge> challenge;
    std::string code;   // "sign", "not_needed", "wait_for_deposit", "ask_sending_platform", …
    std::string helps;  // a sentence for the claimant
};

// What came of checking the signature on a challenge's text. All but `outcome` is for the record.
struct ProofResult {
    std::string outcome;  // "valid", "inconclusive" or "invalid"
    std::string standard;
    std::string reason;  // never shown to the claimant
    std::string signature;
    std::string public_key;
    Hash text_hash;                      // SHA-256 of the text that was checked
    std::optional<BlockRef> signers_at;  // where the chain was asked who may sign
};

// What the claimant is told: whether it is proven, and the claim as it stands.
struct Proved {
    bool verified = false;
    std::string answer;  // "verified", "a_person_looks" or "not_verified"
    Claim claim;
};

// Records a challenge; older ones of the claim are superseded. kNotFound when the account has no
// such claim, kConflict past kChallengesPerDay, kInvalid for a bad domain or nonce.
Result<void> issue_challenge(Draft& draft, const ClaimId& claim, const std::string& account,
                             const std::string& domain, const std::string& nonce, Time now,
                             Challenged& result);

// The claim's open challenge takes no answer any more.
void end_challenges(Draft& draft, const ClaimId& claim);

// Takes the answer to a challenge: spends it and proves the claim, or counts a failure. kConflict
// when the challenge is no longer open or has expired, kInvalid when another text was checked.
Result<void> take_proof(Draft& draft, const Policy& policy, const ClaimId& claim,
                        const std::string& account, std::uint32_t number, const ProofResult& proof,
                        Time now, Proved& result);

}  // namespace homing
