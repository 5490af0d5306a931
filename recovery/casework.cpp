#include "recovery/casework.h"

#include <algorithm>
#include <array>

#include "recovery/machines.h"

namespace homing {
namespace {

constexpr std::size_t kTextMax = 4000;

struct Work {
    CaseEntryKind kind;
    std::array<bool, 4> roles;  // agent, senior, auditor, operator
    bool needs_text;
};
constexpr std::array kWork = {
    Work{CaseEntryKind::kTaken, {true, true, false, false}, false},
    Work{CaseEntryKind::kAssigned, {false, true, false, false}, true},
    Work{CaseEntryKind::kNoted, {true, true, false, false}, true},
    Work{CaseEntryKind::kAsked, {true, true, false, false}, true},
    Work{CaseEntryKind::kAnswered, {true, true, false, false}, true},
    Work{CaseEntryKind::kPaused, {true, true, false, false}, true},
    Work{CaseEntryKind::kResumed, {true, true, false, false}, false},
};

Result<void> check_worker(const Staff& staff, const Work& work, const Case& record,
                          const CaseEntry& entry) {
    const auto member = staff.find(entry.by);
    if (member == staff.end()) return invalid("\"" + entry.by.substr(0, 80) + "\" is not staff");
    const Role role = member->second.role;
    if (!work.roles[static_cast<std::size_t>(role)]) {
        return invalid(entry.by + " is " + std::string(to_string(role)) +
                       ", a role that may not do this");
    }
    if (role == Role::kAgent && record.agent && *record.agent != entry.by) {
        return invalid("case " + record.id.str() + " is the work of " + *record.agent);
    }
    return {};
}

Result<void> check_text(const Work& work, const CaseEntry& entry) {
    if (work.needs_text && entry.text.empty()) return invalid("text: is missing");
    if (entry.text.size() > kTextMax) return invalid("text: is longer than 4000 bytes");
    if (entry.kind == CaseEntryKind::kPaused && entry.waiting_for == WaitingFor::kNobody) {
        return invalid("waiting_for: must be user, chain or signer");
    }
    return {};
}

Result<void> hand_over(const Staff& staff, Case& record, const std::string& to) {
    const auto member = staff.find(to);
    if (member == staff.end() ||
        (member->second.role != Role::kAgent && member->second.role != Role::kSenior)) {
        return invalid("\"" + to.substr(0, 80) + "\" is no agent or senior");
    }
    if (Result<void> fresh = check_new_eyes(record, to); !fresh) return fresh;
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
    if (Result<void> fits = check_worker(staff, *work, *record, entry); !fits) return fits;
    if (Result<void> fits = check_text(*work, entry); !fits) return fits;
    if (Result<void> fresh = check_new_eyes(*record, entry.by); !fresh) return fresh;
    if (entry.kind == CaseEntryKind::kResumed && record->waiting_for == WaitingFor::kNobody) {
        return conflict("case " + id.str() + " waits for nobody");
    }
    if (entry.kind == CaseEntryKind::kTaken || entry.kind == CaseEntryKind::kAssigned) {
        const std::string& to = entry.kind == CaseEntryKind::kTaken ? entry.by : entry.text;
        if (record->agent == to) {
            result = *record;
            return {};
        }
        if (Result<void> done = hand_over(staff, *record, to); !done) return done;
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
