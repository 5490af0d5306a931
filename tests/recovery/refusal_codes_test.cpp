#include "recovery/refusal_codes.h"

#include <gtest/gtest.h>

#include <set>

namespace homing {
namespace {

bool is_sentence(std::string_view text) {
    return text.size() > 20 && text.ends_with('.') && text.front() >= 'A' && text.front() <= 'Z';
}

TEST(RefusalCodes, each_has_every_text_and_stands_there_once) {
    std::set<std::string_view> codes;
    std::set<std::string_view> explanations;
    for (const RefusalCode& one : refusal_codes()) {
        EXPECT_TRUE(codes.insert(one.code).second) << one.code;
        EXPECT_TRUE(explanations.insert(one.explanation).second) << one.code;
        EXPECT_TRUE(is_sentence(one.explanation)) << one.code;
        EXPECT_TRUE(is_sentence(one.change)) << one.code;
        EXPECT_EQ(find_refusal_code(one.code), &one);
    }
    EXPECT_EQ(codes.size(), 30u);
    EXPECT_EQ(find_refusal_code("made_up"), nullptr);
}

TEST(RefusalCodes, an_answer_can_be_appealed_unless_looking_again_changes_nothing) {
    std::set<std::string_view> final;
    for (const RefusalCode& one : refusal_codes()) {
        if (!one.appealable) final.insert(one.code);
    }
    EXPECT_EQ(final, (std::set<std::string_view>{"sanctions", "duplicate"}));
}

}  // namespace
}  // namespace homing
