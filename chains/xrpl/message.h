#pragma once

#include "chains/proof.h"

namespace homing::xrpl {

// A message signed raw, as ripple-keypairs does it: secp256k1 over the first half of SHA-512 of the
// text (DER, low s), Ed25519 over the text itself. The public key comes with it (33 bytes, 0xed in
// front of an Ed25519 one) and must be one that may sign for the account now: its master key where
// that is enabled, its regular key, or a signer whose weight alone reaches the quorum.
ProofVerdict verify_message(const SignedMessage& message,
                            const std::optional<AccountSigners>& signers);

std::vector<std::string> message_standards(const NetworkId& network, std::string_view address);

}  // namespace homing::xrpl
