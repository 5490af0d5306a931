#pragma once

#include "chains/family.h"

namespace homing::utxo {

// The row of "bip122".
const Family& family();

}  // namespace homing::utxo
