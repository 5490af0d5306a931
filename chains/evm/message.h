#pragma once

#include "chains/proof.h"

namespace homing::evm {

// EIP-191 version 0x45 (personal_sign), which SIWE (EIP-4361) rests on. Signatures of 65 bytes with
// v 27/28 or 0/1, or ERC-2098's 64. Contract wallets cannot be judged without a node: a signature
// that recovers another address is inconclusive only where `address` is known to be a contract.
ProofVerdict verify_message(const SignedMessage& message, const std::optional<AccountSigners>&);

std::vector<std::string> message_standards(const NetworkId& network, std::string_view address);

}  // namespace homing::evm
