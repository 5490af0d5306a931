#pragma once

#include "core/record.h"

namespace homing {

// What is wrong with a deposit. Stored; never renumber.
enum class Fault : std::uint8_t {
    kNone = 0,
    kMemoMissing = 1,
    kMemoMalformed = 2,
    kMemoUnknown = 3,
    kMemoOfOther = 4,
    kWrongNetwork = 5,
    kUnlistedAsset = 6,
    kDelistedAsset = 7,
    kUtxoTwin = 8,
    kRetiredAddress = 9,
    kTreasuryAddress = 10,
    kBouncedWithdrawal = 11,
    kInternalTransfer = 12,
    kBelowMinimum = 13,
    kContractAddress = 14,
    kTokenContract = 15,
    kClosedAccount = 16,
    kRouteClosed = 17,
    kInscribedOutput = 18,
    kRefundLoop = 19,
    kSpoofRefused = 20,
};
template <>
inline constexpr std::array kEnumNames<Fault> =
    std::to_array<std::string_view>({"none",
                                     "memo_missing",
                                     "memo_malformed",
                                     "memo_unknown",
                                     "memo_of_other",
                                     "wrong_network",
                                     "unlisted_asset",
                                     "delisted_asset",
                                     "utxo_twin",
                                     "retired_address",
                                     "treasury_address",
                                     "bounced_withdrawal",
                                     "internal_transfer",
                                     "below_minimum",
                                     "contract_address",
                                     "token_contract",
                                     "closed_account",
                                     "route_closed",
                                     "inscribed_output",
                                     "refund_loop",
                                     "spoof_refused"});

// Whether we can move what arrived. Stored; never renumber.
enum class Reach : std::uint8_t { kUnknown = 0, kAutomatic = 1, kManual = 2, kImpossible = 3 };
template <>
inline constexpr std::array kEnumNames<Reach> =
    std::to_array<std::string_view>({"unknown", "automatic", "manual", "impossible"});

}  // namespace homing
