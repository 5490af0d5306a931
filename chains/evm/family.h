#pragma once

#include "chains/family.h"

namespace homing::evm {

// The row of "eip155".
const Family& family();

}  // namespace homing::evm
