#pragma once

#include "chains/proof.h"

namespace homing::utxo {

// BIP-137 with each network's magic (Litecoin: also Bitcoin's, which some devices use), and the
// P2PKH header range that Electrum and others write for segwit addresses too. Script addresses but
// P2SH-P2WPKH are inconclusive: they would need BIP-322.
ProofVerdict verify_message(const SignedMessage& message,
                            const std::optional<AccountSigners>& signers);
std::vector<std::string> message_standards(const NetworkId& network, std::string_view address);

}  // namespace homing::utxo
