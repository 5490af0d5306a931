#pragma once

#include <optional>
#include <string>

#include "core/caip.h"
#include "core/id.h"
#include "core/record.h"
#include "core/time.h"

namespace homing {

// Where a challenge stands. Stored; never renumber.
enum class ChallengeState : std::uint8_t {
    kOpen = 0,
    kSpent = 1,       // proven with; never again
    kSuperseded = 2,  // a newer one was asked for
    kExhausted = 3,   // too many wrong answers
};
template <>
inline constexpr std::array kEnumNames<ChallengeState> =
    std::to_array<std::string_view>({"open", "spent", "superseded", "exhausted"});

// A text that the claimant signs with the key of the sending address. It names claim, account,
// deposit and address, so that a signature is worth nothing elsewhere.
struct Challenge {
    ClaimId claim;
    std::uint32_t number = 0;  // 0, 1, 2 … per claim
    ChallengeState state = ChallengeState::kOpen;
    DepositId deposit;
    std::string account;  // that the deposit would be credited to
    NetworkId network;
    std::string address;  // the sender, as the chain writes it
    std::string nonce;    // 26 characters of base32
    std::string text;     // byte for byte what is to be signed
    Time issued{};
    Time expires{};
    std::uint32_t failures = 0;

    bool operator==(const Challenge&) const = default;
    static constexpr auto fields() {
        return std::tuple{
            Field{"claim", &Challenge::claim},     Field{"number", &Challenge::number},
            Field{"state", &Challenge::state},     Field{"deposit", &Challenge::deposit},
            Field{"account", &Challenge::account}, Field{"network", &Challenge::network},
            Field{"address", &Challenge::address}, Field{"nonce", &Challenge::nonce},
            Field{"text", &Challenge::text},       Field{"issued", &Challenge::issued},
            Field{"expires", &Challenge::expires}, Field{"failures", &Challenge::failures}};
    }
};

}  // namespace homing
