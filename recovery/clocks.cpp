#include "recovery/clocks.h"

#include <algorithm>
#include <array>

namespace homing {
namespace {

// Where a policy names no terms.
constexpr Duration kHardMaximum = std::chrono::hours(24 * 30);
constexpr Duration kPauseMax = std::chrono::hours(24 * 14);
constexpr int kWarningShare = 5;  // warned when a fifth of the time is left
// Behind a case whose clocks have all run out.
constexpr Duration kNever = std::chrono::hours(24 * 36500);

struct Pause {
    Time from{};
    Time to{};
};

// What the timeline says, in the terms of the clocks.
struct Told {
    std::vector<Pause> pauses;
    WaitingFor waiting_for = WaitingFor::kNobody;
    std::optional<Time> answered;
    std::optional<Time> last_answer;
    std::optional<Time> last_word;  // of the claimant, since the last answer
};

void end_pause(Told& told, Time at) {
    if (told.waiting_for == WaitingFor::kNobody) return;
    told.pauses.back().to = std::min(told.pauses.back().to, at);
    told.waiting_for = WaitingFor::kNobody;
}

void begin_pause(Told& told, const CaseEntry& entry, const ClockTerms& terms) {
    end_pause(told, entry.at);
    const Time longest = entry.at + terms.pause_max;
    told.pauses.push_back({entry.at, std::min(entry.until.value_or(longest), longest)});
    told.waiting_for = entry.waiting_for;
}

void answer(Told& told, Time at) {
    if (!told.answered) told.answered = at;
    told.last_answer = at;
    told.last_word.reset();
}

Told read(const ClockTerms& terms, std::span<const CaseEntry> timeline) {
    Told told;
    for (const CaseEntry& entry : timeline) {
        switch (entry.kind) {
            case CaseEntryKind::kAsked:
                answer(told, entry.at);
                begin_pause(told, entry, terms);
                break;
            case CaseEntryKind::kAnswered:
                answer(told, entry.at);
                break;
            case CaseEntryKind::kReplied:
                if (!told.last_word) told.last_word = entry.at;
                if (told.waiting_for == WaitingFor::kUser) end_pause(told, entry.at);
                break;
            case CaseEntryKind::kPaused:
                begin_pause(told, entry, terms);
                break;
            case CaseEntryKind::kResumed:
                end_pause(told, entry.at);
                break;
            case CaseEntryKind::kTaken:
            case CaseEntryKind::kAssigned:
            case CaseEntryKind::kNoted:
            case CaseEntryKind::kWarned:
            case CaseEntryKind::kBreached:
            case CaseEntryKind::kEscalated:
            case CaseEntryKind::kAppealed:
                break;
        }
    }
    return told;
}

// A pause that begins after a clock ran out does not wind it up again.
Time due_after(Time start, Duration allowed, const std::vector<Pause>& pauses) {
    Time due = start + allowed;
    for (const Pause& pause : pauses) {
        if (pause.from >= due || pause.to <= start) continue;
        due += pause.to - std::max(pause.from, start);
    }
    return due;
}

bool is_recorded(std::span<const CaseEntry> timeline, CaseEntryKind kind, CaseClock clock,
                 Time due) {
    return std::any_of(timeline.begin(), timeline.end(), [&](const CaseEntry& entry) {
        return entry.kind == kind && entry.clock == clock && entry.until == due;
    });
}

struct Running {
    CaseClock clock;
    Time due;
};

// The clocks that can still run out. A pause holds all but the hard maximum.
std::vector<Running> running(const Clocks& clocks) {
    std::vector<Running> found;
    if (clocks.waiting_for == WaitingFor::kNobody) {
        if (!clocks.answered) found.push_back({CaseClock::kFirstAnswer, clocks.first_answer});
        if (clocks.next_answer) found.push_back({CaseClock::kNextAnswer, *clocks.next_answer});
        found.push_back({CaseClock::kDecision, clocks.decision});
    }
    found.push_back({CaseClock::kHardMaximum, clocks.hard_maximum});
    return found;
}

// Every warning, breach and resumption that is not recorded, whenever its time comes.
std::vector<std::pair<Time, ClockNews>> expected(const ClockTerms& terms, const Clocks& clocks,
                                                 std::span<const CaseEntry> timeline) {
    std::vector<std::pair<Time, ClockNews>> found;
    if (clocks.resume_by) {
        found.push_back(
            {*clocks.resume_by, {CaseEntryKind::kResumed, std::nullopt, *clocks.resume_by}});
    }
    for (const auto& [clock, due] : running(clocks)) {
        if (is_recorded(timeline, CaseEntryKind::kBreached, clock, due)) continue;
        if (!is_recorded(timeline, CaseEntryKind::kWarned, clock, due)) {
            found.push_back({due - terms.warn_before, {CaseEntryKind::kWarned, clock, due}});
        }
        found.push_back({due, {CaseEntryKind::kBreached, clock, due}});
    }
    return found;
}

}  // namespace

ClockTerms clock_terms(const Policy& policy) {
    if (policy.clocks) return *policy.clocks;
    return {policy.answer_within,
            policy.decision_within,
            policy.decision_within,
            std::max(kHardMaximum, policy.decision_within),
            kPauseMax,
            policy.answer_within / kWarningShare};
}

Clocks clocks_of(const ClockTerms& terms, Time opened, std::span<const CaseEntry> timeline) {
    const Told told = read(terms, timeline);
    Clocks clocks;
    clocks.first_answer = due_after(opened, terms.first_answer, told.pauses);
    clocks.answered = told.answered;
    if (told.last_answer) {
        clocks.next_answer =
            due_after(told.last_word.value_or(*told.last_answer), terms.next_answer, told.pauses);
    }
    clocks.decision = due_after(opened, terms.decision, told.pauses);
    clocks.hard_maximum = opened + terms.hard_maximum;
    clocks.waiting_for = told.waiting_for;
    if (told.waiting_for != WaitingFor::kNobody) clocks.resume_by = told.pauses.back().to;
    clocks.look_again = opened + kNever;
    for (const auto& [at, news] : expected(terms, clocks, timeline)) {
        clocks.look_again = std::min(clocks.look_again, at);
    }
    return clocks;
}

std::vector<ClockNews> clock_news(const Case& record, std::span<const CaseEntry> timeline,
                                  Time now) {
    const Clocks clocks = clocks_of(record.terms, record.opened, timeline);
    std::vector<ClockNews> news;
    for (const auto& [at, one] : expected(record.terms, clocks, timeline)) {
        if (at > now) continue;
        // A warning that comes with its breach warns of nothing.
        if (one.kind == CaseEntryKind::kWarned && one.due <= now) continue;
        news.push_back(one);
    }
    return news;
}

void set_clocks(Case& record, std::span<const CaseEntry> timeline) {
    const Clocks clocks = clocks_of(record.terms, record.opened, timeline);
    record.answer_due = clocks.first_answer;
    record.answered = clocks.answered;
    record.next_answer_due = clocks.next_answer;
    record.decision_due = clocks.decision;
    record.hard_due = clocks.hard_maximum;
    record.waiting_for = clocks.waiting_for;
    record.resume_by = clocks.resume_by;
    record.look_again = clocks.look_again;
}

}  // namespace homing
