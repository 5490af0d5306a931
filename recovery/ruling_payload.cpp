#include <algorithm>

#include "core/currency.h"
#include "core/json.h"
#include "matcher/matcher.h"
#include "recovery/disputes.h"
#include "recovery/machines.h"
#include "recovery/refusal_codes.h"
#include "recovery/rulings.h"
#include "store/custody_book.h"

namespace homing {
namespace {

DepositEvent event_of(RulingAction action) {
    switch (action) {
        case RulingAction::kCredit:
            return DepositEvent::kAttribute;
        case RulingAction::kRefuse:
            return DepositEvent::kRefuse;
        case RulingAction::kWriteOff:
            return DepositEvent::kWriteOff;
        case RulingAction::kCloseReversal:
            return DepositEvent::kCloseReversal;
        case RulingAction::kReassign:
        case RulingAction::kUphold:
            break;
    }
    return DepositEvent::kRefuse;
}

bool is_settled(DepositState state) {
    return state == DepositState::kCredited || state == DepositState::kRefused ||
           state == DepositState::kLeftToOperator || state == DepositState::kWrittenOff ||
           state == DepositState::kReturned || state == DepositState::kSent ||
           state == DepositState::kPooled;
}

bool may_follow(const Deposit& deposit, RulingAction action) {
    if (action == RulingAction::kReassign) return is_disputed(deposit);
    if (action == RulingAction::kUphold) {
        return is_settled(deposit.state) && !deposit.reversal_open;
    }
    return next_state(deposit.state, event_of(action)).has_value();
}

Result<void> check_fits(const Case& record, const Deposit& deposit, RulingAction action,
                        const std::string& code) {
    const std::string where = "case " + record.id.str();
    if (record.state == CaseState::kDone) return invalid(where + ": is done");
    if (!may_follow(deposit, action)) {
        return invalid(where + ": a deposit that is " + std::string(to_string(deposit.state)) +
                       " cannot be ruled to " + std::string(to_string(action)));
    }
    if (action == RulingAction::kCloseReversal && !deposit.reversal_open) {
        return invalid(where + ": its deposit has no open reversal");
    }
    const bool has_code = action == RulingAction::kRefuse || action == RulingAction::kUphold;
    if (has_code && find_refusal_code(code) == nullptr) {
        return invalid(where + ": code: \"" + code.substr(0, 80) + "\" is not a refusal code");
    }
    if (!has_code && !code.empty()) {
        return invalid(where + ": code: only a refusal, or what upholds one, has one");
    }
    return {};
}

// Nobody types a recipient: it is the owner, or one who has a claim on the case.
Result<std::string> find_recipient(Draft& draft, const Case& record, const Deposit& deposit,
                                   const std::string& wanted) {
    if (deposit.owner && (wanted.empty() || wanted == *deposit.owner)) return *deposit.owner;
    for (const ClaimId& id : record.claims) {
        const auto claim = draft.get<Claim>(claim_key(id));
        if (claim && claim->account == wanted && claim->state != ClaimState::kWithdrawn) {
            return wanted;
        }
    }
    return invalid("case " + record.id.str() +
                   ": account: must be the owner's or one with a claim on the case");
}

// Of a disputed deposit: one who proved to have sent it, with the holder's recorded consent.
Result<void> add_reassignment(Draft& draft, const Case& record, const Deposit& deposit,
                              const std::string& wanted, Json& payload) {
    const std::string where = "case " + record.id.str();
    const auto consent = find_consent(draft, record);
    if (!consent) return invalid(where + ": the holder has not consented");
    for (const ClaimId& id : record.claims) {
        const auto claim = draft.get<Claim>(claim_key(id));
        const bool is_recipient = claim && claim->account == wanted &&
                                  claim->account != deposit.owner &&
                                  claim->state == ClaimState::kProven;
        if (!is_recipient) continue;
        payload["account"] = wanted;
        payload["consent"] = consent->str();
        payload["holder"] = deposit.owner.value_or("");
        return {};
    }
    return invalid(where + ": account: must have a proven claim on the case");
}

Result<void> add_amounts(Draft& draft, const Deposit& deposit, Json& payload) {
    const auto asset = draft.get<Asset>(asset_key(deposit.transfer.asset));
    if (!asset || !asset->currency) {
        return invalid("deposit " + deposit.id.str() + ": its asset has no currency to credit");
    }
    const Result<Rescaled> amounts =
        rescale(deposit.transfer.units, asset->decimals, asset->currency_scale);
    if (!amounts) return within("deposit " + deposit.id.str(), amounts.error());
    payload["currency"] = *asset->currency;
    payload["currency_units"] = amounts->currency_units.to_string();
    payload["rounding_units"] = amounts->rounding_units.to_string();
    return {};
}

// The version a row has in the store, under whatever this draft changed.
std::uint64_t stored_version(Draft& draft, const std::string& key) {
    const auto stored = draft.checked(draft.reader().get(key));
    return stored ? stored->version : 0;
}

Json bind_facts(Draft& draft, const Policy& policy, const Case& record, const Deposit& deposit,
                RulingAction action, const std::string& code, std::uint32_t number) {
    const Transfer& transfer = deposit.transfer;
    return {{"action", std::string(to_string(action))},
            {"asset", transfer.asset.str()},
            {"block", deposit.block.hash},
            {"case", record.id.str()},
            {"code", code},
            {"deposit", deposit.id.str()},
            {"deposit_version", stored_version(draft, deposit_key(deposit.id))},
            {"fault", std::string(to_string(deposit.fault))},
            {"index", transfer.index},
            {"network", transfer.network.str()},
            {"number", number},
            {"policy", policy_hash(policy).str()},
            {"recipient", transfer.recipient_address},
            {"state", std::string(to_string(deposit.state))},
            {"txid", transfer.txid},
            {"units", transfer.units.to_string()}};
}

}  // namespace

Result<std::string> write_payload(Draft& draft, const Policy& policy, const CaseId& case_id,
                                  RulingAction action, const std::string& code,
                                  const std::string& account, std::uint32_t number) {
    const auto record = draft.get<Case>(case_key(case_id));
    if (draft.error()) return *draft.error();
    if (!record) return not_found("case " + case_id.str() + " does not exist");
    const auto deposit = draft.get<Deposit>(deposit_key(record->deposit));
    if (draft.error()) return *draft.error();
    if (!deposit) return corrupt("case " + case_id.str() + " names a deposit that is not there");
    if (Result<void> fits = check_fits(*record, *deposit, action, code); !fits) {
        return fits.error();
    }
    Json payload = bind_facts(draft, policy, *record, *deposit, action, code, number);
    if (action == RulingAction::kCredit) {
        const auto recipient = find_recipient(draft, *record, *deposit, account);
        if (!recipient) return recipient.error();
        payload["account"] = *recipient;
        if (Result<void> added = add_amounts(draft, *deposit, payload); !added) {
            return added.error();
        }
    } else if (action == RulingAction::kReassign) {
        Result<void> added = add_reassignment(draft, *record, *deposit, account, payload);
        if (added) added = add_amounts(draft, *deposit, payload);
        if (!added) return added.error();
    } else if (!account.empty()) {
        return invalid("case " + case_id.str() +
                       ": account: only a credit or a reassignment has one");
    }
    if (draft.error()) return *draft.error();
    return canonical_json(payload);
}

bool needs_second_person(Draft& draft, const Policy& policy, const Deposit& deposit,
                         RulingAction action, Time now) {
    if (action == RulingAction::kWriteOff || action == RulingAction::kCloseReversal ||
        action == RulingAction::kReassign) {
        return true;
    }
    if (deposit.rival || deposit.fault == Fault::kMemoOfOther) return true;
    const auto asset = draft.get<Asset>(asset_key(deposit.transfer.asset));
    const auto price = draft.checked(find_price(draft.reader(), deposit.transfer.asset));
    if (!asset || !price || now - price->at > policy.price_age_max) return true;
    const auto value = value_micro_usd(deposit.transfer.units, asset->decimals, *price);
    return !value || *value >= policy.two_person_min_micro_usd;
}

}  // namespace homing
