#pragma once

#include "core/record.h"
#include "core/time.h"

namespace homing {

// Whom a paused case waits for: its clocks stand still until then, all but the hard maximum.
// Stored; never renumber.
enum class WaitingFor : std::uint8_t { kNobody = 0, kUser = 1, kChain = 2, kSigner = 3 };
template <>
inline constexpr std::array kEnumNames<WaitingFor> =
    std::to_array<std::string_view>({"nobody", "user", "chain", "signer"});

// What a case promises. Stored; never renumber.
enum class CaseClock : std::uint8_t {
    kFirstAnswer = 0,
    kNextAnswer = 1,
    kDecision = 2,
    kHardMaximum = 3,  // never pauses
};
template <>
inline constexpr std::array kEnumNames<CaseClock> =
    std::to_array<std::string_view>({"first_answer", "next_answer", "decision", "hard_maximum"});

// How far up a case has gone: one rung a breach, to the top at the hard maximum. Stored; never
// renumber.
enum class Rung : std::uint8_t {
    kAgent = 0,
    kSenior = 1,
    kWallet = 2,
    kCompliance = 3,
    kLegal = 4,
};
template <>
inline constexpr std::array kEnumNames<Rung> =
    std::to_array<std::string_view>({"agent", "senior", "wallet", "compliance", "legal"});

// What a case promises and how long it may wait; fixed when it opens, whatever the policy becomes.
struct ClockTerms {
    Duration first_answer{};
    Duration next_answer{};  // since the last answer, or since the claimant's last word
    Duration decision{};
    Duration hard_maximum{};  // since it opened, pauses or not
    Duration pause_max{};     // of one pause
    Duration warn_before{};   // a due time

    bool operator==(const ClockTerms&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"first_answer_ms", &ClockTerms::first_answer},
                          Field{"next_answer_ms", &ClockTerms::next_answer},
                          Field{"decision_ms", &ClockTerms::decision},
                          Field{"hard_maximum_ms", &ClockTerms::hard_maximum},
                          Field{"pause_max_ms", &ClockTerms::pause_max},
                          Field{"warn_before_ms", &ClockTerms::warn_before}};
    }
};

}  // namespace homing
