#pragma once

#include <vector>

#include "core/model/fault.h"

namespace homing {

// The faults that classify can name, in the order their rows are tried; kNone is last.
std::vector<Fault> fault_order();

}  // namespace homing
