#include "recovery/laws.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "recovery/law_book.h"
#include "tests/recovery/damage.h"

namespace homing {
namespace {

std::set<int> broken_laws(Story& story) {
    std::set<int> laws;
    const Result<Audit> audit = check_laws(story.store());
    if (!audit) return {-1};
    for (const Breach& breach : audit->breaches) laws.insert(breach.law);
    return laws;
}

// One file a law: a good story, the rows to change, and the law that the check must then name.
class DamagedStore : public testing::TestWithParam<int> {};

TEST_P(DamagedStore, names_exactly_the_broken_law) {
    const std::string number = std::to_string(GetParam());
    const Json file =
        read_fixture("damaged/law_" + (number.size() < 2 ? "0" + number : number) + ".json");
    Story story;
    const Json good = read_fixture("damaged/good_store.json");
    for (const Json& step : good.at("when")) {
        const Result<void> done = story.happen(step);
        ASSERT_TRUE(done.has_value()) << step.dump() << ": " << done.error().message;
    }
    ASSERT_EQ(broken_laws(story), std::set<int>{}) << "the store was damaged before";
    for (const Json& edit : file.at("edits")) damage(story, edit);
    EXPECT_EQ(broken_laws(story), std::set<int>{GetParam()});
    if (HasFailure()) {
        for (const std::string& complaint : story.complaints()) ADD_FAILURE() << complaint;
    }
}

INSTANTIATE_TEST_SUITE_P(Laws, DamagedStore, testing::Range(1, kLaws + 1));

TEST(Laws, an_empty_store_breaks_none_and_progress_ends_at_100) {
    StoreId id;
    id.bytes[0] = 7;
    const auto store = make_memory_store(id);
    int last = -1;
    const Result<Audit> audit = check_laws(*store, [&](int percent) {
        EXPECT_GE(percent, last);
        last = percent;
    });
    ASSERT_TRUE(audit.has_value());
    EXPECT_TRUE(audit->breaches.empty());
    EXPECT_EQ(last, 100);
}

}  // namespace
}  // namespace homing
