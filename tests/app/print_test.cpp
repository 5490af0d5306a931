#include <gtest/gtest.h>

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
    EXPECT_EQ(printable("a\x1b[31mb\n"), "a?[31mb?");
    EXPECT_EQ(with_commas(1234567), "1,234,567");
}

TEST(Style, says_how_long_ago) {
    const Style style{.now = *parse_time("2026-11-23T12:00:00Z")};
    EXPECT_EQ(style.age("2026-11-23T11:56:00Z"), "4 min ago");
    EXPECT_EQ(style.age("2026-11-23T15:00:00Z"), "in 3 h");
    EXPECT_EQ(style.age(""), "–");
}

}  // namespace
}  // namespace homing
