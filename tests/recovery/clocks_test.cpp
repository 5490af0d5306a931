#include "recovery/clocks.h"

#include <gtest/gtest.h>

namespace homing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Time kOpened{hours(24 * 365 * 50)};
const ClockTerms kTerms{minutes(10), hours(6), hours(24), hours(240), hours(48), minutes(2)};

CaseEntry entry(CaseEntryKind kind, Duration after, WaitingFor waiting_for = WaitingFor::kNobody) {
    CaseEntry made;
    made.kind = kind;
    made.at = kOpened + after;
    made.waiting_for = waiting_for;
    return made;
}

Clocks clocks(const std::vector<CaseEntry>& timeline) {
    return clocks_of(kTerms, kOpened, timeline);
}

Case open(const std::vector<CaseEntry>& timeline) {
    Case record;
    record.opened = kOpened;
    record.terms = kTerms;
    set_clocks(record, timeline);
    return record;
}

TEST(Clocks, an_untouched_case_promises_a_first_answer_and_a_decision) {
    const Clocks now = clocks({});
    EXPECT_EQ(now.first_answer, kOpened + minutes(10));
    EXPECT_EQ(now.decision, kOpened + hours(24));
    EXPECT_EQ(now.hard_maximum, kOpened + hours(240));
    EXPECT_FALSE(now.next_answer);
    EXPECT_EQ(now.look_again, kOpened + minutes(8));
}

TEST(Clocks, an_answer_starts_the_next_and_the_claimants_word_starts_it_again) {
    std::vector<CaseEntry> timeline{entry(CaseEntryKind::kAnswered, minutes(5))};
    EXPECT_EQ(clocks(timeline).answered, kOpened + minutes(5));
    EXPECT_EQ(clocks(timeline).next_answer, kOpened + minutes(5) + hours(6));
    timeline.push_back(entry(CaseEntryKind::kReplied, hours(1)));
    timeline.push_back(entry(CaseEntryKind::kReplied, hours(2)));
    EXPECT_EQ(clocks(timeline).next_answer, kOpened + hours(7));
    timeline.push_back(entry(CaseEntryKind::kNoted, hours(3)));
    EXPECT_EQ(clocks(timeline).next_answer, kOpened + hours(7));
}

TEST(Clocks, a_pause_moves_the_decision_and_never_the_hard_maximum) {
    std::vector<CaseEntry> timeline{entry(CaseEntryKind::kAsked, hours(1), WaitingFor::kUser)};
    EXPECT_EQ(clocks(timeline).waiting_for, WaitingFor::kUser);
    EXPECT_EQ(clocks(timeline).resume_by, kOpened + hours(49));
    EXPECT_EQ(clocks(timeline).decision, kOpened + hours(24 + 48));
    timeline.push_back(entry(CaseEntryKind::kReplied, hours(4)));
    EXPECT_EQ(clocks(timeline).waiting_for, WaitingFor::kNobody);
    EXPECT_EQ(clocks(timeline).decision, kOpened + hours(27));
    EXPECT_EQ(clocks(timeline).hard_maximum, kOpened + hours(240));
}

TEST(Clocks, the_claimants_word_does_not_end_a_wait_for_the_chain) {
    const Clocks now = clocks({entry(CaseEntryKind::kPaused, hours(1), WaitingFor::kChain),
                               entry(CaseEntryKind::kReplied, hours(2))});
    EXPECT_EQ(now.waiting_for, WaitingFor::kChain);
}

TEST(Clocks, a_pause_is_never_longer_than_the_terms_allow) {
    CaseEntry paused = entry(CaseEntryKind::kPaused, hours(1), WaitingFor::kSigner);
    paused.until = kOpened + hours(1000);
    EXPECT_EQ(clocks({paused}).resume_by, kOpened + hours(49));
}

TEST(Clocks, a_pause_after_a_clock_ran_out_does_not_wind_it_up) {
    EXPECT_EQ(clocks({entry(CaseEntryKind::kPaused, hours(25), WaitingFor::kChain)}).decision,
              kOpened + hours(24));
}

TEST(Clocks, a_warning_comes_before_its_breach_and_each_once) {
    std::vector<CaseEntry> timeline;
    EXPECT_TRUE(clock_news(open(timeline), timeline, kOpened + minutes(7)).empty());
    const auto warned = clock_news(open(timeline), timeline, kOpened + minutes(8));
    ASSERT_EQ(warned.size(), 1u);
    EXPECT_EQ(warned[0].kind, CaseEntryKind::kWarned);
    CaseEntry recorded = entry(CaseEntryKind::kWarned, minutes(8));
    recorded.clock = CaseClock::kFirstAnswer;
    recorded.until = kOpened + minutes(10);
    timeline.push_back(recorded);
    EXPECT_TRUE(clock_news(open(timeline), timeline, kOpened + minutes(9)).empty());
    const auto breached = clock_news(open(timeline), timeline, kOpened + minutes(10));
    ASSERT_EQ(breached.size(), 1u);
    EXPECT_EQ(breached[0].kind, CaseEntryKind::kBreached);
    recorded.kind = CaseEntryKind::kBreached;
    timeline.push_back(recorded);
    EXPECT_TRUE(clock_news(open(timeline), timeline, kOpened + minutes(11)).empty());
    EXPECT_EQ(open(timeline).look_again, kOpened + hours(24) - minutes(2));
}

TEST(Clocks, a_paused_case_warns_of_nothing_but_its_hard_maximum_and_resumes_by_itself) {
    const std::vector<CaseEntry> timeline{
        entry(CaseEntryKind::kPaused, minutes(1), WaitingFor::kChain)};
    EXPECT_TRUE(clock_news(open(timeline), timeline, kOpened + hours(40)).empty());
    const auto news = clock_news(open(timeline), timeline, kOpened + hours(49));
    ASSERT_EQ(news.size(), 1u);
    EXPECT_EQ(news[0].kind, CaseEntryKind::kResumed);
}

TEST(Clocks, a_policy_without_terms_keeps_to_its_two_promises) {
    Policy policy;
    policy.answer_within = minutes(10);
    policy.decision_within = hours(24);
    const ClockTerms terms = clock_terms(policy);
    EXPECT_EQ(terms.first_answer, policy.answer_within);
    EXPECT_EQ(terms.decision, policy.decision_within);
    EXPECT_GE(terms.hard_maximum, terms.decision);
    EXPECT_LT(terms.warn_before, terms.first_answer);
}

}  // namespace
}  // namespace homing
