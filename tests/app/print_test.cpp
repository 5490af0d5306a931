#include <gtest/gtest.h>

#include "app/command.h"
#include "app/print/table.h"

namespace homing {
namespace {

TEST(Table, aligns_columns_by_code_points_and_keeps_colour_out_of_widths) {
    Table table({{"name"}, {"n", Align::kRight}});
    table.add({{"é…"}, {"5"}});
    table.add({{"abcdef", Tone::kBad}, {"12,345"}});
    EXPECT_EQ(table.str({}),
              "┌────────┬────────┐\n│ name   │      n │\n├────────┼────────┤\n"
              "│ é…     │      5 │\n│ abcdef │ 12,345 │\n└────────┴────────┘\n");
    EXPECT_NE(table.str({.colour = true}).find("\x1b[31mabcdef\x1b[0m │"), 0u);
}

TEST(Style, cuts_ids_and_keeps_control_characters_off_the_terminal) {
    EXPECT_EQ(short_id("0123456789abcdef"), "01234567…");
    EXPECT_EQ(short_middle("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf"), "0x7e5f…5bdf");
    EXPECT_EQ(printable("a\x1b[31mb\n"), "a\\u{1b}[31mb\\u{a}");
    EXPECT_EQ(printable("1\u202e2\u200b\u009b\x9b"), "1\\u{202e}2\\u{200b}\\u{9b}\\x9b");
    EXPECT_EQ(printable("Zażółć – “5 €” …"), "Zażółć – “5 €” …");
    EXPECT_EQ(printable_lines("a\x1b\nb\n"), "a\\u{1b}\nb\n");
    EXPECT_EQ(with_commas(1234567), "1,234,567");
}

// Whatever stands in a reply, no view drives the terminal: each text of each reply is hostile.
TEST(Views, show_hostile_text_without_obeying_it) {
    const std::string evil = "\x1b[2J\u202e\u200b\r\n\u009b31m\x07<b>";
    const std::vector<std::string> names = {
        "id",           "state",      "account", "memo_shown",  "amount",  "reason",
        "network_name", "memo_typed", "text",    "by",          "fault",   "kind",
        "txid",         "recipient",  "outcome", "agent",       "network", "normalised",
        "form",         "stated_by",  "body",    "waiting_for", "answer",  "deposit"};
    Json bad = {{"number", 1}, {"height", 1}, {"journal", 1}, {"certain", true}, {"read", true}};
    for (const std::string& name : names) bad[name] = evil;
    for (const char* list : {"needs", "claims", "networks"}) bad[list] = Json::array();
    bad["other_memos_shown"] = {evil};
    Json reply = bad;
    reply["record"] = {{"transfer", bad}, {"reach", evil}, {"reach_reason", evil}};
    reply["about"] = bad;
    reply["secret"] = reply["more"] = reply["repeated"] = false;
    reply["waiting"] = 1;
    for (const char* list : {"decisions", "evidence", "postings", "deposits", "pending", "cases",
                             "proposals", "timeline", "asked_by", "candidates", "hints"}) {
        reply[list] = {bad};
    }
    for (const char* name : {"deposit list", "deposit show", "case list", "case show", "claim file"}) {
        const Command* command = find_command(name);
        ASSERT_NE(command, nullptr) << name;
        const std::string shown = command->render(reply, {});
        EXPECT_NE(shown.find("\\u{1b}[2J\\u{202e}\\u{200b}\\u{d}\\u{a}\\u{9b}31m"), shown.npos)
            << name;
        for (const std::string hidden : {"\x1b", "\r", "\x07", "\u202e", "\u200b", "\u009b"}) {
            EXPECT_EQ(shown.find(hidden), shown.npos) << name << ": " << printable(hidden);
        }
    }
}

TEST(Style, says_how_long_ago) {
    const Style style{.now = *parse_time("2026-11-23T12:00:00Z")};
    EXPECT_EQ(style.age("2026-11-23T11:56:00Z"), "4 min ago");
    EXPECT_EQ(style.age("2026-11-23T15:00:00Z"), "in 3 h");
    EXPECT_EQ(style.age(""), "–");
}

}  // namespace
}  // namespace homing
