#pragma once

#include "chains/source.h"

namespace homing::stellar {

// The source for a "stellar" network: Horizon's documents. kInvalid when the network's rule,
// genesis (the first ledger's hash) or an endpoint cannot be used.
Result<std::unique_ptr<Source>> open_stellar_source(const Network& network, std::stop_token stop);

}  // namespace homing::stellar
