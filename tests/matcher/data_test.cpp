#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "core/json.h"
#include "core/record.h"
#include "core/utf8.h"
#include "matcher/display.h"
#include "matcher/matcher.h"
#include "matcher/memo.h"
#include "matcher/reach.h"

namespace homing {
namespace {

Json read_cases(const std::string& name) {
    std::ifstream in(std::string(HOMING_ROOT) + "/fixtures/" + name);
    std::stringstream content;
    content << in.rdbuf();
    const Result<Json> json = parse_json(content.str());
    return json ? *json : Json::array();
}

// Every cell of fixtures/reach.json, written from our notes on the chains and not from the code.
TEST(ReachTable, says_what_the_notes_say) {
    const Json cells = read_cases("reach.json");
    ASSERT_GT(cells.size(), 150U);
    for (const Json& cell : cells) {
        CustodyAddress address;
        address.network = *NetworkId::parse(cell.at("made_for").get<std::string>());
        for (std::size_t i = 0; i < kEnumNames<WalletKind>.size(); ++i) {
            if (kEnumNames<WalletKind>[i] == cell.at("wallet").get<std::string>()) {
                address.wallet = static_cast<WalletKind>(i);
            }
        }
        const NetworkId arrived = *NetworkId::parse(cell.at("arrived_on").get<std::string>());
        const ReachRow row = find_reach(address, arrived);
        EXPECT_EQ(std::string(to_string(row.reach)), cell.at("reach").get<std::string>())
            << cell.dump();
        EXPECT_FALSE(row.reason.empty());
    }
}

Transfer transfer_of(const Json& json) {
    Transfer transfer;
    transfer.network = *NetworkId::parse(json.at("network").get<std::string>());
    transfer.recipient_address = json.value("address", "");
    if (json.contains("memo")) transfer.memo = json.at("memo").get<std::string>();
    if (json.contains("other_memos")) {
        transfer.other_memos = json.at("other_memos").get<std::vector<std::string>>();
    }
    return transfer;
}

// Every case of fixtures/memos.json: whether and at which grade a field reads as a registered memo.
TEST(MemoLadder, reads_each_case_at_its_grade) {
    const Json cases = read_cases("memos.json");
    ASSERT_GT(cases.size(), 150U);
    for (const Json& json : cases) {
        std::string found = "none";
        for (const MemoReading& reading : memo_readings(transfer_of(json))) {
            if (reading.memo == json.at("want").get<std::string>()) {
                found = std::to_string(reading.grade);
                EXPECT_EQ(reading.grade == 0, reading.steps.empty()) << json.dump();
            }
        }
        const std::string wanted =
            json.contains("grade") ? std::to_string(json.at("grade").get<int>()) : "none";
        EXPECT_EQ(found, wanted) << json.dump();
    }
}

TEST(MemoLadder, is_bounded_sorted_and_unique_for_any_bytes) {
    std::mt19937 random(7);
    for (int i = 0; i < 300; ++i) {
        Transfer transfer;
        transfer.network = *NetworkId::parse(i % 2 ? "xrpl:0" : "stellar:pubnet");
        std::string hex;
        for (std::size_t length = random() % (i % 2 ? 300 : 28); length > 0; --length) {
            static const char* digits = "0123456789abcdef";
            const std::size_t byte = i % 3 ? 0x20 + random() % 0x5f : random() % 256;
            hex += {digits[byte / 16], digits[byte % 16]};
        }
        if (i % 2)
            transfer.other_memos = {"note:" + hex};
        else
            transfer.memo = "text:" + hex;
        const auto readings = memo_readings(transfer);
        EXPECT_LE(readings.size(), 64U);
        std::set<std::string> memos;
        for (std::size_t r = 0; r < readings.size(); ++r) {
            EXPECT_TRUE(memos.insert(readings[r].memo).second) << hex;
            if (r > 0) {
                EXPECT_GE(readings[r].grade, readings[r - 1].grade);
            }
        }
        EXPECT_LE(memo_neighbours(transfer).size(), 256U);
    }
}

// Every case of fixtures/hostile/memos.json, and what is always true of what is shown.
TEST(DisplayMemo, shows_what_senders_wrote_without_obeying_it) {
    const Json cases = read_cases("hostile/memos.json");
    ASSERT_GT(cases.size(), 60U);
    for (const Json& json : cases) {
        const std::string shown = display_memo(json.at("memo").get<std::string>());
        EXPECT_EQ(shown, json.at("shown").get<std::string>()) << json.at("what");
        EXPECT_LE(shown.size(), 80U * 8 + 40) << json.at("what");
    }
}

TEST(DisplayMemo, is_one_line_without_markup_for_any_bytes) {
    std::mt19937 random(11);
    for (int i = 0; i < 2000; ++i) {
        std::string hex;
        for (std::size_t length = random() % 200; length > 0; --length) {
            static const char* digits = "0123456789abcdef";
            const std::size_t byte = random() % 256;
            hex += {digits[byte / 16], digits[byte % 16]};
        }
        std::string shown = display_memo("note:" + hex);
        ASSERT_TRUE(is_utf8(shown)) << hex;
        ASSERT_TRUE(shown.starts_with("note ")) << shown;
        for (const char c : shown.substr(6, shown.size() - 7)) {
            const auto byte = static_cast<unsigned char>(c);
            ASSERT_TRUE(byte >= 0x20 && byte != 0x7f) << hex;
            ASSERT_EQ(std::string_view("<>&'\"`").find(c), std::string_view::npos) << hex;
        }
    }
}

TEST(MemoNeighbours, are_one_digit_away_and_hold_no_reading) {
    Transfer transfer;
    transfer.network = *NetworkId::parse("xrpl:0");
    transfer.memo = "tag:1234";
    std::set<std::string> found;
    for (const MemoReading& reading : memo_neighbours(transfer)) {
        EXPECT_EQ(reading.grade, 4);
        found.insert(reading.memo);
    }
    for (const char* memo : {"tag:2134", "tag:11234", "tag:123", "tag:1235", "tag:12394"}) {
        EXPECT_TRUE(found.contains(memo)) << memo;
    }
    EXPECT_FALSE(found.contains("tag:1234"));
    EXPECT_FALSE(found.contains("tag:4321"));
}

}  // namespace
}  // namespace homing
