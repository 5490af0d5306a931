#include <gtest/gtest.h>

#include "app/command.h"
#include "app/context.h"
#include "core/record_json.h"
#include "tests/recovery/story.h"

// The batch job over a store that a story filled.
namespace homing {
namespace {

constexpr int kDeposits = 300;

class Match : public testing::Test {
  protected:
    void SetUp() override {
        Json transfers = Json::array();
        for (int i = 0; i < kDeposits; ++i) {
            transfers.push_back({{"name", "d" + std::to_string(i)},
                                 {"to", "alice"},
                                 {"asset", "bnb"},
                                 {"units", "1000000000000000000"}});
        }
        happen({{"do", "block"}, {"network", "eip155:56"}, {"transfers", transfers}});
        host_.store.reset(&story_.store());
        host_.on_engine = [this](const std::function<void(Engine&)>& work) {
            work(story_.engine());
            return Result<void>();
        };
        host_.policy = story_.policy();
    }
    void TearDown() override { (void)host_.store.release(); }

    void happen(const Json& step) {
        const Result<void> done = story_.happen(step);
        ASSERT_TRUE(done.has_value()) << done.error().message;
    }
    // No answer of the ledger is awaited where a network has no finality rule: all are decided
    // anew.
    void change_policy() {
        happen({{"do", "policy"}, {"set", {{"version", 2u}, {"finality", Json::array()}}}});
        host_.policy = story_.policy();
    }
    Result<Json> ask(const char* name, const Json& args) {
        Context context{host_, {}, story_.now()};
        return find_command(name)->handle(context, args);
    }
    Json begin(const Json& args = Json::object()) { return *ask("match begin", args); }
    Result<Json> step(const Json& run, bool dry = false) {
        return ask("match step", {{"run", canonical_json(run)}, {"dry_run", dry}});
    }
    // The run at its end, and all that changed.
    std::pair<Json, Json> finish(Json run, bool dry = false) {
        Json changed = Json::array();
        while (run.value("finished", Json()).is_null()) {
            const Result<Json> slice = step(run, dry);
            if (!slice) {
                ADD_FAILURE() << slice.error().message;
                break;
            }
            for (const Json& row : (*slice)["changed"]) changed.push_back(row);
            run = (*slice)["run"];
        }
        return {run, changed};
    }

    Story story_;
    Host host_;
};

TEST_F(Match, first_run_looks_at_all_and_the_next_at_what_changed) {
    const auto [first, changed] = finish(begin()["run"]);
    EXPECT_EQ(first["full"], true);
    EXPECT_EQ(first["looked_at"], kDeposits);
    EXPECT_TRUE(changed.empty());
    happen({{"do", "claim"}, {"account", "alice"}, {"network", "eip155:56"}, {"deposit", "d7"}});
    const Json again = begin();
    EXPECT_EQ(again["run"]["full"], false);
    EXPECT_EQ(finish(again["run"]).first["looked_at"], 1);
    EXPECT_EQ(finish(begin()["run"]).first["looked_at"], 0);
    EXPECT_EQ(finish(begin({{"full", true}})["run"]).first["looked_at"], kDeposits);
}

TEST_F(Match, change_of_the_book_or_the_policy_touches_every_deposit) {
    finish(begin()["run"]);
    happen({{"do", "wait"}, {"seconds", 60}});
    happen({{"do", "price"}, {"asset", "bnb"}, {"micro_usd", "601000000"}});
    EXPECT_EQ(finish(begin()["run"]).first["looked_at"], kDeposits);
    change_policy();
    const auto [run, changed] = finish(begin()["run"]);
    EXPECT_EQ(run["looked_at"], kDeposits);
    EXPECT_EQ(run["changed"], kDeposits);
}

TEST_F(Match, dry_run_says_what_would_change_and_why_and_writes_nothing) {
    finish(begin()["run"]);
    change_policy();
    const auto before = story_.store().log_head();
    const auto [run, changed] = finish(begin({{"dry_run", true}})["run"], true);
    EXPECT_EQ(run["changed"], kDeposits);
    ASSERT_EQ(changed.size(), std::size_t{kDeposits});
    EXPECT_EQ(changed[0]["rule"], "ledger_unknown");
    EXPECT_EQ(changed[0]["new_rule"], "no_finality_rule");
    EXPECT_EQ(changed[0]["new_reason"], "The policy does not say when this network is final.");
    EXPECT_EQ(*story_.store().log_head(), *before);
    EXPECT_EQ(begin()["run"]["number"], 1);
    EXPECT_EQ(finish(begin()["run"]).first["changed"], kDeposits);
}

TEST_F(Match, stopped_run_goes_on_where_it_was) {
    Json run = begin()["run"];
    for (int i = 0; i < 2; ++i) run = (*step(run))["run"];
    EXPECT_GT(run["looked_at"], 0);
    EXPECT_LT(run["looked_at"], kDeposits);
    const Json again = begin();
    EXPECT_EQ(again["resumed"], true);
    EXPECT_EQ(again["run"], run);
    EXPECT_EQ(finish(again["run"]).first["looked_at"], kDeposits);
}

TEST_F(Match, policy_changed_in_the_middle_begins_anew) {
    Json run = begin()["run"];
    run = (*step(run))["run"];
    change_policy();
    const Json again = begin();
    EXPECT_EQ(again["resumed"], false);
    EXPECT_EQ(finish(again["run"]).first["changed"], kDeposits);
}

TEST_F(Match, two_at_a_time_are_refused) {
    const Json run = begin()["run"];
    ASSERT_TRUE(step(run).has_value());
    const Result<Json> late = step(run);
    ASSERT_FALSE(late.has_value());
    EXPECT_EQ(late.error().code, Code::kConflict);
}

}  // namespace
}  // namespace homing
