#include "recovery/fees.h"

#include <gtest/gtest.h>

#include "core/record_json.h"

namespace homing {
namespace {

// A deposit of so many dollars in a token of six decimals at one dollar.
FeeSubject of_dollars(std::uint64_t dollars) {
    FeeSubject subject;
    subject.fault = Fault::kWrongNetwork;
    subject.reach = Reach::kManual;
    subject.network = *NetworkId::parse("eip155:56");
    subject.units = Amount(dollars * 1'000'000);
    subject.decimals = 6;
    subject.price.micro_usd = Amount(1'000'000);
    subject.network_cost_micro_usd = Amount(300'000);
    return subject;
}

FeePolicy policy_of(const std::string& rule, std::uint32_t share_max_ppm = 1'000'000) {
    Json json = *parse_json(rule);
    json.merge_patch({{"name", "r"}});
    for (const char* list : {"faults", "networks"}) {
        if (!json.contains(list)) json[list] = Json::array();
    }
    FeePolicy policy;
    policy.share_max_ppm = share_max_ppm;
    policy.rules.push_back(*record_from_json<FeeRule>(json));
    return policy;
}

struct Cell {
    const char* rule;
    std::uint64_t dollars;
    std::uint64_t micro_usd;
};

// The published figures of desks, as in their help pages: each form of fee once or more.
const Cell kCells[] = {
    {R"({"form":"none"})", 1000, 0},
    {R"({"form":"flat","flat_micro_usd":"40000000"})", 1000, 40'000'000},
    {R"({"form":"banded","bands":[{"reach":"automatic","micro_usd":"1"},
         {"reach":"manual","micro_usd":"200000000"}]})",
     1000, 200'000'000},
    {R"({"form":"banded","bands":[{"reach":"automatic","micro_usd":"1"}]})", 1000, 0},
    {R"({"form":"percent","ppm":50000,"allowance_micro_usd":"100000000"})", 1100, 50'000'000},
    {R"({"form":"percent","ppm":50000,"allowance_micro_usd":"100000000"})", 99, 0},
    {R"({"form":"percent","ppm":50000,"floor_micro_usd":"50000000"})", 100, 50'000'000},
    {R"({"form":"percent","ppm":100000,"floor_micro_usd":"25000000","cap_micro_usd":"80000000"})",
     500, 50'000'000},
    {R"({"form":"percent","ppm":100000,"floor_micro_usd":"25000000","cap_micro_usd":"80000000"})",
     5000, 80'000'000},
    {R"({"form":"greater","flat_micro_usd":"1000000000","ppm":100000})", 2000, 1'000'000'000},
    {R"({"form":"greater","flat_micro_usd":"1000000000","ppm":100000})", 50000, 5'000'000'000},
    {R"({"form":"steps","steps":[{"from_micro_usd":"0","micro_usd":"25000000"},
         {"from_micro_usd":"500000000","micro_usd":"50000000"},
         {"from_micro_usd":"1000000000","micro_usd":"100000000"}]})",
     999, 50'000'000},
    {R"({"form":"network_cost"})", 1000, 300'000},
    {R"({"form":"percent","ppm":80000,"plus_network_cost":true})", 1000, 80'300'000},
    {R"({"form":"withdrawal_multiple","withdrawal_fee_micro_usd":"1000000","multiple":5})", 1000,
     5'000'000},
};

TEST(Fees, every_form_of_the_desks_can_be_said_as_data) {
    for (const Cell& cell : kCells) {
        const Result<FeeQuote> quote =
            quote_fee(policy_of(cell.rule), of_dollars(cell.dollars), Time{});
        ASSERT_TRUE(quote.has_value()) << cell.rule << quote.error().message;
        EXPECT_EQ(quote->micro_usd, Amount(cell.micro_usd)) << cell.rule;
        EXPECT_EQ(quote->units, Amount(cell.micro_usd)) << cell.rule;
    }
}

TEST(Fees, lateness_costs_more) {
    FeeSubject subject = of_dollars(1000);
    const FeePolicy policy = policy_of(
        R"({"form":"flat","flat_micro_usd":"47000000","late_after_ms":1000,
            "late_micro_usd":"153000000"})");
    EXPECT_EQ(quote_fee(policy, subject, Time{})->micro_usd, Amount(47'000'000));
    subject.age = Duration(1001);
    EXPECT_EQ(quote_fee(policy, subject, Time{})->micro_usd, Amount(200'000'000));
}

TEST(Fees, none_is_above_the_share_of_value) {
    const FeePolicy policy = policy_of(R"({"form":"flat","flat_micro_usd":"200000000"})", 100'000);
    const Result<FeeQuote> quote = quote_fee(policy, of_dollars(50), Time{});
    ASSERT_TRUE(quote.has_value());
    EXPECT_TRUE(quote->capped);
    EXPECT_EQ(quote->micro_usd, Amount(5'000'000));
    EXPECT_EQ(quote->units, Amount(5'000'000));
}

TEST(Fees, a_fault_or_network_without_a_rule_costs_nothing) {
    for (const char* rule : {R"({"form":"flat","flat_micro_usd":"7","faults":["memo_missing"]})",
                             R"({"form":"flat","flat_micro_usd":"7","networks":["eip155:1"]})"}) {
        EXPECT_TRUE(quote_fee(policy_of(rule), of_dollars(50), Time{})->micro_usd.is_zero());
    }
}

TEST(Fees, a_network_cost_that_nobody_asked_for_is_not_guessed) {
    FeeSubject subject = of_dollars(50);
    subject.network_cost_micro_usd.reset();
    const Result<FeeQuote> quote =
        quote_fee(policy_of(R"({"form":"network_cost"})"), subject, Time{});
    ASSERT_FALSE(quote.has_value());
    EXPECT_EQ(quote.error().code, Code::kUnavailable);
}

TEST(Fees, a_rule_without_what_its_form_needs_is_named) {
    for (const char* rule : {R"({"form":"flat"})", R"({"form":"banded"})", R"({"form":"percent"})",
                             R"({"form":"steps"})", R"({"form":"greater","ppm":1})",
                             R"({"form":"withdrawal_multiple","multiple":2})"}) {
        const Result<void> checked = check_fees(policy_of(rule));
        ASSERT_FALSE(checked.has_value()) << rule;
        EXPECT_NE(checked.error().message.find("rule \"r\""), std::string::npos);
    }
}

}  // namespace
}  // namespace homing
