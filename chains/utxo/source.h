#pragma once

#include "chains/source.h"

namespace homing::utxo {

// The source of "bip122" networks; finality by depth alone.
Result<std::unique_ptr<Source>> open_utxo_source(const Network& network, std::stop_token stop);

}  // namespace homing::utxo
