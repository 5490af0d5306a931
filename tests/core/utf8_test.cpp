#include "core/utf8.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "core/json.h"

namespace homing {
namespace {

// Beside nlohmann's own check, which refuses to print what is not UTF-8.
bool prints_as_json(const std::string& text) {
    try {
        return !Json(text).dump().empty();
    } catch (const Json::exception&) {
        return false;
    }
}

TEST(Utf8, takes_well_formed_text_alone) {
    for (const std::string& text :
         std::vector<std::string>{"", "abc", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80",
                                  "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
                                  "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", std::string(3, '\0')}) {
        EXPECT_TRUE(is_utf8(text));
        EXPECT_TRUE(prints_as_json(text));
    }
    for (const std::string& text : std::vector<std::string>{
             "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x7f", "\xc2\xc0", "a\xe2\x82",
             "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
             "\xf5\x80\x80\x80", "\xf0\x90\x80", "\xff", "\xfe", "abc\xe9"}) {
        EXPECT_FALSE(is_utf8(text));
        EXPECT_FALSE(prints_as_json(text));
    }
}

TEST(Utf8, agrees_with_nlohmann_on_every_two_bytes) {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string text{static_cast<char>(first), static_cast<char>(second)};
            ASSERT_EQ(is_utf8(text), prints_as_json(text)) << first << " " << second;
        }
    }
}

RC_GTEST_PROP(Utf8, agrees_with_nlohmann_on_bytes_from_the_edges, ()) {
    const auto text = *rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("a\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xc1\xc2\xdf\xe0\xe1\xec"
                                       "\xed\xee\xef\xf0\xf1\xf3\xf4\xf5")));
    RC_ASSERT(is_utf8(text) == prints_as_json(text));
}

}  // namespace
}  // namespace homing
