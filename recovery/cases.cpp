#include "recovery/cases.h"

#include <algorithm>

#include "core/crypto/hash.h"
#include "recovery/machines.h"

namespace homing {

CaseId case_id(const DepositId& deposit, std::uint32_t ordinal) {
    const Hash hash = HashBuilder()
                          .add("case")
                          .add(ByteView(deposit.bytes))
                          .add(std::to_string(ordinal))
                          .finish();
    CaseId id;
    std::copy_n(hash.bytes.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

void open_case(Draft& draft, const Policy& policy, Deposit& deposit, const std::string& reason,
               Time now) {
    if (deposit.open_case) return;
    Case record;
    record.deposit = deposit.id;
    record.id = case_id(deposit.id, 0);
    while (draft.get<Case>(case_key(record.id))) {
        record.id = case_id(deposit.id, ++record.ordinal);
    }
    record.reason = reason;
    record.opened = now;
    record.answer_due = now + policy.answer_within;
    record.decision_due = now + policy.decision_within;
    for (const Claim& claim : draft.list_by_index<Claim>(claims_by_deposit(deposit.id))) {
        record.claims.push_back(claim.id);
    }
    draft.put(record);
    deposit.open_case = record.id;
}

void close_case(Draft& draft, Deposit& deposit, const std::string& outcome, Time now) {
    if (!deposit.open_case) return;
    auto record = draft.get<Case>(case_key(*deposit.open_case));
    deposit.open_case.reset();
    if (!record) return;
    if (auto ruling = open_ruling(draft, *record)) {
        ruling->state = RulingState::kVoid;
        ruling->decided = now;
        draft.put(*ruling);
    }
    const auto next = next_state(record->state, CaseEvent::kSettle);
    if (!next) {
        return draft.fail(conflict("case " + record->id.str() + " is " +
                                   std::string(to_string(record->state)) +
                                   " and cannot be closed now"));
    }
    record->state = *next;
    record->closed = now;
    record->outcome = outcome;
    draft.put(*record);
}

void join_case(Draft& draft, const Deposit& deposit, const ClaimId& claim) {
    if (!deposit.open_case) return;
    auto record = draft.get<Case>(case_key(*deposit.open_case));
    if (!record || std::count(record->claims.begin(), record->claims.end(), claim) > 0) return;
    record->claims.push_back(claim);
    draft.put(*record);
}

std::optional<Ruling> open_ruling(Draft& draft, const Case& record) {
    if (record.rulings == 0) return std::nullopt;
    auto ruling = draft.get<Ruling>(ruling_key(record.id, record.rulings - 1));
    if (!ruling || ruling->state != RulingState::kProposed) return std::nullopt;
    return ruling;
}

}  // namespace homing
