#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/caip.h"
#include "core/model/fingerprint.h"

namespace homing::xrpl {

// RIPEMD160(SHA256(key)) of a compressed secp256k1 key, or of 0xed and an Ed25519 key.
using AccountId = ByteArray<20>;

// What an address string names: an account and, in an X-address, a tag.
struct AddressText {
    AccountId account{};
    std::optional<std::uint32_t> tag;  // absent is not zero
};

// A classic address ("r…") or an X-address (XLS-5) of this network: "X…" on xrpl:0 (and other main
// networks of the same software), "T…" on xrpl:1 and xrpl:2. kInvalid says what is wrong: a
// mistyped character, an X-address of the other kind of network, flags or bytes that XLS-5 forbids.
Result<AddressText> parse_address_text(const NetworkId& network, std::string_view text);
// A classic address alone, as ledgers write it. Not for hot loops with foreign text: its error
// quotes the text.
Result<AccountId> parse_classic(std::string_view text);

std::string to_classic(const AccountId& account);

Fingerprint to_fingerprint(const AccountId& account);
// kInvalid for a fingerprint of another class or length.
Result<AccountId> from_fingerprint(const Fingerprint& fingerprint);

}  // namespace homing::xrpl
