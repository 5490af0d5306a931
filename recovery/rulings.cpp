#include "recovery/rulings.h"

#include <algorithm>

#include "core/crypto/hash.h"
#include "core/json.h"
#include "recovery/books.h"
#include "recovery/cases.h"
#include "recovery/claims.h"
#include "recovery/deciding.h"
#include "recovery/disputes.h"
#include "recovery/guard.h"
#include "recovery/machines.h"

namespace homing {
namespace {

// What a payload asks for, read back from its text.
struct Request {
    RulingAction action = RulingAction::kCredit;
    std::string code;
    std::string account;
};

std::string text_of(const Json& payload, const char* name) {
    const auto found = payload.find(name);
    return found != payload.end() && found->is_string() ? found->get<std::string>() : "";
}

Result<Request> read_request(const std::string& payload) {
    const Result<Json> json = parse_json(payload);
    if (!json) return within("payload", json.error());
    if (!json->is_object()) return invalid("payload: must be an object");
    Request request;
    const std::string action = text_of(*json, "action");
    const auto& names = kEnumNames<RulingAction>;
    const auto found = std::find(names.begin(), names.end(), action);
    if (found == names.end()) return invalid("payload: action: is not a known one");
    request.action = static_cast<RulingAction>(found - names.begin());
    request.code = text_of(*json, "code");
    request.account = text_of(*json, "account");
    return request;
}

// Whether this person may, and signed just this.
Result<void> check_signer(const Staff& staff, const Engine::Signed& signer, const Hash& hash,
                          const Deed& deed) {
    const Result<StaffMember> person = find_staff(staff, signer.by);
    if (!person) return person.error();
    if (Result<void> may = check_may(*person, deed); !may) return may;
    if (!ed25519_verify(ByteView(hash.bytes), signer.signature, person->key)) {
        return invalid("the signature of " + person->id + " does not fit the payload");
    }
    return {};
}

Hash hash_of(const std::string& payload) {
    return {sha256(as_bytes(payload))};
}

Bytes bytes_of(const Ed25519Signature& signature) {
    return {signature.begin(), signature.end()};
}

void credit_by_ruling(Draft& draft, const Policy& policy, Deposit& deposit, const Ruling& ruling,
                      const std::string& account, Time now) {
    const auto asset = draft.get<Asset>(asset_key(deposit.transfer.asset));
    const Result<Json> payload = parse_json(ruling.payload);
    if (!asset || !payload) return draft.fail(conflict("the asset of the ruling is not there"));
    deposit.owner = account;
    deposit.state = *next_state(deposit.state, DepositEvent::kAttribute);
    const Classification classification{deposit.fault, deposit.reach, deposit.reach_reason,
                                        account};
    const Gathered gathered = gather_facts(draft, deposit, classification);
    Decision decision;
    decision.deposit = deposit.id;
    decision.at = now;
    decision.verdict = Verdict::kCredit;
    decision.rule = "ruling";
    decision.reason = "People decided it.";
    decision.account = account;
    decision.currency = asset->currency;
    decision.currency_units = draft.checked(Amount::parse(text_of(*payload, "currency_units")));
    decision.rounding_units = draft.checked(Amount::parse(text_of(*payload, "rounding_units")));
    decision.policy = policy_hash(policy);
    decision.evidence = gathered.evidence;
    decision.inputs = canonical_json({{"case", ruling.case_id.str()},
                                      {"payload_hash", ruling.payload_hash.str()},
                                      {"ruling", ruling.number}});
    record_decision(draft, policy, deposit, decision);
    credit_deposit(draft, policy, deposit, decision, gathered, ruling, now);
}

void answer_all(Draft& draft, const Case& record, const Deposit& deposit, const std::string& code) {
    for (const std::string& account : concerned_accounts(draft, record)) {
        answer_claims(draft, deposit, account, code);
    }
}

// Those who proved to have sent it and those who appealed; others learn nothing of it.
void answer_proven(Draft& draft, const Case& record, const std::string& code) {
    for (const ClaimId& id : record.claims) {
        auto claim = draft.get<Claim>(claim_key(id));
        if (!claim ||
            (claim->state != ClaimState::kProven && claim->state != ClaimState::kAppealed))
            continue;
        claim->state = *next_state(claim->state, ClaimEvent::kAnswer);
        claim->answer = code;
        draft.put(*claim);
    }
}

// The approved ruling happens: deposit, books, claims and case.
void act(Draft& draft, const Policy& policy, const Case& record, Deposit deposit,
         const Ruling& ruling, const std::string& account, Time now) {
    draft.put(ruling);
    switch (ruling.action) {
        case RulingAction::kCredit:
            credit_by_ruling(draft, policy, deposit, ruling, account, now);
            break;
        case RulingAction::kRefuse:
            deposit.state = *next_state(deposit.state, DepositEvent::kRefuse);
            close_case(draft, deposit, "refused:" + ruling.code, now);
            answer_all(draft, record, deposit, ruling.code);
            break;
        case RulingAction::kWriteOff:
            deposit.state = *next_state(deposit.state, DepositEvent::kWriteOff);
            move_to(draft, deposit, all_in(BookAccount::kWrittenOff, deposit), now);
            close_case(draft, deposit, "resolved", now);
            answer_all(draft, record, deposit, "written_off");
            break;
        case RulingAction::kCloseReversal:
            deposit.state = *next_state(deposit.state, DepositEvent::kCloseReversal);
            deposit.reversal_open = false;
            deposit.frozen = true;  // should it come back, a person decides
            move_to(draft, deposit, {}, now);
            close_case(draft, deposit, "resolved", now);
            break;
        case RulingAction::kReassign:
            reassign_deposit(draft, policy, deposit, ruling, now);
            close_case(draft, deposit, "reassigned", now);
            answer_claims(draft, deposit, account, "reassigned");
            break;
        case RulingAction::kUphold:
            if (is_disputed(deposit)) unfreeze(draft, deposit, now);
            close_case(draft, deposit, "upheld:" + ruling.code, now);
            answer_proven(draft, record, ruling.code);
            break;
    }
    draft.put(deposit);
}

struct CaseAndDeposit {
    Case record;
    Deposit deposit;
};

Result<CaseAndDeposit> find_case(Draft& draft, const CaseId& case_id) {
    const auto record = draft.get<Case>(case_key(case_id));
    if (draft.error()) return *draft.error();
    if (!record) return not_found("case " + case_id.str() + " does not exist");
    const auto deposit = draft.get<Deposit>(deposit_key(record->deposit));
    if (draft.error()) return *draft.error();
    if (!deposit) return corrupt("case " + case_id.str() + " names a deposit that is not there");
    return CaseAndDeposit{*record, *deposit};
}

std::optional<Ruling> last_ruling(Draft& draft, const Case& record) {
    if (record.rulings == 0) return std::nullopt;
    return draft.get<Ruling>(ruling_key(record.id, record.rulings - 1));
}

Ruling make_proposal(const Case& record, const Request& request, const std::string& payload,
                     const Engine::Signed& proposer, Time now) {
    Ruling ruling;
    ruling.case_id = record.id;
    ruling.number = record.rulings;
    ruling.action = request.action;
    ruling.payload = payload;
    ruling.payload_hash = hash_of(payload);
    ruling.code = request.code;
    ruling.proposer = proposer.by;
    ruling.proposer_signature = bytes_of(proposer.signature);
    ruling.proposed = now;
    return ruling;
}

// Marks a proposal whose facts changed, and gives the case back to its agent.
void void_ruling(Draft& draft, Case record, Ruling& ruling, Time now) {
    ruling.state = RulingState::kVoid;
    ruling.decided = now;
    draft.put(ruling);
    if (const auto next = next_state(record.state, CaseEvent::kReject)) {
        record.state = *next;
        draft.put(record);
    }
}

}  // namespace

Result<void> propose_ruling(Draft& draft, const Policy& policy, const Staff& staff,
                            const CaseId& case_id, const std::string& payload,
                            const Engine::Signed& proposer, Time now, Ruling& result) {
    const Result<Request> request = read_request(payload);
    if (!request) return request.error();
    Result<CaseAndDeposit> found = find_case(draft, case_id);
    if (!found) return found.error();
    Case& record = found->record;
    const auto last = last_ruling(draft, record);
    if (last && last->payload == payload && last->proposer == proposer.by &&
        last->state != RulingState::kVoid) {
        result = *last;
        return {};
    }
    if (last && last->state == RulingState::kProposed) {
        return conflict("case " + case_id.str() + ": a proposal waits for its second person");
    }
    Result<void> signer =
        check_signer(staff, proposer, hash_of(payload),
                     {Action::kProposeRuling, &record, concerned_accounts(draft, record), ""});
    if (!signer) return signer;
    const Result<std::string> current = write_payload(
        draft, policy, case_id, request->action, request->code, request->account, record.rulings);
    if (!current) return current.error();
    if (*current != payload) {
        return conflict("case " + case_id.str() + ": the facts are not those of the payload");
    }
    result = make_proposal(record, *request, payload, proposer, now);
    ++record.rulings;
    if (needs_second_person(draft, policy, found->deposit, request->action, now)) {
        const auto next = next_state(record.state, CaseEvent::kPropose);
        if (!next) return conflict("case " + case_id.str() + ": takes no proposal now");
        record.state = *next;
        draft.put(record);
        draft.put(result);
        return {};
    }
    draft.put(record);
    result.state = RulingState::kApproved;
    result.decided = now;
    act(draft, policy, record, found->deposit, result, request->account, now);
    return {};
}

Result<void> approve_ruling(Draft& draft, const Policy& policy, const Staff& staff,
                            const CaseId& case_id, const Hash& payload_hash,
                            const Engine::Signed& approver, Time now, Ruling& result) {
    const Result<CaseAndDeposit> found = find_case(draft, case_id);
    if (!found) return found.error();
    auto ruling = last_ruling(draft, found->record);
    if (!ruling || ruling->payload_hash != payload_hash) {
        return not_found("case " + case_id.str() + ": no proposal has this payload");
    }
    result = *ruling;
    if (ruling->state == RulingState::kApproved && ruling->approver == approver.by) return {};
    if (ruling->state != RulingState::kProposed) {
        return conflict("case " + case_id.str() + ": the proposal is " +
                        std::string(to_string(ruling->state)));
    }
    Result<void> signer =
        check_signer(staff, approver, payload_hash,
                     {Action::kApproveRuling, &found->record,
                      concerned_accounts(draft, found->record), ruling->proposer});
    if (!signer) return signer;
    const Result<Request> request = read_request(ruling->payload);
    if (!request) return request.error();
    const Result<std::string> current = write_payload(
        draft, policy, case_id, request->action, request->code, request->account, ruling->number);
    if (!current || *current != ruling->payload) {
        void_ruling(draft, found->record, result, now);
        return {};
    }
    result.state = RulingState::kApproved;
    result.approver = approver.by;
    result.approver_signature = bytes_of(approver.signature);
    result.decided = now;
    act(draft, policy, found->record, found->deposit, result, request->account, now);
    return {};
}

}  // namespace homing
