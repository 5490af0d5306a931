#pragma once

#include "chains/source.h"

namespace homing::xrpl {

// The source for an "xrpl" network: rippled's JSON-RPC, API v1. kInvalid when the network's rule,
// genesis (the hash of the first ledger: 32570 on xrpl:0, which lost those before it; else 1) or an
// endpoint cannot be used.
Result<std::unique_ptr<Source>> open_xrpl_source(const Network& network, std::stop_token stop);

}  // namespace homing::xrpl
