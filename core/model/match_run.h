#pragma once

#include <optional>
#include <string>

#include "core/id.h"
#include "core/model/deposit.h"
#include "core/record.h"
#include "core/time.h"

namespace homing {

// One run of the batch job, and how far it is: a run that was stopped goes on from here.
struct MatchRun {
    std::uint32_t number = 0;
    bool full = false;  // every open deposit; else those that changed since the run before
    Hash policy;        // it decides by
    Time started{};
    std::uint64_t next_change = 0;              // of the store's changes, the first not looked at
    std::uint64_t last_change = 0;              // the newest when it began
    DepositState state = DepositState::kFinal;  // of a full run: which deposits it is at
    std::string after;  // of a full run: the key, in hex, of the last one looked at there
    std::uint64_t looked_at = 0;
    std::uint64_t changed = 0;
    std::optional<Time> finished;

    bool operator==(const MatchRun&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"number", &MatchRun::number},
                          Field{"full", &MatchRun::full},
                          Field{"policy", &MatchRun::policy},
                          Field{"started", &MatchRun::started},
                          Field{"next_change", &MatchRun::next_change},
                          Field{"last_change", &MatchRun::last_change},
                          Field{"state", &MatchRun::state},
                          Field{"after", &MatchRun::after},
                          Field{"looked_at", &MatchRun::looked_at},
                          Field{"changed", &MatchRun::changed},
                          Field{"finished", &MatchRun::finished}};
    }
};

}  // namespace homing
