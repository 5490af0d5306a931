#pragma once

#include <string>
#include <string_view>

#include "chains/utxo/script.h"

namespace homing::utxo {

// The output script that an address of the network pays: base58check, bech32 and bech32m (BIP-173,
// BIP-350), cashaddr with or without its prefix, also inside of a payment link (BIP-21). kInvalid
// says what is wrong: a bad checksum, another network's address, an MWEB address.
Result<Bytes> parse_address_text(const Params& params, std::string_view text);

// How the network writes the address of an output script; empty for a script that has none.
std::string address_of(const Params& params, ByteView script);

// The address of a fingerprint: P2PKH for a key's hash, because every network has it (its segwit
// form is another string of the same key); that of the script for a script. kInvalid where there
// is none.
Result<std::string> format_fingerprint(const Params& params, const Fingerprint& fingerprint);

}  // namespace homing::utxo
