#include "store/key.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/hex.h"

namespace homing {
namespace {

std::string drawn_bytes() {
    static const std::string kBytes("\0\1a\xfe\xff", 5);
    return *rc::gen::container<std::string>(rc::gen::elementOf(kBytes));
}

TEST(KeyOrder, texts_and_what_follows_sort_as_the_pair_does) {
    EXPECT_TRUE(rc::check([] {
        const std::pair a(drawn_bytes(), *rc::gen::arbitrary<std::uint32_t>());
        const std::pair b(drawn_bytes(), *rc::gen::arbitrary<std::uint32_t>());
        const std::string key_a = Key(1).text(a.first).number(a.second).bytes();
        const std::string key_b = Key(1).text(b.first).number(b.second).bytes();
        RC_ASSERT((key_a < key_b) == (a < b));
        RC_ASSERT((key_a == key_b) == (a == b));
    }));
}

TEST(KeyOrder, no_text_is_the_prefix_of_another) {
    EXPECT_TRUE(rc::check([] {
        const std::string a = drawn_bytes();
        const std::string b = drawn_bytes();
        if (a == b) return;
        const std::string key_a = Key(1).text(a).bytes();
        RC_ASSERT(!std::string(Key(1).text(b).bytes()).starts_with(key_a));
    }));
}

TEST(KeyOrder, times_sort_before_and_after_1970_in_both_directions) {
    EXPECT_TRUE(rc::check([](std::int64_t x, std::int64_t y) {
        const Time a{Duration(x)};
        const Time b{Duration(y)};
        RC_ASSERT((Key(1).time(a).bytes() < Key(1).time(b).bytes()) == (a < b));
        RC_ASSERT((Key(1).time_descending(a).bytes() < Key(1).time_descending(b).bytes()) ==
                  (a > b));
    }));
}

TEST(KeyOrder, an_absent_text_comes_before_an_empty_one) {
    EXPECT_LT(Key(1).optional_text({}).bytes(), Key(1).optional_text("").bytes());
    EXPECT_LT(Key(1).optional_text("").bytes(), Key(1).optional_text("a").bytes());
}

TEST(KeyOrder, after_prefix_is_the_least_key_past_all_that_start_with_it) {
    EXPECT_EQ(after_prefix("a"), "b");
    EXPECT_EQ(after_prefix("a\xff\xff"), "b");
    EXPECT_EQ(after_prefix("\xff"), "");
    EXPECT_EQ(after_prefix(""), "");
    EXPECT_TRUE(rc::check([] {
        const std::string prefix = drawn_bytes();
        const std::string key = drawn_bytes();
        const std::string end = after_prefix(prefix);
        if (key.starts_with(prefix) && !end.empty()) RC_ASSERT(key < end);
        if (!end.empty() && key >= prefix && key < end) RC_ASSERT(key.starts_with(prefix));
    }));
}

TEST(KeyBytes, are_as_documented) {
    const std::string key = Key(0x12)
                                .text(std::string("a\0b", 3))
                                .number(std::uint64_t{0x0102})
                                .time(Time{})
                                .optional_text("m")
                                .bytes();
    EXPECT_EQ(to_hex(as_bytes(key)),
              "12"                // the table
              "6100ff620001"      // a text with a zero in it
              "0000000000000102"  // a number
              "8000000000000000"  // 1970
              "016d0001");        // a text that is there
}

}  // namespace
}  // namespace homing
