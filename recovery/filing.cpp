#include "recovery/filing.h"

#include <algorithm>

#include "recovery/cases.h"
#include "recovery/claims.h"
#include "recovery/deciding.h"
#include "recovery/disputes.h"
#include "recovery/machines.h"
#include "recovery/proofs.h"
#include "recovery/refusal_codes.h"
#include "store/custody_book.h"

namespace homing {
namespace {

constexpr std::size_t kReasonLengthMax = 2000;

Result<void> check_account(Draft& draft, const std::string& id) {
    const auto account = draft.checked(find_account(draft.reader(), id));
    if (draft.error()) return {};
    if (!account) return invalid("account: " + id.substr(0, 80) + " is not in the custody book");
    if (account->closed) return invalid("account: " + id.substr(0, 80) + " is closed");
    return {};
}

// Claims that hold nothing cost work all the same; a policy's zero is no limit.
Result<void> check_quota(Draft& draft, const Policy& policy, const std::string& account, Time now) {
    const auto claims = draft.list_by_index<Claim>(claims_by_account(account));
    const auto today = std::count_if(claims.begin(), claims.end(), [&](const Claim& claim) {
        return now - claim.filed < std::chrono::hours(24);
    });
    const auto unproven = std::count_if(claims.begin(), claims.end(), [](const Claim& claim) {
        return claim.state == ClaimState::kReceived || claim.state == ClaimState::kNeedProof;
    });
    const auto is_full = [](std::ptrdiff_t count, std::uint32_t max) {
        return max > 0 && count >= std::ptrdiff_t(max);
    };
    const std::string who = "account " + account.substr(0, 80);
    if (is_full(today, policy.claims_per_day_max)) {
        return conflict(who + " filed " + std::to_string(today) +
                        " claims within 24 hours; file the next one tomorrow");
    }
    if (is_full(unproven, policy.unproven_claims_max)) {
        return conflict(who + " has " + std::to_string(unproven) +
                        " claims that wait for a proof; prove or withdraw one first");
    }
    return {};
}

// The account's newest claim on the same transfer; the claim's ordinal is the next free one then.
std::optional<Claim> newest_of(Draft& draft, Claim& claim) {
    std::optional<Claim> newest;
    claim.ordinal = 0;
    claim.id = claim_id(claim);
    while (auto found = draft.get<Claim>(claim_key(claim.id))) {
        newest = std::move(found);
        ++claim.ordinal;
        claim.id = claim_id(claim);
    }
    return newest;
}

// Nobody who proved to have sent it asks for a disputed amount any more.
bool is_dispute_over(Draft& draft, const Deposit& deposit) {
    const auto claims = draft.list_by_index<Claim>(claims_by_deposit(deposit.id));
    return is_disputed(deposit) &&
           std::none_of(claims.begin(), claims.end(), [&](const Claim& claim) {
               return claim.state == ClaimState::kProven && claim.account != deposit.owner;
           });
}

bool is_appealable(const Claim& claim, const Deposit& deposit) {
    const RefusalCode* code = find_refusal_code(claim.answer);
    return code != nullptr ? code->appealable : deposit.state == DepositState::kRefused;
}

// What a person refused is open again, its money in suspense as before; what a rule refused stays.
void reopen(Deposit& deposit, const Claim& claim) {
    const auto open = next_state(deposit.state, DepositEvent::kReopen);
    if (deposit.state != DepositState::kRefused || !open) return;
    if (find_refusal_code(claim.answer) == nullptr) return;
    deposit.state = *open;
    if (deposit.owner) deposit.state = *next_state(deposit.state, DepositEvent::kAttribute);
}

}  // namespace

Result<void> file_claim(Draft& draft, const Policy& policy, Claim claim, Time now, Filed& filed) {
    filed = {};
    if (Result<void> checked = check_claim(claim); !checked) return checked;
    if (Result<void> checked = check_account(draft, claim.account); !checked) return checked;
    const std::optional<Claim> newest = newest_of(draft, claim);
    if (newest && newest->state != ClaimState::kWithdrawn) {
        filed = {as_filer_sees(*newest), true};
        return {};
    }
    Result<void> fits = check_quota(draft, policy, claim.account, now);
    if (!fits) return fits;
    claim.filed = now;
    claim.state = *next_state(ClaimState::kReceived, ClaimEvent::kAskProof);
    claim.answer.clear();
    claim.deposit.reset();
    draft.put(claim);
    if (auto deposit = find_claimed(draft, claim)) {
        link_claim(draft, claim, *deposit, now);
        if (is_undecided(deposit->state)) decide_deposit(draft, policy, *deposit, now);
    }
    if (const auto stored = draft.get<Claim>(claim_key(claim.id))) {
        filed = {as_filer_sees(*stored), false};
    }
    return {};
}

Result<void> withdraw_claim(Draft& draft, const Policy& policy, const ClaimId& id,
                            const std::string& account, Time now, Claim& result) {
    Result<Claim> claim = find_own_claim(draft, id, account);
    if (!claim) return claim.error();
    if (claim->state == ClaimState::kWithdrawn) {
        result = as_filer_sees(*claim);
        return {};
    }
    const auto next = next_state(claim->state, ClaimEvent::kWithdraw);
    if (!next) return conflict("claim " + id.str() + " is answered: nothing is left to withdraw");
    claim->state = *next;
    draft.put(*claim);
    end_challenges(draft, id);
    result = as_filer_sees(*claim);
    auto deposit = claim->deposit ? draft.get<Deposit>(deposit_key(*claim->deposit)) : std::nullopt;
    if (!deposit) return {};
    claimant_spoke(draft, *deposit, "claim " + id.str() + " was withdrawn", now);
    if (is_undecided(deposit->state)) {
        decide_deposit(draft, policy, *deposit, now);
    } else if (is_dispute_over(draft, *deposit)) {
        unfreeze(draft, *deposit, now);
        draft.put(*deposit);
    }
    return {};
}

Result<void> appeal_claim(Draft& draft, const Policy& policy, const ClaimId& id,
                          const std::string& account, const std::string& reason, Time now,
                          Claim& result) {
    if (reason.empty()) return invalid("reason: is missing; say what should be looked at again");
    if (reason.size() > kReasonLengthMax) return invalid("reason: is longer than 2000 bytes");
    Result<Claim> claim = find_own_claim(draft, id, account);
    if (!claim) return claim.error();
    result = as_filer_sees(*claim);
    if (claim->state == ClaimState::kAppealed) return {};
    const std::string name = "claim " + id.str();
    if (claim->state == ClaimState::kAnswered && claim->appeals >= kAppealsMax) {
        return conflict(name + " was appealed before, and the answer to that is final");
    }
    const auto next = next_state(claim->state, ClaimEvent::kAppeal);
    auto deposit = claim->deposit ? draft.get<Deposit>(deposit_key(*claim->deposit)) : std::nullopt;
    if (!next || !deposit) return conflict(name + " has no answer to appeal");
    if (!is_appealable(*claim, *deposit)) {
        return conflict(name + " was answered " + claim->answer + ": there is nothing to appeal");
    }
    claim->state = *next;
    ++claim->appeals;
    draft.put(*claim);
    reopen(*deposit, *claim);
    open_appeal(draft, policy, *deposit, id, reason, now);
    draft.put(*deposit);
    result = as_filer_sees(*claim);
    return {};
}

}  // namespace homing
