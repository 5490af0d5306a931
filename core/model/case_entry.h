#pragma once

#include <optional>
#include <string>

#include "core/id.h"
#include "core/model/clock.h"
#include "core/record.h"
#include "core/time.h"

namespace homing {

// What happened to a case besides its opening, rulings and end, which stand in their own records.
// Stored; never renumber.
enum class CaseEntryKind : std::uint8_t {
    kTaken = 0,     // an agent works on it
    kAssigned = 1,  // a senior gave it to somebody
    kNoted = 2,     // for staff alone
    kAsked = 3,     // the claimant was asked for something: the clocks wait for them
    kAnswered = 4,  // the claimant was told something
    kReplied = 5,   // the claimant spoke: a proof, a claim, a message
    kPaused = 6,
    kResumed = 7,
    kWarned = 8,    // a clock is about to run out
    kBreached = 9,  // a clock ran out
    kEscalated = 10,
    kAppealed = 11,
};
template <>
inline constexpr std::array kEnumNames<CaseEntryKind> = std::to_array<std::string_view>(
    {"taken", "assigned", "noted", "asked", "answered", "replied", "paused", "resumed", "warned",
     "breached", "escalated", "appealed"});

// One line of a case's timeline, immutable. Clocks follow from these alone.
struct CaseEntry {
    CaseId case_id;
    std::uint32_t number = 0;  // 0, 1, 2 … per case
    Time at{};
    CaseEntryKind kind = CaseEntryKind::kNoted;
    std::string by;    // a member of staff, "claimant" or "engine"
    std::string text;  // message, note, reason, or the member of staff it was given to
    WaitingFor waiting_for = WaitingFor::kNobody;  // of kAsked and kPaused
    std::optional<Time> until;       // of a pause: its end; of a warning or breach: the due time
    std::optional<CaseClock> clock;  // of a warning or breach

    bool operator==(const CaseEntry&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"case", &CaseEntry::case_id},
                          Field{"number", &CaseEntry::number},
                          Field{"at", &CaseEntry::at},
                          Field{"kind", &CaseEntry::kind},
                          Field{"by", &CaseEntry::by},
                          Field{"text", &CaseEntry::text},
                          Field{"waiting_for", &CaseEntry::waiting_for},
                          Field{"until", &CaseEntry::until},
                          Field{"clock", &CaseEntry::clock}};
    }
};

}  // namespace homing
