#pragma once

#include "recovery/draft.h"
#include "recovery/engine.h"

// Holds: one person stops money, two let it go.
namespace homing {

// A standing hold stays as it is, but a release that one person had begun must begin again.
Result<void> place_hold(Draft& draft, const Staff& staff, Hold hold, Hold& result);

// The first release is noted; the second, by another person, removes the hold.
Result<void> release_hold(Draft& draft, const Staff& staff, HoldScope scope,
                          const std::string& subject, const std::string& by);

}  // namespace homing
