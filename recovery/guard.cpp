#include "recovery/guard.h"

#include <algorithm>
#include <array>

#include "core/currency.h"
#include "core/json.h"
#include "matcher/faults.h"
#include "recovery/books.h"
#include "recovery/cases.h"
#include "recovery/claims.h"
#include "recovery/machines.h"

namespace homing {
namespace {

using Order = CreditOrder;

bool is_final(const Order& o) {
    return o.cursor && o.deposit.block.height <= o.cursor->block.height &&
           (!o.header || o.header->block.hash == o.deposit.block.hash);
}

bool has_finality_rule(const Order& o) {
    return std::any_of(
        o.policy.finality.begin(), o.policy.finality.end(),
        [&](const FinalityRule& rule) { return rule.network == o.deposit.transfer.network; });
}

bool is_decided(const Order& o) {
    return o.decision.verdict == Verdict::kCredit && !o.decision.observed &&
           o.decision.deposit == o.deposit.id && o.decision.number + 1 == o.deposit.decisions &&
           o.decision.policy == policy_hash(o.policy) && o.decision.account.has_value();
}

bool is_ruled_where_needed(const Order& o) {
    if (o.ruling) {
        return o.ruling->state == RulingState::kApproved &&
               o.ruling->action == RulingAction::kCredit && o.decision.rule == "ruling";
    }
    return o.decision.account == o.deposit.owner && !o.deposit.rival &&
           !o.gathered.facts.case_taken;
}

// A shared address's memo after outer cleaning at most, or the sender's own signature for just this
// account.
bool is_owner_certain(const Order& o) {
    if (o.ruling) return true;
    const DecisionFacts& facts = o.gathered.facts;
    if (facts.classification.memo_ambiguous) return false;
    if (facts.proven_claimant && facts.proven_claimant == o.decision.account) {
        return o.deposit.fault != Fault::kMemoOfOther;
    }
    return facts.classification.owner == o.decision.account && facts.classification.memo_grade <= 1;
}

bool is_account_open(const Order& o) {
    return o.account && o.account->id == o.decision.account && !o.account->closed;
}

bool conserves_units(const Order& o) {
    if (!o.asset) return false;
    const auto rescaled =
        rescale(o.deposit.transfer.units, o.asset->decimals, o.asset->currency_scale);
    return rescaled && rescaled->currency_units == o.decision.currency_units &&
           rescaled->rounding_units == o.decision.rounding_units &&
           !rescaled->currency_units.is_zero();
}

bool was_ledger_asked(const Order& o) {
    return o.gathered.facts.credited_by_operator == Answer::kNo && o.gathered.ledger_answered &&
           o.now - *o.gathered.ledger_answered <= kLedgerAnswerAgeMax;
}

bool did_token_move(const Order& o) {
    return o.deposit.transfer.kind != TransferKind::kToken ||
           o.gathered.facts.balance_moved == Answer::kYes;
}

constexpr std::array kConditions = {
    GuardCondition{"mode_acts", [](const Order& o) { return o.policy.mode == Mode::kAct; },
                   "the policy only observes"},
    GuardCondition{"may_follow",
                   [](const Order& o) {
                       return next_state(o.deposit.state, DepositEvent::kCredit).has_value();
                   },
                   "it is in a state that no credit follows"},
    GuardCondition{"is_final", is_final, "its block is not recorded as final"},
    GuardCondition{"has_finality_rule", has_finality_rule,
                   "the policy does not say when its network is final"},
    GuardCondition{"is_decided", is_decided, "its last decision does not allow a credit"},
    GuardCondition{"is_ruled_where_needed", is_ruled_where_needed,
                   "it has rivals, a case or another owner, and no approved ruling"},
    GuardCondition{"is_owner_certain", is_owner_certain,
                   "neither its address, its memo nor a proof names the account for certain"},
    GuardCondition{"is_mature", [](const Order& o) { return o.gathered.facts.maturity_left == 0; },
                   "too few blocks lie on top of it"},
    GuardCondition{"is_first_credit", [](const Order& o) { return !o.credited_before; },
                   "it was credited before"},
    GuardCondition{
        "is_not_held",
        [](const Order& o) { return !o.held && !o.deposit.frozen && !o.deposit.compliance; },
        "a hold stands on it"},
    GuardCondition{"is_not_reversed", [](const Order& o) { return !o.deposit.reversal_open; },
                   "its reversal is open"},
    GuardCondition{"is_no_spoof",
                   [](const Order& o) {
                       return may_be_moved_by_hand(o.deposit.transfer.refused_by) &&
                              o.deposit.fault != Fault::kSpoofRefused;
                   },
                   "the chain's own conditions refuse it"},
    GuardCondition{"is_misdirected",
                   [](const Order& o) {
                       return o.deposit.fault != Fault::kNone &&
                              o.deposit.fault != Fault::kInternalTransfer;
                   },
                   "it is the operator's to credit"},
    GuardCondition{"is_account_open", is_account_open, "the account is unknown or closed"},
    GuardCondition{"has_currency",
                   [](const Order& o) {
                       return o.asset && o.asset->currency &&
                              o.asset->currency == o.decision.currency;
                   },
                   "the asset has no such currency"},
    GuardCondition{"conserves_units", conserves_units,
                   "credit and rounding are not what was delivered"},
    GuardCondition{"can_be_moved",
                   [](const Order& o) {
                       return o.deposit.reach == Reach::kAutomatic ||
                              (o.ruling && o.deposit.reach == Reach::kManual);
                   },
                   "we cannot move what arrived"},
    GuardCondition{"did_token_move", did_token_move,
                   "the token balance was not seen to rise by it"},
    GuardCondition{"was_ledger_asked", was_ledger_asked,
                   "the operator's ledger must be asked again first"},
};

CreditOrder order_of(Draft& draft, const Policy& policy, const Deposit& deposit,
                     const Decision& decision, const Gathered& gathered,
                     const std::optional<Ruling>& ruling, Time now) {
    CreditOrder order{deposit, decision, gathered, ruling, {},     {},
                      {},      {},       false,    false,  policy, now};
    const Transfer& transfer = deposit.transfer;
    if (decision.account) order.account = draft.pin<Account>(account_key(*decision.account));
    order.asset = draft.pin<Asset>(asset_key(transfer.asset));
    order.cursor = draft.pin<Cursor>(cursor_key(transfer.network));
    order.header = draft.get<Header>(header_key(transfer.network, deposit.block.height));
    order.credited_before = draft.pin<Credit>(credit_key(deposit.id)).has_value();
    for (const std::string& key : hold_keys(deposit, decision.account)) {
        if (draft.pin<Hold>(key)) order.held = true;
    }
    return order;
}

OutboxMessage ledger_message(const Deposit& deposit, const Credit& credit, Time now) {
    OutboxMessage message;
    message.target = OutboxTarget::kLedger;
    message.key = credit.external_id;
    message.body = canonical_json({{"account", credit.account},
                                   {"asset", credit.asset.str()},
                                   {"currency", credit.currency},
                                   {"index", deposit.transfer.index},
                                   {"network", deposit.transfer.network.str()},
                                   {"txid", deposit.transfer.txid},
                                   {"units", credit.currency_units.to_string()}});
    message.created = now;
    return message;
}

}  // namespace

std::span<const GuardCondition> guard_conditions() {
    return kConditions;
}

const GuardCondition* first_breach(const CreditOrder& order) {
    const auto breach = std::find_if(kConditions.begin(), kConditions.end(),
                                     [&](const GuardCondition& c) { return !c.holds(order); });
    return breach == kConditions.end() ? nullptr : &*breach;
}

void credit_deposit(Draft& draft, const Policy& policy, Deposit& deposit, const Decision& decision,
                    const Gathered& gathered, const std::optional<Ruling>& ruling, Time now) {
    const CreditOrder order = order_of(draft, policy, deposit, decision, gathered, ruling, now);
    if (draft.error()) return;
    if (const GuardCondition* breach = first_breach(order)) {
        const std::string sentence =
            "deposit " + deposit.id.str() + " is not credited: " + std::string(breach->refusal);
        return draft.fail(breach->name == "was_ledger_asked" ? unavailable(sentence)
                                                             : conflict(sentence));
    }
    Credit credit;
    credit.deposit = deposit.id;
    credit.account = *decision.account;
    credit.asset = deposit.transfer.asset;
    credit.units = deposit.transfer.units;
    credit.currency = *decision.currency;
    credit.currency_units = decision.currency_units;
    credit.rounding_units = decision.rounding_units;
    credit.decision = decision.number;
    credit.external_id = "credit:" + deposit.id.str();
    credit.at = now;
    draft.put(credit);
    draft.send(ledger_message(deposit, credit, now));
    move_to(draft, deposit,
            {{BookAccount::kCustomer, credit.account, credit.units - credit.rounding_units},
             {BookAccount::kRounding, "", credit.rounding_units}},
            now);
    deposit.state = *next_state(deposit.state, DepositEvent::kCredit);
    deposit.owner = credit.account;
    close_case(draft, deposit, "credited", now);
    answer_claims(draft, deposit, credit.account, "credited");
}

void move_credit(Draft& draft, const Deposit& deposit, const Decision& decision,
                 const Ruling& ruling, Time now) {
    auto credit = draft.get<Credit>(credit_key(deposit.id));
    const bool may = ruling.action == RulingAction::kReassign && ruling.approver &&
                     ruling.state == RulingState::kApproved && credit && decision.account &&
                     decision.currency == credit->currency &&
                     decision.currency_units == credit->currency_units &&
                     decision.rounding_units == credit->rounding_units;
    if (!may) {
        return draft.fail(conflict("the credit of deposit " + deposit.id.str() +
                                   " is not moved: no approved ruling says so"));
    }
    credit->account = *decision.account;
    credit->decision = decision.number;
    draft.put(*credit);
    move_to(draft, deposit,
            {{BookAccount::kCustomer, credit->account, credit->units - credit->rounding_units},
             {BookAccount::kRounding, "", credit->rounding_units}},
            now);
}

}  // namespace homing
