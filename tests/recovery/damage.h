#pragma once

#include "tests/recovery/story.h"

namespace homing {

// Changes rows behind the engine's back, as fixtures/damaged/ writes it: what a bug, a bad disk or
// an intruder could leave. Ends the test program when the row cannot be found.
void damage(Story& story, const Json& edit);

}  // namespace homing
