#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/amount.h"
#include "core/caip.h"
#include "core/model/fault.h"
#include "core/record.h"
#include "core/time.h"

// What a recovery costs, as policy data. All sums are millionths of a US dollar; a ppm is a
// millionth of the value.
namespace homing {

// How the fee follows from the deposit. Stored; never renumber.
enum class FeeForm : std::uint8_t {
    kNone = 0,
    kFlat = 1,
    kBanded = 2,              // a flat sum for each band of difficulty: how we can move it
    kPercent = 3,             // of what lies above the allowance, within floor and cap
    kGreater = 4,             // the greater of flat and percent
    kSteps = 5,               // a flat sum for each step of value
    kNetworkCost = 6,         // what the chain takes
    kWithdrawalMultiple = 7,  // so many times the ordinary withdrawal fee
};
template <>
inline constexpr std::array kEnumNames<FeeForm> =
    std::to_array<std::string_view>({"none", "flat", "banded", "percent", "greater", "steps",
                                     "network_cost", "withdrawal_multiple"});

struct FeeBand {
    Reach reach = Reach::kUnknown;
    Amount micro_usd;

    bool operator==(const FeeBand&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"reach", &FeeBand::reach}, Field{"micro_usd", &FeeBand::micro_usd}};
    }
};

struct FeeStep {
    Amount from_micro_usd;  // of value
    Amount micro_usd;

    bool operator==(const FeeStep&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"from_micro_usd", &FeeStep::from_micro_usd},
                          Field{"micro_usd", &FeeStep::micro_usd}};
    }
};

// One row of the fee table; the first that fits a deposit is its fee. What a form does not name is
// left out.
struct FeeRule {
    std::string name;
    std::vector<Fault> faults;        // empty: every fault
    std::vector<NetworkId> networks;  // empty: every network
    FeeForm form = FeeForm::kNone;
    std::optional<Amount> flat_micro_usd;
    std::optional<std::uint32_t> ppm;
    std::optional<Amount> allowance_micro_usd;
    std::optional<Amount> floor_micro_usd;
    std::optional<Amount> cap_micro_usd;
    std::optional<std::vector<FeeBand>> bands;  // of a reach that is not listed: no fee
    std::optional<std::vector<FeeStep>> steps;  // by rising value
    std::optional<Amount> withdrawal_fee_micro_usd;
    std::optional<std::uint32_t> multiple;
    std::optional<bool> plus_network_cost;
    std::optional<Duration> late_after;  // a claim filed later than this costs more
    std::optional<Amount> late_micro_usd;

    bool operator==(const FeeRule&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"name", &FeeRule::name},
                          Field{"faults", &FeeRule::faults},
                          Field{"networks", &FeeRule::networks},
                          Field{"form", &FeeRule::form},
                          Field{"flat_micro_usd", &FeeRule::flat_micro_usd},
                          Field{"ppm", &FeeRule::ppm},
                          Field{"allowance_micro_usd", &FeeRule::allowance_micro_usd},
                          Field{"floor_micro_usd", &FeeRule::floor_micro_usd},
                          Field{"cap_micro_usd", &FeeRule::cap_micro_usd},
                          Field{"bands", &FeeRule::bands},
                          Field{"steps", &FeeRule::steps},
                          Field{"withdrawal_fee_micro_usd", &FeeRule::withdrawal_fee_micro_usd},
                          Field{"multiple", &FeeRule::multiple},
                          Field{"plus_network_cost", &FeeRule::plus_network_cost},
                          Field{"late_after_ms", &FeeRule::late_after},
                          Field{"late_micro_usd", &FeeRule::late_micro_usd}};
    }
};

struct FeePolicy {
    std::uint32_t share_max_ppm = 0;  // no fee is ever a larger part of the deposit
    std::vector<FeeRule> rules;

    bool operator==(const FeePolicy&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"share_max_ppm", &FeePolicy::share_max_ppm},
                          Field{"rules", &FeePolicy::rules}};
    }
};

// What a recovery would cost, said before it is asked for; taken from the credit alone, so that a
// failure costs nothing.
struct FeeQuote {
    std::string rule;
    Amount micro_usd;
    Amount units;         // of the deposit's asset, rounded down
    bool capped = false;  // the share of value set it, not the rule
    Time at{};

    bool operator==(const FeeQuote&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"rule", &FeeQuote::rule}, Field{"micro_usd", &FeeQuote::micro_usd},
                          Field{"units", &FeeQuote::units}, Field{"capped", &FeeQuote::capped},
                          Field{"at", &FeeQuote::at}};
    }
};

}  // namespace homing
