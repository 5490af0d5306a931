#pragma once

#include "recovery/cases.h"

// What staff do on a case besides ruling on it.
namespace homing {

// Takes, assigns, notes, asks, answers, pauses or resumes: entry.kind says which, entry.by who. An
// agent works on cases of their own or of nobody; whoever ruled before does not work on an appeal.
// kInvalid for strangers, roles that may not, and kinds that are not staff's to write.
Result<void> work_on_case(Draft& draft, const Staff& staff, const CaseId& id, CaseEntry entry,
                          Time now, Case& result);

}  // namespace homing
