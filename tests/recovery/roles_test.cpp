#include "recovery/roles.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/recovery/story.h"

namespace homing {
namespace {

const Json& expected() {
    static const Json kExpected = read_fixture("roles.json").at("actions");
    return kExpected;
}

StaffMember person(Role role) {
    return {"pat", role, {}, {"alice"}};
}

Case case_of(const std::string& agent) {
    Case record;
    if (!agent.empty()) record.agent = agent;
    return record;
}

bool refuses_for(const ActionRow& row, const std::string& reason) {
    const Json& line = expected().at(std::string(row.name));
    const Json reasons = line.value("unless", Json::array());
    return std::any_of(reasons.begin(), reasons.end(),
                       [&](const Json& one) { return one.get<std::string>() == reason; });
}

// Every cell of roles.def against the file that says the same from the references.
TEST(Roles, every_role_may_do_just_what_is_written_down) {
    ASSERT_EQ(action_rows().size(), expected().size());
    const Case mine = case_of("pat");
    const Case free = case_of("");
    const Case foreign = case_of("somebody");
    for (const ActionRow& row : action_rows()) {
        const Json& cells = expected().at(std::string(row.name)).at("cells");
        for (std::size_t r = 0; r < kEnumNames<Role>.size(); ++r) {
            const auto role = static_cast<Role>(r);
            const auto cell = cells.at(r).get<std::string>();
            const auto may = [&](const Case* record) {
                return check_may(person(role), {row.action, record, {}, ""}).has_value();
            };
            const std::string where = std::string(row.name) + " by " + std::string(to_string(role));
            EXPECT_EQ(may_ever(role, row.action), cell != "no") << where;
            EXPECT_EQ(may(nullptr), cell == "yes") << where;
            EXPECT_EQ(may(&mine), cell != "no") << where << " in a case of theirs";
            EXPECT_EQ(may(&free), cell != "no") << where << " in a case of nobody's";
            EXPECT_EQ(may(&foreign), cell == "yes") << where << " in a case of another's";
        }
    }
}

TEST(Roles, an_appeal_goes_to_someone_new) {
    Case appealed = case_of("");
    appealed.not_by = {"pat"};
    for (const ActionRow& row : action_rows()) {
        const bool may =
            check_may(person(Role::kSenior), {row.action, &appealed, {}, ""}).has_value();
        EXPECT_EQ(may, may_ever(Role::kSenior, row.action) && !refuses_for(row, "ruled_before"))
            << row.name;
    }
}

TEST(Roles, nobody_rules_where_they_have_an_interest) {
    const Case record = case_of("");
    for (const ActionRow& row : action_rows()) {
        for (const char* account : {"alice", "bob"}) {
            const bool is_theirs = std::string(account) == "alice";
            const bool may =
                check_may(person(Role::kSenior), {row.action, &record, {"carl", account}, ""})
                    .has_value();
            EXPECT_EQ(may, may_ever(Role::kSenior, row.action) &&
                               !(is_theirs && refuses_for(row, "interested")))
                << row.name << " for " << account;
        }
    }
}

TEST(Roles, nobody_approves_their_own_ruling) {
    const Case record = case_of("");
    for (const ActionRow& row : action_rows()) {
        const bool may =
            check_may(person(Role::kSenior), {row.action, &record, {}, "pat"}).has_value();
        EXPECT_EQ(may, may_ever(Role::kSenior, row.action) && !refuses_for(row, "proposed"))
            << row.name;
    }
}

TEST(Roles, every_action_stands_in_one_row_at_its_own_place) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < action_rows().size(); ++i) {
        EXPECT_EQ(action_rows()[i].action, static_cast<Action>(i));
        EXPECT_TRUE(names.insert(action_rows()[i].name).second) << action_rows()[i].name;
    }
}

}  // namespace
}  // namespace homing
