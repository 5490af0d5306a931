#pragma once

#include <string>
#include <string_view>

#include "core/caip.h"

namespace homing {

// The transaction that a claimant pasted, as the network writes its id: out of an explorer's link,
// without blanks, in its case. What reads as no transaction is left as it is.
std::string pasted_txid(const NetworkId& network, std::string_view pasted);

}  // namespace homing
