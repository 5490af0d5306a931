#include "recovery/machines.h"

#include <gtest/gtest.h>

#include "tests/recovery/story.h"

namespace homing {
namespace {

// Every cell of a machine against the file that says the same in other words.
template <class State, class Event>
void compare_cells(const std::string& file) {
    const Json cells = read_fixture("machines/" + file).at("cells");
    ASSERT_EQ(cells.size(), kEnumNames<State>.size());
    for (std::size_t s = 0; s < kEnumNames<State>.size(); ++s) {
        const Json& row = cells.at(std::string(kEnumNames<State>[s]));
        ASSERT_EQ(row.size(), kEnumNames<Event>.size());
        for (std::size_t e = 0; e < kEnumNames<Event>.size(); ++e) {
            const auto next = next_state(static_cast<State>(s), static_cast<Event>(e));
            const Json seen = next ? Json(std::string(to_string(*next))) : Json();
            EXPECT_EQ(seen, row.at(std::string(kEnumNames<Event>[e])))
                << kEnumNames<State>[s] << " × " << kEnumNames<Event>[e];
        }
    }
}

TEST(Machines, every_deposit_cell_is_as_written_down) {
    compare_cells<DepositState, DepositEvent>("deposit.json");
}

TEST(Machines, every_claim_cell_is_as_written_down) {
    compare_cells<ClaimState, ClaimEvent>("claim.json");
}

TEST(Machines, every_case_cell_is_as_written_down) {
    compare_cells<CaseState, CaseEvent>("case.json");
}

TEST(Machines, no_state_and_event_stand_in_two_rows) {
    std::set<std::pair<int, int>> seen;
    for (const auto& row : deposit_transitions()) {
        EXPECT_TRUE(seen.emplace(static_cast<int>(row.from), static_cast<int>(row.event)).second);
    }
}

}  // namespace
}  // namespace homing
