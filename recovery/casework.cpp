#include "recovery/casework.h"

#include <algorithm>
#include <array>

#include "recovery/machines.h"

namespace homing {
namespace {

constexpr std::size_t kTextMax = 4000;

struct Work {
    CaseEntryKind kind;
    Action action;
    bool needs_text;
};
constexpr std::array kWork = {
    Work{CaseEntryKind::kTaken, Action::kTakeCase, false},
    Work{CaseEntryKind::kAssigned, Action::kAssignCase, true},
    Work{CaseEntryKind::kNoted, Action::kNoteOnCase, true},
    Work{CaseEntryKind::kAsked, Action::kAskClaimant, true},
    Work{CaseEntryKind::kAnswered, Action::kAnswerClaimant, true},
    Work{CaseEntryKind::kPaused, Action::kPauseCase, true},
    Work{CaseEntryKind::kResumed, Action::kResumeCase, false},
};

Result<void> check_text(const Work& work, const CaseEntry& entry) {
    if (work.needs_text && entry.text.empty()) return invalid("text: is missing");
    if (entry.text.size() > kTextMax) return invalid("text: is longer than 4000 bytes");
    if (entry.kind == CaseEntryKind::kPaused && entry.waiting_for == WaitingFor::kNobody) {
        return invalid("waiting_for: must be user, chain or signer");
    }
    return {};
}

// To whoever could take it, were it nobody's.
Result<void> hand_over(const Staff& staff, Case& record, const std::string& to,
                       const std::vector<std::string>& concerned) {
    const Result<StaffMember> person = find_staff(staff, to);
    if (!person) return person.error();
    Case free = record;
    free.agent.reset();
    if (Result<void> may = check_may(*person, {Action::kTakeCase, &free, concerned, ""}); !may) {
        return may;
    }
    record.agent = to;
    if (const auto next = next_state(record.state, CaseEvent::kTake)) record.state = *next;
    return {};
}

}  // namespace

Result<void> work_on_case(Draft& draft, const Staff& staff, const CaseId& id, CaseEntry entry,
                          Time now, Case& result) {
    auto record = draft.get<Case>(case_key(id));
    if (draft.error()) return *draft.error();
    if (!record) return not_found("case " + id.str() + " does not exist");
    if (record->state == CaseState::kDone) return conflict("case " + id.str() + " is done");
    const auto work = std::find_if(kWork.begin(), kWork.end(),
                                   [&](const Work& w) { return w.kind == entry.kind; });
    if (work == kWork.end()) return invalid("kind: is not staff's to write");
    const Result<StaffMember> person = find_staff(staff, entry.by);
    if (!person) return person.error();
    const auto concerned = concerned_accounts(draft, *record);
    if (Result<void> may = check_may(*person, {work->action, &*record, concerned, ""}); !may) {
        return may;
    }
    if (Result<void> fits = check_text(*work, entry); !fits) return fits;
    if (entry.kind == CaseEntryKind::kResumed && record->waiting_for == WaitingFor::kNobody) {
        return conflict("case " + id.str() + " waits for nobody");
    }
    if (entry.kind == CaseEntryKind::kTaken || entry.kind == CaseEntryKind::kAssigned) {
        const std::string& to = entry.kind == CaseEntryKind::kTaken ? entry.by : entry.text;
        if (record->agent == to) {
            result = *record;
            return {};
        }
        if (Result<void> done = hand_over(staff, *record, to, concerned); !done) return done;
    }
    entry.at = now;
    entry.clock.reset();
    if (entry.kind == CaseEntryKind::kAsked) entry.waiting_for = WaitingFor::kUser;
    if (entry.kind != CaseEntryKind::kAsked && entry.kind != CaseEntryKind::kPaused) {
        entry.waiting_for = WaitingFor::kNobody;
        entry.until.reset();
    }
    add_entry(draft, *record, std::move(entry));
    result = *record;
    return {};
}

}  // namespace homing
