#pragma once

#include <span>

#include "core/model/case.h"
#include "core/model/case_entry.h"
#include "core/model/policy.h"

// What a case promises by when. Pure: clocks follow from the terms, the opening and the timeline
// alone, so that the stored ones can be computed again (law 13).
namespace homing {

// When each promise is due. A pause moves what runs in it by its length; the hard maximum never
// moves. While a pause lasts, due times stand as if it lasted to its end.
struct Clocks {
    Time first_answer{};
    std::optional<Time> answered;
    std::optional<Time> next_answer;  // once there was a first answer
    Time decision{};
    Time hard_maximum{};
    WaitingFor waiting_for = WaitingFor::kNobody;
    std::optional<Time> resume_by;
    Time look_again{};  // the earliest warning, breach or resumption that is not recorded yet
};

// The terms of a policy; where it has none they follow from answer_within and decision_within.
ClockTerms clock_terms(const Policy& policy);

Clocks clocks_of(const ClockTerms& terms, Time opened, std::span<const CaseEntry> timeline);

// A warning, breach or resumption whose time has come and that the timeline does not hold yet.
struct ClockNews {
    CaseEntryKind kind = CaseEntryKind::kWarned;
    std::optional<CaseClock> clock;
    Time due{};

    bool operator==(const ClockNews&) const = default;
};
std::vector<ClockNews> clock_news(const Case& record, std::span<const CaseEntry> timeline,
                                  Time now);

// Writes what the timeline says into the case.
void set_clocks(Case& record, std::span<const CaseEntry> timeline);

}  // namespace homing
