#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "tests/recovery/story.h"

namespace homing {
namespace {

// Random people doing random things in random order: most are refused, and no law may ever break.
class Walk {
  public:
    explicit Walk(std::uint64_t seed) : random_(seed) {}

    // The next thing that happens.
    Json step() {
        switch (below(14)) {
            case 0:
            case 1:
            case 2:
                return block();
            case 3:
            case 4:
                return {{"do", "learn"},
                        {"deposit", any_deposit()},
                        {"credited", answer()},
                        {"moved", below(4) ? "yes" : "no"}};
            case 5:
                return {{"do", "claim"},
                        {"account", any({"alice", "bob", "dave", "carol"})},
                        {"network", any_network()},
                        {"deposit", any_deposit()}};
            case 6:
                return {{"do", "undo"}, {"network", any_network()}, {"depth", 1 + below(4)}};
            case 7:
                return {{"do", "hold"},
                        {"scope", "account"},
                        {"subject", "alice"},
                        {"by", any({"ana", "ben", "mallory"})}};
            case 8:
            case 9:
                return {{"do", "release"},
                        {"scope", "account"},
                        {"subject", "alice"},
                        {"by", any({"ana", "ben", "cleo"})}};
            case 10:
                return {
                    {"do", "propose"},
                    {"deposit", any_deposit()},
                    {"action", any({"credit", "credit", "refuse", "write_off", "close_reversal"})},
                    {"by", any({"ana", "ben", "eve", "otto"})},
                    {"account", any({"bob", "alice"})}};
            case 11:
                return {{"do", "approve"},
                        {"deposit", any_deposit()},
                        {"by", any({"ben", "cleo", "eve", "ana"})}};
            case 12:
                return {{"do", "wait"}, {"seconds", below(900)}};
            default:
                return below(2) ? again() : Json{{"do", "repeat"}, {"network", any_network()}};
        }
    }

    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

  private:
    std::string any(const std::vector<std::string>& values) { return values[below(values.size())]; }
    std::string any_network() { return any({"eip155:1", "eip155:56"}); }
    std::string answer() { return any({"no", "no", "no", "yes", "unknown"}); }
    std::string any_deposit() {
        return deposits_ == 0 ? "none" : "d" + std::to_string(below(deposits_));
    }
    Json again() {
        return {{"do", "block"}, {"network", any_network()}, {"again", {any_deposit()}}};
    }
    Json block() {
        Json transfers = Json::array();
        const bool on_bnb = below(2) == 0;
        for (std::uint64_t i = below(4); i > 0; --i) {
            transfers.push_back(
                {{"name", "d" + std::to_string(deposits_++)},
                 {"to", any({"alice", "bob", "carol", "hot", "pool", "alice_old", "alice_contract",
                             "nobody"})},
                 {"asset", on_bnb ? any({"bnb", "usdt_bnb", "rebase", "no_currency"})
                                  : any({"eth", "usdt", "spam", "old_coin"})},
                 {"units", any({"1", "999", "1000000", "1000000000000000007",
                                "123456789012345678901234567890"})},
                 {"from", any({"stranger", "bobs_wallet", "hot"})},
                 {"refused_by", below(10) ? "" : "E4"}});
        }
        return {{"do", "block"},
                {"network", on_bnb ? "eip155:56" : "eip155:1"},
                {"transfers", transfers}};
    }

    std::mt19937_64 random_;
    std::uint64_t deposits_ = 0;
};

void walk(std::uint64_t seed, int steps) {
    SCOPED_TRACE("HOMING_SEED=" + std::to_string(seed));
    Story story;
    Walk random(seed);
    int done = 0;
    for (int i = 0; i < steps; ++i) {
        const Json step = random.step();
        SCOPED_TRACE("step " + std::to_string(i) + ": " + step.dump());
        if (step.value("do", "") == "repeat" && story.height(step.value("network", "")) == 0)
            continue;
        const Result<void> happened = story.happen(step);
        done += happened.has_value() ? 1 : 0;
        if (!happened) {
            ASSERT_NE(happened.error().code, Code::kCorrupt) << happened.error().message;
        }
        const auto complaints = story.complaints();
        for (const std::string& complaint : complaints) ADD_FAILURE() << complaint;
        ASSERT_TRUE(complaints.empty());
    }
    EXPECT_GT(done, steps / 4) << "almost everything was refused";
}

TEST(RandomWalk, keeps_every_law_with_a_fixed_seed) {
    walk(20260101, 400);
}

TEST(RandomWalk, keeps_every_law_with_a_fresh_seed) {
    const char* given = std::getenv("HOMING_SEED");
    const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cout << "HOMING_SEED=" << seed << "\n";
    walk(seed, 400);
}

}  // namespace
}  // namespace homing
