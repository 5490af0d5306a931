#pragma once

#include "chains/family.h"

namespace homing::stellar {

// The row of "stellar".
const Family& family();

}  // namespace homing::stellar
