#pragma once

#include <array>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/crypto/ed25519.h"
#include "core/model/case.h"
#include "core/result.h"

// Who may do what: one table (roles.def) and the one function that enforces it.
namespace homing {

// Roles as in staff.toml.
enum class Role : std::uint8_t { kAgent = 0, kSenior = 1, kAuditor = 2, kOperator = 3 };
template <>
inline constexpr std::array kEnumNames<Role> =
    std::to_array<std::string_view>({"agent", "senior", "auditor", "operator"});

struct StaffMember {
    std::string id;
    Role role = Role::kAgent;
    Ed25519PublicKey key;
    std::vector<std::string>
        accounts;  // their own customer accounts: never a beneficiary they rule for
};
using Staff = std::map<std::string, StaffMember>;  // by id

// What somebody asks for.
enum class Action : std::uint8_t {
#define ACTION(enumerator, ...) enumerator,
#include "recovery/roles.def"
#undef ACTION
};

enum class Permission : std::uint8_t { kNo, kYes, kOwn };

// Who is refused although their role may.
enum Unless : unsigned { kNothing = 0, kRuledBefore = 1, kInterested = 2, kProposed = 4 };

// A row of roles.def.
struct ActionRow {
    Action action;
    std::string_view name;
    std::array<Permission, 4> by_role;
    unsigned unless = kNothing;
};
std::span<const ActionRow> action_rows();

// The action, and what it touches as far as its row asks about it.
struct Deed {
    Action action;
    const Case* record = nullptr;        // the case it is done in
    std::vector<std::string> concerned;  // accounts that gain or lose by it
    std::string proposer;                // of the ruling that it approves
};

// kInvalid with a sentence for whoever may not; an own case is asked for where there is none too.
Result<void> check_may(const StaffMember& person, const Deed& deed);

// Whether a role may do it in some case at all: what a request is judged by before it is read.
bool may_ever(Role role, Action action);

// kInvalid for strangers.
Result<StaffMember> find_staff(const Staff& staff, const std::string& id);

}  // namespace homing
