#pragma once

#include "chains/source.h"

namespace homing::evm {

// The source for an "eip155" network. kInvalid when the network's rule, genesis or an endpoint
// cannot be used.
Result<std::unique_ptr<Source>> open_evm_source(const Network& network, std::stop_token stop);

}  // namespace homing::evm
