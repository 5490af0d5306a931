#include "recovery/disputes.h"

#include <algorithm>

#include "core/currency.h"
#include "core/json.h"
#include "recovery/cases.h"
#include "recovery/deciding.h"
#include "recovery/guard.h"
#include "recovery/machines.h"
#include "store/custody_book.h"

namespace homing {
namespace {

constexpr std::string_view kReason = "memo_of_other";

std::string text_of(const Json& body, const char* name) {
    const auto found = body.find(name);
    return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// The amount as the operator's ledger knows it; nullopt where it has no currency for the asset.
std::optional<Json> disputed_amount(Draft& draft, const Deposit& deposit) {
    const auto asset = draft.get<Asset>(asset_key(deposit.transfer.asset));
    if (!asset || !asset->currency) return std::nullopt;
    const auto amounts = rescale(deposit.transfer.units, asset->decimals, asset->currency_scale);
    if (!amounts || amounts->currency_units.is_zero()) return std::nullopt;
    return Json{{"currency", *asset->currency}, {"units", amounts->currency_units.to_string()}};
}

// The movement is nested, so that no receiver takes the message for a credit of it.
void tell_ledger(Draft& draft, const Deposit& deposit, const CaseId& case_id,
                 const std::string& kind, Json body, Time now) {
    const Transfer& transfer = deposit.transfer;
    body["kind"] = kind;
    body["deposit"] = deposit.id.str();
    body["movement"] = {
        {"index", transfer.index}, {"network", transfer.network.str()}, {"txid", transfer.txid}};
    OutboxMessage message;
    message.target = OutboxTarget::kLedger;
    message.key = kind + ":" + case_id.str();
    message.body = canonical_json(body);
    message.created = now;
    draft.send(std::move(message));
}

// The holder's words in this case, oldest first.
std::vector<std::pair<EvidenceId, bool>> words_of(Draft& draft, const Case& record) {
    std::vector<std::pair<EvidenceId, bool>> words;
    for (const Evidence& fact : draft.list<Evidence>(evidence_of(record.deposit))) {
        if (fact.kind != EvidenceKind::kConsent) continue;
        const Result<Json> body = parse_json(fact.body);
        if (!body || text_of(*body, "case") != record.id.str()) continue;
        words.emplace_back(fact.id, body->value("consents", false));
    }
    return words;
}

std::optional<Case> case_of(Draft& draft, const Deposit& deposit) {
    if (!deposit.open_case) return std::nullopt;
    return draft.get<Case>(case_key(*deposit.open_case));
}

// Why the reassignment may not happen now; empty when it may.
std::string why_not(Draft& draft, const Policy& policy, const Deposit& deposit,
                    const std::string& account) {
    if (policy.mode != Mode::kAct) return "the policy only observes";
    std::vector<std::string> keys = hold_keys(deposit, account);
    keys.push_back(hold_key(HoldScope::kAccount, *deposit.owner));
    for (const std::string& key : keys) {
        if (draft.pin<Hold>(key)) return "a hold stands on it";
    }
    const auto recipient = draft.pin<Account>(account_key(account));
    if (!recipient || recipient->closed) return "the account is unknown or closed";
    return {};
}

Decision decision_of(const Policy& policy, const Deposit& deposit, const Ruling& ruling,
                     const std::string& account, const Json& payload, Time now) {
    Decision decision;
    decision.deposit = deposit.id;
    decision.at = now;
    decision.verdict = Verdict::kCredit;
    decision.rule = "ruling";
    decision.reason = "The holder consented, and people decided it.";
    decision.account = account;
    decision.currency = text_of(payload, "currency");
    decision.currency_units = Amount::parse(text_of(payload, "currency_units")).value_or(Amount());
    decision.rounding_units = Amount::parse(text_of(payload, "rounding_units")).value_or(Amount());
    decision.policy = policy_hash(policy);
    if (const auto id = EvidenceId::parse(text_of(payload, "consent"))) {
        decision.evidence.push_back(*id);
    }
    decision.inputs = canonical_json({{"case", ruling.case_id.str()},
                                      {"payload_hash", ruling.payload_hash.str()},
                                      {"ruling", ruling.number}});
    return decision;
}

}  // namespace

bool is_disputed(const Deposit& deposit) {
    return deposit.frozen && deposit.fault == Fault::kMemoOfOther;
}

bool can_be_disputed(Draft& draft, const Deposit& deposit, const std::string& account) {
    if (deposit.state != DepositState::kLeftToOperator && deposit.state != DepositState::kCredited)
        return false;
    if (!deposit.owner || *deposit.owner == account || deposit.reversal_open) return false;
    const auto custody =
        draft.checked(find_custody(draft.reader(), deposit.transfer.recipient)).address;
    return custody && custody->role == AddressRole::kShared;
}

void open_dispute(Draft& draft, const Policy& policy, Deposit& deposit, const Claim& claim,
                  Time now) {
    open_case(draft, policy, deposit, std::string(kReason), now);
    join_case(draft, deposit, claim.id, now);
    deposit.fault = Fault::kMemoOfOther;
    const auto record = case_of(draft, deposit);
    if (deposit.frozen || policy.mode != Mode::kAct || !record || record->reason != kReason) return;
    auto amount = disputed_amount(draft, deposit);
    if (!amount) return;
    (*amount)["account"] = *deposit.owner;
    (*amount)["answer_by"] = format_time(consent_due(*record));
    tell_ledger(draft, deposit, record->id, "freeze", std::move(*amount), now);
    deposit.frozen = true;
}

std::optional<EvidenceId> find_consent(Draft& draft, const Case& record) {
    const auto words = words_of(draft, record);
    if (words.empty() || !words.front().second) return std::nullopt;
    return words.front().first;
}

Time consent_due(const Case& record) {
    return record.opened + record.terms.decision;
}

Result<void> take_consent(Draft& draft, const DepositId& id, const std::string& account,
                          bool consents, Time now) {
    auto deposit = draft.get<Deposit>(deposit_key(id));
    const auto record = deposit ? case_of(draft, *deposit) : std::nullopt;
    if (draft.error()) return *draft.error();
    if (!record || record->reason != kReason || deposit->owner != account) {
        return not_found("account " + account.substr(0, 80) + " is asked about no deposit " +
                         id.str());
    }
    if (const auto words = words_of(draft, *record); !words.empty()) {
        if (words.front().second == consents) return {};
        return conflict("deposit " + id.str() + ": its holder has answered before");
    }
    if (!is_disputed(*deposit)) {
        return conflict("deposit " + id.str() + ": the time to answer has passed");
    }
    Evidence word;
    word.deposit = id;
    word.kind = EvidenceKind::kConsent;
    word.stated_by = "holder";
    word.at = now;
    word.body =
        canonical_json({{"account", account}, {"case", record->id.str()}, {"consents", consents}});
    draft.put(sealed(std::move(word)));
    if (!consents) {
        unfreeze(draft, *deposit, now);
        draft.put(*deposit);
    }
    return {};
}

Result<void> end_silence(Draft& draft, const DepositId& id, Time now) {
    auto deposit = draft.get<Deposit>(deposit_key(id));
    const auto record = deposit ? case_of(draft, *deposit) : std::nullopt;
    if (draft.error()) return *draft.error();
    if (!record || !is_disputed(*deposit)) {
        return not_found("deposit " + id.str() + " is not disputed");
    }
    if (!words_of(draft, *record).empty()) return {};
    if (now < consent_due(*record)) {
        return conflict("deposit " + id.str() + ": its holder may answer until " +
                        format_time(consent_due(*record)));
    }
    unfreeze(draft, *deposit, now);
    draft.put(*deposit);
    return {};
}

void unfreeze(Draft& draft, Deposit& deposit, Time now) {
    deposit.frozen = false;
    auto amount = disputed_amount(draft, deposit);
    if (!amount || !deposit.open_case) return;
    (*amount)["account"] = deposit.owner.value_or("");
    tell_ledger(draft, deposit, *deposit.open_case, "unfreeze", std::move(*amount), now);
}

void reassign_deposit(Draft& draft, const Policy& policy, Deposit& deposit, const Ruling& ruling,
                      Time now) {
    const Result<Json> payload = parse_json(ruling.payload);
    const std::string account = payload ? text_of(*payload, "account") : "";
    if (const std::string reason = why_not(draft, policy, deposit, account); !reason.empty()) {
        return draft.fail(
            conflict("deposit " + deposit.id.str() + " is not reassigned: " + reason));
    }
    Decision decision = decision_of(policy, deposit, ruling, account, *payload, now);
    record_decision(draft, policy, deposit, decision);
    if (deposit.state == DepositState::kCredited) {
        move_credit(draft, deposit, decision, ruling, now);
    }
    tell_ledger(draft, deposit, ruling.case_id, "reassign",
                {{"currency", text_of(*payload, "currency")},
                 {"from", text_of(*payload, "holder")},
                 {"to", account},
                 {"units", text_of(*payload, "currency_units")}},
                now);
    deposit.owner = account;
    deposit.frozen = false;
}

}  // namespace homing
