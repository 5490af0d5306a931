#pragma once

#include <functional>

#include "core/time.h"
#include "recovery/draft.h"

namespace homing {

// How often a step is tried against a store that others write to.
inline constexpr int kStepTries = 8;

// Runs a step and commits its draft. After a conflict the step runs again on what the store now
// holds; after an ambiguous answer the store is asked whether the commit is in. kConflict when it
// stays in conflict, kUnavailable when it cannot be learnt; asking again is safe in both cases.
Result<void> run_step(Store& store, std::string_view name, Time now,
                      const std::function<Result<void>(Draft&)>& step);

}  // namespace homing
