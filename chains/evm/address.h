#pragma once

#include <string>
#include <string_view>

#include "chains/evm/facts.h"
#include "core/caip.h"
#include "core/model/fingerprint.h"

namespace homing::evm {

// "0x…" with the checksum of EIP-55 in its letters' case.
std::string checksummed(const Address& address);
// "0x…" in lower case, for hashes and addresses.
std::string lower_0x(ByteView bytes);

// An address as people paste it, on one network: 0x and 40 hex digits (all lower, all upper or a
// good EIP-55 checksum), ICAP ("XE…", ISO 7064 check digits), ERC-3770 ("bnb:0x…") and ERC-681
// ("ethereum:0x…@56/transfer?address=0x…": the recipient). kInvalid says what is wrong: a bad
// checksum, another network, other text.
Result<Address> parse_address_text(const NetworkId& network, std::string_view text);

Fingerprint to_fingerprint(const Address& address);
// kInvalid for a fingerprint of another class or length.
Result<Address> from_fingerprint(const Fingerprint& fingerprint);

}  // namespace homing::evm
