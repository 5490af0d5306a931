#pragma once

#include <optional>
#include <string>

#include "core/caip.h"
#include "core/id.h"
#include "core/record.h"
#include "core/time.h"

namespace homing {

// Where a person's request stands. Stored; never renumber.
enum class ClaimState : std::uint8_t {
    kReceived = 0,
    kNeedProof = 1,
    kProven = 2,
    kAnswered = 3,
    kAppealed = 4,
    kWithdrawn = 5,
    kClosed = 6,
};
template <>
inline constexpr std::array kEnumNames<ClaimState> = std::to_array<std::string_view>(
    {"received", "need_proof", "proven", "answered", "appealed", "withdrawn", "closed"});

// A person's request. What they typed is kept as typed.
struct Claim {
    ClaimId id;
    std::string account;  // the signed-in account that filed it
    NetworkId network;
    std::string txid;  // lower case where the chain's are hex
    std::optional<AssetId> asset;
    std::string amount_typed;
    std::string memo_typed;
    std::string sender_typed;  // where they say it came from: an address or a platform's name
    Time filed{};
    ClaimState state = ClaimState::kReceived;
    std::string answer;  // code of the answer once there is one ("already_credited")
    std::optional<DepositId> deposit;
    std::uint32_t challenges = 0;  // how many were issued; the last is number challenges - 1
    std::uint32_t appeals = 0;
    // 1 for the account's second claim on the same transfer, once the first was withdrawn …
    std::uint32_t ordinal = 0;

    bool operator==(const Claim&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"id", &Claim::id},
                          Field{"account", &Claim::account},
                          Field{"network", &Claim::network},
                          Field{"txid", &Claim::txid},
                          Field{"asset", &Claim::asset},
                          Field{"amount_typed", &Claim::amount_typed},
                          Field{"memo_typed", &Claim::memo_typed},
                          Field{"sender_typed", &Claim::sender_typed},
                          Field{"filed", &Claim::filed},
                          Field{"state", &Claim::state},
                          Field{"answer", &Claim::answer},
                          Field{"deposit", &Claim::deposit},
                          Field{"challenges", &Claim::challenges},
                          Field{"appeals", &Claim::appeals},
                          Field{"ordinal", &Claim::ordinal}};
    }
};

}  // namespace homing
