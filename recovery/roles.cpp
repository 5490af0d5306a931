#include "recovery/roles.h"

#include <algorithm>

namespace homing {
namespace {

constexpr Permission kNo = Permission::kNo;
constexpr Permission kYes = Permission::kYes;
constexpr Permission kOwn = Permission::kOwn;

constexpr std::array kRows = {
#define ACTION(enumerator, name, agent, senior, auditor, operator_, unless) \
    ActionRow{Action::enumerator, name, {agent, senior, auditor, operator_}, unless},
#include "recovery/roles.def"
#undef ACTION
};

const ActionRow& row_of(Action action) {
    return kRows.at(static_cast<std::size_t>(action));
}

Permission cell(Role role, Action action) {
    return row_of(action).by_role.at(static_cast<std::size_t>(role));
}

bool contains(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

Result<void> check_own(const StaffMember& person, const Deed& deed) {
    if (deed.record == nullptr) {
        return invalid(person.id + " is " + std::string(to_string(person.role)) +
                       ", a role that may do this only in a case of their own");
    }
    if (!deed.record->agent || *deed.record->agent == person.id) return {};
    return invalid("case " + deed.record->id.str() + " is the work of " + *deed.record->agent);
}

}  // namespace

std::span<const ActionRow> action_rows() {
    return kRows;
}

bool may_ever(Role role, Action action) {
    return cell(role, action) != kNo;
}

Result<StaffMember> find_staff(const Staff& staff, const std::string& id) {
    const auto found = staff.find(id);
    if (found == staff.end()) return invalid("\"" + id.substr(0, 80) + "\" is not staff");
    return found->second;
}

Result<void> check_may(const StaffMember& person, const Deed& deed) {
    const unsigned unless = row_of(deed.action).unless;
    if ((unless & kProposed) != 0 && deed.proposer == person.id) {
        return invalid(person.id + " proposed it and may not approve it");
    }
    const Permission permission = cell(person.role, deed.action);
    if (permission == kNo) {
        return invalid(person.id + " is " + std::string(to_string(person.role)) +
                       ", a role that may not do this");
    }
    if (permission == kOwn) {
        if (Result<void> own = check_own(person, deed); !own) return own;
    }
    if ((unless & kRuledBefore) != 0 && deed.record != nullptr &&
        contains(deed.record->not_by, person.id)) {
        return invalid(person.id +
                       " ruled on this deposit before, and the answer is appealed: case " +
                       deed.record->id.str() + " goes to somebody else");
    }
    if ((unless & kInterested) == 0) return {};
    for (const std::string& account : person.accounts) {
        if (!contains(deed.concerned, account)) continue;
        return invalid(person.id + " is linked to account " + account +
                       " and may not do this where it is concerned");
    }
    return {};
}

}  // namespace homing
