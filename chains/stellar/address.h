#pragma once

#include "chains/source.h"

namespace homing::stellar {

using AccountKey = ByteArray<32>;

// An account with the id that an M-address adds to it.
struct Account {
    AccountKey key{};
    std::optional<std::uint64_t> muxed_id;

    bool operator==(const Account&) const = default;
};

// G or M. kInvalid for anything else, naming what it is; what looks like a secret seed is never
// repeated in the message.
Result<Account> parse_account(std::string_view text);

// The G form, or the M form where there is an id.
std::string format_account(const Account& account);

// Whether the text holds what may be a secret seed, whole, damaged or in small letters.
bool is_like_secret(std::string_view text);

Fingerprint to_fingerprint(const AccountKey& key);
Result<AccountKey> from_fingerprint(const Fingerprint& fingerprint);

}  // namespace homing::stellar
