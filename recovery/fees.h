#pragma once

#include "core/model/custody.h"
#include "core/model/fee.h"

// What a recovery costs, from policy data. Pure, in integers.
namespace homing {

// What a fee depends on.
struct FeeSubject {
    Fault fault = Fault::kNone;
    Reach reach = Reach::kUnknown;
    NetworkId network;
    Amount units;  // of the deposit
    std::uint8_t decimals = 0;
    Price price;                                   // of one whole unit
    std::optional<Amount> network_cost_micro_usd;  // what the chain takes, where somebody asked
    Duration age{};                                // of the deposit when it was asked for
};

// The fee of the first rule that fits; no rule: nothing. Rounded in favour of the claimant and
// never above the policy's share of the deposit. kUnavailable when the rule needs the network cost
// and nobody asked for it, kInvalid when the rule lacks what its form needs.
Result<FeeQuote> quote_fee(const FeePolicy& policy, const FeeSubject& subject, Time now);

// Every rule whose form lacks a number it needs, by name; empty when the policy is whole.
Result<void> check_fees(const FeePolicy& policy);

}  // namespace homing
