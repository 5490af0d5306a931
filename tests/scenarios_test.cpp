#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "core/record_json.h"
#include "tests/recovery/story.h"

// Every file of fixtures/scenarios/ is one test: what happened, and what must then be true. After
// every step all laws hold and every decision replays.
namespace homing {
namespace {

std::vector<std::string> story_files() {
    std::vector<std::string> names;
    const auto folder = std::filesystem::path(HOMING_ROOT) / "fixtures/scenarios";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".json") names.push_back(entry.path().stem());
    }
    std::sort(names.begin(), names.end());
    return names;
}

// Every key of `wanted` must be in `seen` with the same value.
void expect_fields(const Json& seen, const Json& wanted, const std::string& name) {
    for (const auto& [key, value] : wanted.items()) {
        EXPECT_EQ(seen.value(key, Json()), value) << name << ": " << key;
    }
}

void expect_deposits(const Story& story, const Json& wanted) {
    for (const auto& [name, fields] : wanted.items()) {
        const auto deposit = story.deposit(name);
        if (fields.is_null()) {
            EXPECT_FALSE(deposit.has_value()) << name << " must not be recorded";
            continue;
        }
        ASSERT_TRUE(deposit.has_value()) << name << " is not recorded";
        Json seen = record_to_json(*deposit);
        const auto decisions = story.decisions(deposit->id);
        if (!decisions.empty()) {
            seen["rule"] = decisions.back().rule;
            seen["verdict"] = std::string(to_string(decisions.back().verdict));
            seen["needs"] = decisions.back().needs;
            seen["observed"] = decisions.back().observed;
        }
        expect_fields(seen, fields, name);
    }
}

void expect_cases(const Story& story, const Json& wanted) {
    for (const auto& [name, list] : wanted.items()) {
        const auto cases = story.cases(name);
        ASSERT_EQ(cases.size(), list.size()) << "cases of " << name;
        for (std::size_t i = 0; i < cases.size(); ++i) {
            Json seen = record_to_json(cases[i]);
            seen["claims"] = cases[i].claims.size();
            expect_fields(seen, list[i], "case " + std::to_string(i) + " of " + name);
        }
    }
}

// All balances that are not zero: "customer:alice:usdt" → units.
void expect_balances(Story& story, const Json& wanted) {
    std::map<std::string, std::string> names;
    for (const auto* group : {"assets", "unlisted"}) {
        const Json assets = read_fixture("book.json").at(group);
        for (const auto& [name, value] : assets.items()) names[story.asset(name).str()] = name;
    }
    Json seen = Json::object();
    const auto rows = load_all<Balance>(story.store(), table_prefix(TableTag::kBalance));
    ASSERT_TRUE(rows.has_value());
    for (const auto& [balance, version] : *rows) {
        const Amount net = balance.account == BookAccount::kCustody
                               ? balance.debits - balance.credits
                               : balance.credits - balance.debits;
        if (net.is_zero()) continue;
        const std::string party = balance.party.empty() ? "" : ":" + balance.party;
        seen[std::string(to_string(balance.account)) + party + ":" + names[balance.asset.str()]] =
            net.to_string();
    }
    EXPECT_EQ(seen, wanted);
}

void expect_outbox(Story& story, const Json& wanted) {
    const auto messages = story.store().outbox(SIZE_MAX);
    ASSERT_TRUE(messages.has_value());
    ASSERT_EQ(messages->size(), wanted.size()) << "messages in the outbox";
    for (const Json& message : wanted) {
        const std::string deposit = message.at("deposit").get<std::string>();
        const std::string key = "credit:" + story.deposit_id_of(deposit).str();
        const auto found = std::find_if(messages->begin(), messages->end(),
                                        [&](const OutboxMessage& m) { return m.key == key; });
        ASSERT_NE(found, messages->end()) << "no message for " << deposit;
        Json fields = message;
        fields.erase("deposit");
        expect_fields(*parse_json(found->body), fields, key);
    }
}

void expect_claims(Story& story, const Json& wanted) {
    const auto rows = load_all<Claim>(story.store(), table_prefix(TableTag::kClaim));
    ASSERT_TRUE(rows.has_value());
    EXPECT_EQ(rows->size(), wanted.size()) << "claims";
    for (const auto& [account, fields] : wanted.items()) {
        const auto found = std::find_if(rows->begin(), rows->end(), [&](const auto& row) {
            return row.record.account == account;
        });
        ASSERT_NE(found, rows->end()) << account << " has no claim";
        Json seen = record_to_json(found->record);
        seen["linked"] = found->record.deposit.has_value();
        expect_fields(seen, fields, "claim of " + account);
    }
}

class Stories : public testing::TestWithParam<std::string> {};

TEST_P(Stories, end_as_told) {
    const Json file = read_fixture("scenarios/" + GetParam() + ".json");
    Story story(file.value("given", Json::object()));
    std::size_t number = 0;
    for (const Json& step : file.at("when")) {
        SCOPED_TRACE("step " + std::to_string(number++) + ": " + step.dump());
        const Result<void> done = story.happen(step);
        if (step.contains("refused")) {
            ASSERT_FALSE(done.has_value()) << "was not refused";
            EXPECT_NE(done.error().message.find(step.at("refused").get<std::string>()),
                      std::string::npos)
                << done.error().message;
        } else {
            ASSERT_TRUE(done.has_value()) << done.error().message;
        }
        for (const std::string& complaint : story.complaints()) ADD_FAILURE() << complaint;
    }
    const Json& then = file.at("then");
    for (const auto& [key, value] : then.items()) {
        if (key == "deposits")
            expect_deposits(story, value);
        else if (key == "cases")
            expect_cases(story, value);
        else if (key == "balances")
            expect_balances(story, value);
        else if (key == "outbox")
            expect_outbox(story, value);
        else if (key == "claims")
            expect_claims(story, value);
        else
            ADD_FAILURE() << "a story checks no \"" << key << "\"";
    }
}

std::string name_of(const testing::TestParamInfo<std::string>& story) {
    return story.param;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Stories, testing::ValuesIn(story_files()), name_of);

}  // namespace
}  // namespace homing
