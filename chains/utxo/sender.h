#pragma once

#include <span>

#include "chains/utxo/params.h"
#include "core/bytes.h"

namespace homing::utxo {

// The output script that an input spent, as far as the input itself tells: P2PKH, P2SH, P2WPKH and
// P2WSH show what they spend, P2PK, bare multisig and taproot do not (empty). It is a hint, not a
// proof: no signature is checked here.
Bytes spent_script(const Params& params, ByteView script_sig, std::span<const ByteView> witness);

}  // namespace homing::utxo
