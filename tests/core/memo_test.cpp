#include "core/model/memo.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/hex.h"

namespace homing {
namespace {

TEST(Memo, reads_what_it_writes) {
    const std::string hash = std::string(64, 'a');
    for (const std::string& text :
         {std::string("tag:0"), std::string("tag:4294967295"),
          std::string("id:18446744073709551615"), std::string("muxed:7"), std::string("text:"),
          std::string("text:616263"), std::string("source_tag:12"), "hash:" + hash,
          "return:" + hash, "invoice:" + hash, std::string("note:00ff")}) {
        const Result<Memo> memo = Memo::parse(text);
        ASSERT_TRUE(memo) << text << ": " << memo.error().message;
        EXPECT_EQ(memo->str(), text);
    }
}

TEST(Memo, refuses_what_no_chain_could_hold) {
    for (const std::string& text :
         {std::string(""), std::string("123"), std::string("tag"), std::string("tag:"),
          std::string("tag:4294967296"), std::string("tag:01"), std::string("tag:-1"),
          std::string("tag:1 "), std::string("id:18446744073709551616"), std::string("text:6"),
          std::string("text:zz"), "text:" + std::string(58, '0'), "hash:" + std::string(62, 'a'),
          std::string("TAG:1"), "note:" + std::string(2050, '0')}) {
        EXPECT_FALSE(Memo::parse(text)) << text;
    }
}

TEST(Memo, keeps_absent_zero_and_text_zero_apart) {
    EXPECT_NE(*Memo::parse("tag:0"), *Memo::parse("tag:1"));
    EXPECT_NE(Memo::parse("text:30")->str(), Memo::parse("id:0")->str());
}

RC_GTEST_PROP(Memo, keeps_any_bytes_of_a_text, (std::string raw)) {
    raw.resize(std::min<std::size_t>(raw.size(), 28));
    const Memo memo{MemoKind::kText, raw};
    RC_ASSERT(Memo::parse(memo.str())->value == raw);
}

}  // namespace
}  // namespace homing
