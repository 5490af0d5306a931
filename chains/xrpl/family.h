#pragma once

#include "chains/family.h"

namespace homing::xrpl {

// The row of "xrpl".
const Family& family();

}  // namespace homing::xrpl
