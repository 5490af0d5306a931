#pragma once

#include <string>

#include "core/model/challenge.h"
#include "core/model/custody.h"
#include "core/model/transfer.h"

// The text that a claimant signs: for an EVM address a Sign-In with Ethereum message (EIP-4361),
// which wallets compare with the page they are on; for others plain lines.
namespace homing {

inline constexpr std::size_t kChallengeTextMax = 512;

// Printable ASCII, LF, at most kChallengeTextMax bytes. Names claim, deposit, amount, sender and
// the account by its last four characters. A txid that would make it too long is written by its
// ends; kInvalid when it is too long even then, or the domain is no host name.
Result<std::string> write_challenge_text(const Challenge& challenge, const Transfer& transfer,
                                         const std::optional<Asset>& asset,
                                         const std::string& domain);

// kInvalid when it is no host name, with a port where it has one.
Result<void> check_challenge_domain(const std::string& domain);

// "...4821": all but the last four characters of an account, which may be anything, left out.
std::string masked_account(const std::string& account);

}  // namespace homing
