#pragma once

#include "core/model/policy.h"
#include "core/model/search.h"
#include "recovery/draft.h"
#include "recovery/roles.h"

// Looking things up: never without a reason, never without a trace.
namespace homing {

// One person's within an hour, where the policy does not say.
inline constexpr std::uint32_t kSearchesPerHour = 60;

// Records a search before its answer is shown: search.what, reason or case_id, and found are the
// caller's. kInvalid when the person may not, or gives neither a reason nor a case of their own;
// kUnavailable when they searched too often within the hour.
Result<void> record_search(Draft& draft, const Policy& policy, const StaffMember& person,
                           Search search, Time now, Search& result);

}  // namespace homing
