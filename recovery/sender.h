#pragma once

#include "core/model/deposit.h"
#include "recovery/draft.h"

namespace homing {

// Takes down what is known of the deposit's sender as evidence: its class by the label file, and to
// how many accounts its earlier deposits were credited how often.
void add_sender_evidence(Draft& draft, const Deposit& deposit, Time now);

}  // namespace homing
