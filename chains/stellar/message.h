#pragma once

#include "chains/proof.h"

namespace homing::stellar {

// SEP-53. Valid when a key that signed holds at least the account's medium threshold, which is what
// moves money; an address whose master key weighs nothing is not proved by that key.
ProofVerdict verify_message(const SignedMessage& message,
                            const std::optional<AccountSigners>& signers);

// "sep53" for an account, nothing for a contract.
std::vector<std::string> message_standards(const NetworkId& network, std::string_view address);

}  // namespace homing::stellar
