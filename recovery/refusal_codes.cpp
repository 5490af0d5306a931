#include "recovery/refusal_codes.h"

#include <algorithm>
#include <array>

namespace homing {
namespace {

constexpr auto kCodes = std::to_array<std::string_view>({
    "not_our_address",
    "other_users_address",
    "other_users_memo",
    "sender_not_claimant",
    "third_party_claim",
    "transaction_failed",
    "transaction_not_found",
    "is_a_withdrawal",
    "network_not_listed",
    "network_excluded",
    "token_worthless",
    "rebasing_token",
    "no_replay_protection",
    "contract_without_key",
    "network_not_verifiable",
    "several_sources",
    "source_cannot_receive",
    "too_old",
    "below_minimum",
    "fee_above_value",
    "jurisdiction",
    "account_class",
    "wallet_type",
    "already_spent",
    "airdrop",
    "mixed_funds",
    "sanctions",
    "falsified_evidence",
    "already_credited",
    "duplicate",
});

}  // namespace

std::span<const std::string_view> refusal_codes() {
    return kCodes;
}

bool is_refusal_code(std::string_view code) {
    return std::find(kCodes.begin(), kCodes.end(), code) != kCodes.end();
}

}  // namespace homing
