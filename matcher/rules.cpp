#include "matcher/rules.h"

#include <algorithm>
#include <array>

#include "core/currency.h"

namespace homing {
namespace {

using In = DecisionInputs;

// The memo names nobody whom we could ask.
bool names_nobody(const In& in) {
    return in.ambiguous || in.fault == Fault::kMemoMissing || in.fault == Fault::kMemoUnknown ||
           in.fault == Fault::kMemoOfOther;
}

// The sender's own signature says whose it is, and no memo names a holder.
bool is_proven_for_a_memo(const In& in) {
    return in.proven && !in.owner &&
           (in.fault == Fault::kMemoMissing || in.fault == Fault::kMemoUnknown);
}

// Grades 2 and 3 are a guess until the account it names has proven the sender.
bool is_guess(const In& in) {
    return in.owner && in.memo_grade >= 2 && in.proven != in.owner;
}

// Faults where the address alone says whose it is, and nothing else stands against a credit.
bool is_personal_fault(Fault fault) {
    return fault == Fault::kWrongNetwork || fault == Fault::kUnlistedAsset ||
           fault == Fault::kRetiredAddress || fault == Fault::kUtxoTwin;
}

bool has_finality_rule(const In& in, const Policy& policy) {
    return std::any_of(policy.finality.begin(), policy.finality.end(),
                       [&](const FinalityRule& rule) { return rule.network == in.network; });
}

// A price from the future is as useless as an old one.
bool is_price_usable(const In& in, const Policy& policy) {
    return in.now - *in.price_at <= policy.price_age_max &&
           *in.price_at - in.now <= policy.price_age_max;
}

bool is_above_limit(const In& in, const Policy& policy) {
    const auto value = value_micro_usd(in.units, in.decimals, {{}, *in.price, {}, {}});
    return !value || *value > policy.automatic_credit_max_micro_usd;
}

bool rounds_to_nothing(const In& in) {
    const auto rescaled = rescale(in.units, in.decimals, in.scale);
    return !rescaled || rescaled->currency_units.is_zero();
}

constexpr std::array kRules = {
    Rule{"spoof_refused",
         [](const In& in, const Policy&) { return in.fault == Fault::kSpoofRefused; },
         Verdict::kRefuse, "", "The chain shows a transfer that moved nothing we could keep."},
    Rule{"internal_transfer",
         [](const In& in, const Policy&) { return in.fault == Fault::kInternalTransfer; },
         Verdict::kLeaveToOperator, "", "The sender is an address of ours."},
    Rule{"inexact_amount", [](const In& in, const Policy&) { return in.inexact; },
         Verdict::kOpenCase, "", "The amount cannot be written exactly at the asset's scale."},
    Rule{"nothing_wrong", [](const In& in, const Policy&) { return in.fault == Fault::kNone; },
         Verdict::kLeaveToOperator, "", "Nothing is wrong with it; the operator credits it."},
    Rule{"no_finality_rule",
         [](const In& in, const Policy& policy) { return !has_finality_rule(in, policy); },
         Verdict::kWait, "finality_rule", "The policy does not say when this network is final."},
    Rule{"not_mature", [](const In& in, const Policy&) { return in.maturity > 0; }, Verdict::kWait,
         "maturity", "Too few blocks lie on top of it for it to be spent."},
    Rule{"ledger_unknown",
         [](const In& in, const Policy&) { return in.credited == Answer::kUnknown; },
         Verdict::kWait, "ledger_answer",
         "The operator's ledger has not said whether it credited this already."},
    Rule{"already_credited_by_operator",
         [](const In& in, const Policy&) { return in.credited == Answer::kYes; }, Verdict::kRefuse,
         "", "The operator credited it already."},
    Rule{"token_balance_unknown",
         [](const In& in, const Policy&) {
             return in.kind == TransferKind::kToken && in.moved == Answer::kUnknown;
         },
         Verdict::kWait, "balance_delta",
         "A log alone proves nothing; the token balance was not compared yet."},
    Rule{"token_balance_did_not_move",
         [](const In& in, const Policy&) {
             return in.kind == TransferKind::kToken && in.moved == Answer::kNo;
         },
         Verdict::kOpenCase, "", "The token balance did not rise by what the log says."},
    Rule{"held", [](const In& in, const Policy&) { return in.holds > 0 || in.frozen; },
         Verdict::kWait, "hold", "A hold stands on its network, asset, account or itself."},
    Rule{"person_decides", [](const In& in, const Policy&) { return in.case_taken; },
         Verdict::kOpenCase, "", "A person is working on its case."},
    Rule{"below_minimum_unclaimed",
         [](const In& in, const Policy&) {
             return in.fault == Fault::kBelowMinimum && in.claimants == 0 && !in.merged;
         },
         Verdict::kWait, "claim",
         "It is below the smallest deposit, and no others of its owner make it up to one."},
    Rule{"rival_claims", [](const In& in, const Policy&) { return in.rivals > 0; },
         Verdict::kOpenCase, "", "More than one account has a claim to it."},
    Rule{"account_closed",
         [](const In& in, const Policy&) {
             return in.owner_closed || in.fault == Fault::kClosedAccount;
         },
         Verdict::kOpenCase, "", "The account it belongs to is closed."},
    Rule{"treasury_address",
         [](const In& in, const Policy&) { return in.fault == Fault::kTreasuryAddress; },
         Verdict::kOpenCase, "", "It reached our own wallet, which names no customer."},
    Rule{"bounced_withdrawal",
         [](const In& in, const Policy&) { return in.fault == Fault::kBouncedWithdrawal; },
         Verdict::kOpenCase, "", "A withdrawal of ours came back."},
    Rule{"refund_loop",
         [](const In& in, const Policy&) { return in.fault == Fault::kRefundLoop; },
         Verdict::kOpenCase, "", "A return of ours came back."},
    Rule{"inscribed_output",
         [](const In& in, const Policy&) { return in.fault == Fault::kInscribedOutput; },
         Verdict::kOpenCase, "", "The output is no plain payment: a sweep could lose what it holds."},
    Rule{"memo_names_nobody",
         [](const In& in, const Policy&) { return names_nobody(in) && !is_proven_for_a_memo(in); },
         Verdict::kOpenCase, "", "The shared address needs a memo that names one customer."},
    Rule{"owner_unknown",
         [](const In& in, const Policy&) { return !in.owner && !is_proven_for_a_memo(in); },
         Verdict::kOpenCase, "", "The address does not name one account."},
    Rule{"memo_needs_confirmation",
         [](const In& in, const Policy&) { return is_guess(in) && in.claimants == 0; },
         Verdict::kWait, "claim", "The memo reads as a customer's only after cleaning."},
    Rule{"memo_needs_proof", [](const In& in, const Policy&) { return is_guess(in); },
         Verdict::kWait, "proof", "The memo reads as the claimant's only after cleaning."},
    Rule{"cannot_be_moved",
         [](const In& in, const Policy&) { return in.reach == Reach::kImpossible; },
         Verdict::kOpenCase, "", "Nobody holds a key that moves it."},
    Rule{"needs_hands", [](const In& in, const Policy&) { return in.reach != Reach::kAutomatic; },
         Verdict::kOpenCase, "", "It can be moved by people only."},
    Rule{"no_currency", [](const In& in, const Policy&) { return !in.currency.has_value(); },
         Verdict::kOpenCase, "", "The operator's ledger has no currency for this asset."},
    Rule{"elastic_asset", [](const In& in, const Policy&) { return in.elastic; },
         Verdict::kOpenCase, "", "The token changes balances by itself."},
    Rule{"price_missing", [](const In& in, const Policy&) { return !in.price || !in.price_at; },
         Verdict::kWait, "price", "There is no price to judge the limit by."},
    Rule{"price_too_old",
         [](const In& in, const Policy& policy) { return !is_price_usable(in, policy); },
         Verdict::kWait, "price", "The price is too old to judge the limit by."},
    Rule{"above_limit", is_above_limit, Verdict::kOpenCase, "",
         "It is worth more than the rules may credit by themselves."},
    Rule{"rounds_to_nothing", [](const In& in, const Policy&) { return rounds_to_nothing(in); },
         Verdict::kOpenCase, "", "At the currency's scale nothing is left to credit."},
    Rule{"personal_address_owns",
         [](const In& in, const Policy&) { return is_personal_fault(in.fault); }, Verdict::kCredit,
         "", "The address was issued to one account, and our key moves what it holds."},
    Rule{"memo_names_owner",
         [](const In& in, const Policy&) {
             return in.fault == Fault::kMemoMalformed && in.memo_grade <= 1;
         },
         Verdict::kCredit, "", "Outer cleaning alone makes it the memo of one customer."},
    Rule{"memo_confirmed",
         [](const In& in, const Policy&) {
             return in.fault == Fault::kMemoMalformed && in.proven && in.proven == in.owner;
         },
         Verdict::kCredit, "", "The customer the memo reads as has proven to be the sender."},
    Rule{"adds_up_to_minimum",
         [](const In& in, const Policy&) {
             return in.fault == Fault::kBelowMinimum && in.merged && in.memo_grade <= 1;
         },
         Verdict::kCredit, "", "Together with others of its owner it reaches the smallest deposit."},
    Rule{"proven_sender_owns",
         [](const In& in, const Policy&) { return is_proven_for_a_memo(in); }, Verdict::kCredit,
         "", "One account has proven to hold the key that sent it."},
    Rule{"needs_a_person", [](const In&, const Policy&) { return true; }, Verdict::kOpenCase, "",
         "No rule lets the engine decide this by itself."},
};

Decision decide_inputs(const DecisionInputs& inputs, const Policy& policy) {
    const auto rule = std::find_if(kRules.begin(), kRules.end(),
                                   [&](const Rule& r) { return r.applies(inputs, policy); });
    CHECK(rule != kRules.end());
    Decision decision;
    decision.at = inputs.now;
    decision.verdict = rule->verdict;
    decision.rule = rule->name;
    decision.reason = rule->reason;
    if (!rule->needs.empty()) decision.needs.emplace_back(rule->needs);
    decision.policy = policy_hash(policy);
    decision.inputs = format_inputs(inputs);
    if (rule->verdict == Verdict::kCredit) {
        const Result<Rescaled> amounts = rescale(inputs.units, inputs.decimals, inputs.scale);
        CHECK(amounts.has_value());
        decision.account = inputs.owner ? inputs.owner : inputs.proven;
        decision.currency = inputs.currency;
        decision.currency_units = amounts->currency_units;
        decision.rounding_units = amounts->rounding_units;
    }
    return decision;
}

}  // namespace

std::span<const Rule> decision_rules() {
    return kRules;
}

Decision decide(const Transfer& transfer, const DecisionFacts& facts, const Policy& policy,
                Time now) {
    return decide_inputs(inputs_of(transfer, facts, now), policy);
}

std::size_t adds_up(const std::vector<Amount>& units, const Amount& minimum) {
    std::size_t reached = 0;
    Amount sum;
    for (std::size_t i = 0; i < units.size(); ++i) {
        sum = sum.checked_add(units[i]).value_or(minimum);
        if (sum < minimum) continue;
        reached = i + 1;
        sum = Amount();
    }
    return reached;
}

Result<Decision> replay(const Decision& recorded, const Policy& policy) {
    if (policy_hash(policy) != recorded.policy) {
        return invalid("decision " + std::to_string(recorded.number) + " of deposit " +
                       recorded.deposit.str() + " was made under another policy");
    }
    Result<DecisionInputs> inputs = parse_inputs(recorded.inputs);
    if (!inputs) return within("deposit " + recorded.deposit.str(), inputs.error());
    return decide_inputs(*inputs, policy);
}

}  // namespace homing
