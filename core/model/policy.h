#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/amount.h"
#include "core/caip.h"
#include "core/id.h"
#include "core/model/clock.h"
#include "core/model/fee.h"
#include "core/record.h"
#include "core/time.h"

namespace homing {

enum class Mode : std::uint8_t { kAct = 0, kObserve = 1 };
template <>
inline constexpr std::array kEnumNames<Mode> = std::to_array<std::string_view>({"act", "observe"});

// When a block of a network counts as final.
struct FinalityRule {
    NetworkId network;
    std::string rule;  // "finalized" (the node's tag) or "depth"
    std::uint64_t depth = 0;

    bool operator==(const FinalityRule&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"network", &FinalityRule::network},
                          Field{"rule", &FinalityRule::rule}, Field{"depth", &FinalityRule::depth}};
    }
};

// What the rules may do: a record of its own, adopted by people, hashed into every decision.
struct Policy {
    std::uint32_t version = 0;
    Mode mode = Mode::kAct;
    std::vector<FinalityRule> finality;
    Amount automatic_credit_max_micro_usd;  // above it a person decides
    Amount two_person_min_micro_usd;        // a ruling from this value on needs a second person
    Duration price_age_max{};
    Duration answer_within{};                  // first answer on a case
    Duration decision_within{};                // decision on a case
    std::uint64_t pause_after_undo_depth = 0;  // undone final blocks beyond it hold the network
    std::uint32_t claims_per_day_max = 0;      // one account's, within 24 hours; 0: no limit
    std::uint32_t unproven_claims_max = 0;     // one account's that wait for a proof; 0: no limit
    // Without them cases keep to answer_within and decision_within, and nothing costs anything.
    std::optional<ClockTerms> clocks;
    std::optional<FeePolicy> fees;
    std::optional<std::uint32_t> searches_per_hour_max;  // one person's of the staff

    bool operator==(const Policy&) const = default;
    static constexpr auto fields() {
        return std::tuple{
            Field{"version", &Policy::version},
            Field{"mode", &Policy::mode},
            Field{"finality", &Policy::finality},
            Field{"automatic_credit_max_micro_usd", &Policy::automatic_credit_max_micro_usd},
            Field{"two_person_min_micro_usd", &Policy::two_person_min_micro_usd},
            Field{"price_age_max_ms", &Policy::price_age_max},
            Field{"answer_within_ms", &Policy::answer_within},
            Field{"decision_within_ms", &Policy::decision_within},
            Field{"pause_after_undo_depth", &Policy::pause_after_undo_depth},
            Field{"claims_per_day_max", &Policy::claims_per_day_max},
            Field{"unproven_claims_max", &Policy::unproven_claims_max},
            Field{"clocks", &Policy::clocks},
            Field{"fees", &Policy::fees},
            Field{"searches_per_hour_max", &Policy::searches_per_hour_max}};
    }
};

// SHA-256 of the policy's canonical JSON.
Hash policy_hash(const Policy& policy);

}  // namespace homing
