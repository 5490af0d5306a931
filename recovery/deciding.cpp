#include "recovery/deciding.h"

#include "matcher/inputs.h"
#include "recovery/books.h"
#include "recovery/cases.h"
#include "recovery/claims.h"
#include "recovery/guard.h"
#include "recovery/machines.h"

namespace homing {
namespace {

void advance(Draft& draft, Deposit& deposit, DepositEvent event) {
    const auto next = next_state(deposit.state, event);
    if (!next) {
        return draft.fail(conflict("deposit " + deposit.id.str() + " is " +
                                   std::string(to_string(deposit.state)) + ": it cannot " +
                                   std::string(to_string(event))));
    }
    deposit.state = *next;
}

Classification classify_again(Draft& draft, Deposit& deposit) {
    const auto custody = gather_custody(draft, deposit.transfer, deposit.block_time);
    if (!custody) {
        Classification as_known;
        as_known.fault = deposit.fault;
        as_known.reach = deposit.reach;
        as_known.reach_reason = deposit.reach_reason;
        as_known.owner = deposit.owner;
        return as_known;
    }
    Classification now_is = classify(deposit.transfer, deposit.block_time, *custody);
    deposit.fault = now_is.fault;
    deposit.reach = now_is.reach;
    deposit.reach_reason = now_is.reach_reason;
    deposit.owner = now_is.owner;
    return now_is;
}

// That a person works on the case is no news to the decision that opened it.
bool says_the_same(const Decision& a, const Decision& b) {
    if (b.rule == "person_decides" && a.verdict == Verdict::kOpenCase) return true;
    return a.verdict == b.verdict && a.rule == b.rule && a.needs == b.needs &&
           a.account == b.account && a.currency == b.currency &&
           a.currency_units == b.currency_units && a.rounding_units == b.rounding_units &&
           a.policy == b.policy && a.observed == b.observed;
}

bool is_answer_old(const Gathered& gathered, Time now) {
    return !gathered.ledger_answered || now - *gathered.ledger_answered > kLedgerAnswerAgeMax;
}

// Attributed while its owner is known, final while not; the money waits in suspense.
void keep_open(Draft& draft, Deposit& deposit, Time now) {
    if (deposit.owner) {
        advance(draft, deposit, DepositEvent::kAttribute);
    } else if (deposit.state == DepositState::kAttributed) {
        advance(draft, deposit, DepositEvent::kDetach);
    }
    move_to(draft, deposit, all_in(BookAccount::kSuspense, deposit), now);
}

void end_without_credit(Draft& draft, Deposit& deposit, DepositEvent event,
                        const std::vector<Holding>& money, const std::string& outcome, Time now) {
    advance(draft, deposit, event);
    move_to(draft, deposit, money, now);
    close_case(draft, deposit, outcome, now);
    if (deposit.owner) answer_claims(draft, deposit, *deposit.owner, outcome);
}

// A spoof moved nothing, so nothing is booked; what the operator credited is the operator's.
std::vector<Holding> refused_money(const Deposit& deposit) {
    if (deposit.fault == Fault::kSpoofRefused) return {};
    return all_in(BookAccount::kOperator, deposit);
}

void act(Draft& draft, const Policy& policy, Deposit& deposit, const Judged& judged, Time now) {
    const Decision& decision = judged.decision;
    switch (decision.verdict) {
        case Verdict::kWait:
            return keep_open(draft, deposit, now);
        case Verdict::kOpenCase:
            keep_open(draft, deposit, now);
            return open_case(draft, policy, deposit, decision.rule, now);
        case Verdict::kCredit:
            deposit.owner = decision.account;
            keep_open(draft, deposit, now);
            if (decision.observed) return;
            return credit_deposit(draft, policy, deposit, decision, judged.gathered, {}, now);
        case Verdict::kRefuse:
            return end_without_credit(draft, deposit, DepositEvent::kRefuse, refused_money(deposit),
                                      decision.rule, now);
        case Verdict::kLeaveToOperator:
            return end_without_credit(draft, deposit, DepositEvent::kLeave,
                                      all_in(BookAccount::kOperator, deposit), "left_to_operator",
                                      now);
    }
}

}  // namespace

bool changes_decisions(const std::string& key) {
    if (key.empty()) return false;
    switch (static_cast<TableTag>(key.front())) {
        case TableTag::kAccount:
        case TableTag::kCustodyAddress:
        case TableTag::kRoute:
        case TableTag::kAsset:
        case TableTag::kPrice:
        case TableTag::kPastCredit:
        case TableTag::kAddressLabel:
        case TableTag::kWithdrawal:
        case TableTag::kHold:
            return true;
        case TableTag::kMeta:
        case TableTag::kCursor:
        case TableTag::kHeader:
        case TableTag::kRescan:
        case TableTag::kDeposit:
        case TableTag::kEvidence:
        case TableTag::kDecision:
        case TableTag::kClaim:
        case TableTag::kChallenge:
        case TableTag::kCaseEntry:
        case TableTag::kCase:
        case TableTag::kRuling:
        case TableTag::kCredit:
        case TableTag::kPosting:
        case TableTag::kBalance:
        case TableTag::kPolicy:
        case TableTag::kSearch:
        case TableTag::kMatchRun:
        case TableTag::kOutboxAck:
        case TableTag::kIndex:
        case TableTag::kSystem:
            return false;
    }
    return false;
}

bool is_undecided(DepositState state) {
    return state == DepositState::kFinal || state == DepositState::kAttributed;
}

Judged judge(Draft& draft, const Policy& policy, Deposit& deposit, Time now) {
    const Classification classification = classify_again(draft, deposit);
    Judged judged;
    judged.gathered = gather_facts(draft, deposit, classification);
    DecisionFacts& facts = judged.gathered.facts;
    judged.decision = decide(deposit.transfer, facts, policy, now);
    if (judged.decision.verdict == Verdict::kCredit && is_answer_old(judged.gathered, now)) {
        // An old "no" may open a case, and never credits: the operator may have acted since.
        facts.credited_by_operator = Answer::kUnknown;
        judged.decision = decide(deposit.transfer, facts, policy, now);
    }
    Decision& decision = judged.decision;
    deposit.rival = inputs_of(deposit.transfer, facts, now).rivals > 0;
    decision.deposit = deposit.id;
    decision.number = deposit.decisions;
    decision.evidence = judged.gathered.evidence;
    decision.observed = policy.mode == Mode::kObserve;
    if (deposit.decisions == 0) return judged;
    const auto last = draft.get<Decision>(decision_key(deposit.id, deposit.decisions - 1));
    if (last && says_the_same(*last, decision)) {
        decision = *last;
        judged.is_new = false;
    }
    return judged;
}

Decision decide_deposit(Draft& draft, const Policy& policy, Deposit& deposit, Time now) {
    Judged judged = judge(draft, policy, deposit, now);
    if (draft.error()) return judged.decision;
    if (judged.is_new) record_decision(draft, policy, deposit, judged.decision);
    act(draft, policy, deposit, judged, now);
    draft.put(deposit);
    return judged.decision;
}

void record_decision(Draft& draft, const Policy& policy, Deposit& deposit, Decision& decision) {
    decision.number = deposit.decisions++;
    draft.put(decision);
    const auto stored = draft.get<Policy>(policy_key(policy.version));
    if (!stored) return draft.put(policy);
    if (*stored != policy) {
        draft.fail(conflict("policy version " + std::to_string(policy.version) +
                            " was recorded with other content; a changed policy needs a new "
                            "version"));
    }
}

}  // namespace homing
