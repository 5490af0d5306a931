#include "core/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace homing {
namespace {

TEST(Json, reads_whole_documents) {
    for (const char* text :
         {"0", "-1", "true", "false", "null", "\"\"", "[]", "{}", " [ 1 , 2 ] ",
          "\t{\"a\":\n1}\r\n", "[[],{},\"\",0,null]", "\"\\u00e9\\n\\\"\\\\\\/\\b\\f\\r\\t\"",
          "\"\\ud83d\\ude00\"", "\"\\u0000\"", "{\"\":0}", "{\"a\":{\"a\":{}}}",
          "[{\"a\":1},{\"a\":2}]", "\"\x7f\"", "\"\xf4\x8f\xbf\xbf\""}) {
        EXPECT_TRUE(parse_json(text)) << text;
    }
}

TEST(Json, refuses_what_is_no_json) {
    for (const char* text : {"",
                             " ",
                             "nul",
                             "True",
                             "'a'",
                             "{a:1}",
                             "[1,]",
                             "[,1]",
                             "[1 2]",
                             "{\"a\":1,}",
                             "{\"a\" 1}",
                             "{\"a\":}",
                             "{1:2}",
                             "{\"a\"}",
                             "[",
                             "]",
                             "{",
                             "}",
                             "[}",
                             "{]",
                             "[1",
                             "\"a",
                             "\"\\x\"",
                             "\"\\u12\"",
                             "\"\\u12g4\"",
                             "\"a\tb\"",
                             "\"a\nb\"",
                             "// c\n1",
                             "/* c */1",
                             "#1",
                             "NaN",
                             "Infinity",
                             "-Infinity",
                             "+1",
                             "-",
                             ".5",
                             "1.",
                             "01",
                             "-01",
                             "00",
                             "0x10",
                             "1_000",
                             "1e",
                             "0b1",
                             "--1",
                             "1-",
                             "undefined",
                             "\v1",
                             "\xc2\xa0"
                             "1"}) {
        const Result<Json> parsed = parse_json(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, Code::kInvalid);
        EXPECT_LT(parsed.error().message.size(), 500U);
    }
}

TEST(Json, refuses_bytes_behind_the_document) {
    for (const char* text : {"{}x", "{} {}", "1 2", "[]]", "{}}", "null,", "\"a\"\"b\"", "{}//",
                             "[]\xff", "0\xef\xbb\xbf"}) {
        EXPECT_FALSE(parse_json(text)) << text;
    }
}

TEST(Json, refuses_a_nul_byte_anywhere) {
    for (const std::string_view text :
         {std::string_view("{}\0", 3), std::string_view("{}\0garbage", 10),
          std::string_view("\0{}", 3), std::string_view("\"a\0b\"", 5),
          std::string_view("[1\0,2]", 6)}) {
        EXPECT_FALSE(parse_json(text));
    }
}

TEST(Json, refuses_a_key_that_stands_twice) {
    for (const char* text : {R"({"a":1,"a":1})", R"({"a":1,"b":2,"a":3})", R"({"a":1,"\u0061":2})",
                             R"([{"x":{"":0,"":0}}])", R"({"a":{"b":1},"a":{}})"}) {
        const Result<Json> parsed = parse_json(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_NE(parsed.error().message.find("twice"), std::string::npos);
    }
    // Two spellings of one letter are two keys: bytes decide.
    EXPECT_TRUE(parse_json("{\"\xc3\xa9\":1,\"e\xcc\x81\":2}"));
}

TEST(Json, reads_integers_of_64_bits_exactly) {
    EXPECT_EQ(parse_json("9007199254740993")->get<std::uint64_t>(), 9'007'199'254'740'993U);
    EXPECT_EQ(parse_json("18446744073709551615")->get<std::uint64_t>(), ~std::uint64_t{0});
    EXPECT_EQ(parse_json("-9223372036854775808")->get<std::int64_t>(),
              std::numeric_limits<std::int64_t>::min());
}

TEST(Json, refuses_numbers_that_are_not_integers_of_64_bits) {
    for (const std::string& text : std::vector<std::string>{
             "18446744073709551616",
             "-9223372036854775809",
             std::string(
                 "115792089237316195423570985008687907853269984665640564039457584007913129639935"),
             "1e3",
             "1E3",
             "1e+3",
             "1e400",
             "-1e400",
             "1e-400",
             "0e0",
             "1.0",
             "0.0",
             "-0.0",
             "-0",
             "[-0]",
             "0.1",
             "1.5",
             std::string("0." + std::string(80, '3')),
             std::string(1'000'000, '9'),
             "{\"a\":{\"b\":1.0}}",
             "[1,2,3e0]"}) {
        const Result<Json> parsed = parse_json(text);
        ASSERT_FALSE(parsed) << text.substr(0, 80);
        EXPECT_EQ(parsed.error().code, Code::kInvalid);
        EXPECT_LT(parsed.error().message.size(), 500U);
    }
}

TEST(Json, refuses_text_that_is_not_utf_8) {
    for (const char* text :
         {"\"\xff\"", "\"\xc3\"", "\"\xc3\x28\"", "\"\x80\"", "\"\xc0\xaf\"", "\"\xe0\x80\xaf\"",
          "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xf8\x88\x80\x80\x80\"", "{\"\xff\":1}",
          "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"\\ud83dx\"", "\xff", "\xef\xbb",
          "\"\xe2\x82\""}) {
        EXPECT_FALSE(parse_json(text));
    }
}

TEST(Json, keeps_strange_but_valid_text_byte_for_byte) {
    for (const char* text :
         {"\xe2\x80\xae"
          "123",
          "\xe2\x80\x8b",
          "\xd0\xb0"
          "bc",
          "e\xcc\x81", "\xc3\xa9", "\xef\xbb\xbf", "\xef\xbf\xbd", "\xf0\x9f\x98\x80"}) {
        const Result<Json> parsed = parse_json("\"" + std::string(text) + "\"");
        ASSERT_TRUE(parsed);
        EXPECT_EQ(parsed->get<std::string>(), text);
        EXPECT_EQ(canonical_json(*parsed), "\"" + std::string(text) + "\"");
    }
    const std::string memo(1'000'000, 'm');
    EXPECT_EQ(parse_json("\"" + memo + "\"")->get<std::string>(), memo);
    EXPECT_EQ(parse_json("\"a\\u0000b\"")->get<std::string>(), std::string("a\0b", 3));
}

TEST(Json, limits_the_depth_of_nesting) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_TRUE(parse_json(nested(64)));
    EXPECT_FALSE(parse_json(nested(65)));
    EXPECT_TRUE(parse_json("1", 0));
    EXPECT_FALSE(parse_json("[]", 0));
    EXPECT_TRUE(parse_json("[{}]", 2));
    EXPECT_FALSE(parse_json("[{\"a\":[]}]", 2));
    EXPECT_TRUE(parse_json("[[],[],[[]]]", 3));
    EXPECT_FALSE(parse_json(nested(1'000'000)));
    EXPECT_FALSE(parse_json(std::string(1'000'000, '[')));
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
    EXPECT_FALSE(parse_json(objects));
}

TEST(Json, says_where_it_goes_wrong) {
    EXPECT_NE(parse_json("{\"a\":1,}").error().message.find("byte 8"), std::string::npos);
    const std::string hostile = parse_json("\"\xff\x1b[31m\"").error().message;
    for (const char c : hostile) EXPECT_TRUE(c >= ' ' && c <= '~') << hostile;
}

TEST(CanonicalJson, writes_one_text_per_value) {
    const struct {
        const char* text;
        const char* canonical;
    } rows[] = {
        {" { \"b\" : 1 , \"a\" : [ 1 , -2 ] } ", R"({"a":[1,-2],"b":1})"},
        {R"({"é":1,"z":2,"Z":3,"a":4,"":5,"aa":6})", R"({"":5,"Z":3,"a":4,"aa":6,"z":2,"é":1})"},
        {R"("\u0041\/\u00e9\u001f\u007f\u000a")", "\"A/é\\u001f\x7f\\n\""},
        {R"("\b\f\n\r\t\"\\")", R"("\b\f\n\r\t\"\\")"},
        {"18446744073709551615", "18446744073709551615"},
        {"[true,false,null]", "[true,false,null]"},
        {"{\"\\ue000\":1,\"\\ud800\\udc00\":2}", "{\"\xee\x80\x80\":1,\"\xf0\x90\x80\x80\":2}"},
    };
    for (const auto& row : rows) {
        const Result<Json> parsed = parse_json(row.text);
        ASSERT_TRUE(parsed) << row.text;
        EXPECT_EQ(canonical_json(*parsed), row.canonical);
    }
}

TEST(CanonicalJson, stays_json_where_a_text_is_not_utf_8) {
    const std::string text = canonical_json(Json{{"a", "x\xff"}});
    EXPECT_EQ(text, "{\"a\":\"x\xef\xbf\xbd\"}");
    EXPECT_TRUE(parse_json(text));
}

TEST(CanonicalJsonDeathTest, ends_the_process_on_floating_point) {
    EXPECT_DEATH(canonical_json(Json{{"a", Json::array({1, 0.5})}}), "internal error");
}

Json drawn_json(unsigned depth) {
    switch (*rc::gen::inRange(0, depth == 0 ? 5 : 7)) {
        case 0:
            return nullptr;
        case 1:
            return *rc::gen::arbitrary<bool>();
        case 2:
            return *rc::gen::arbitrary<std::uint64_t>();
        case 3:
            return -1 - *rc::gen::inRange<std::int64_t>(0, std::numeric_limits<int>::max());
        case 4:
            return *rc::gen::container<std::string>(rc::gen::inRange('\0', '\x7f'));
        case 5: {
            Json array = Json::array();
            const int size = *rc::gen::inRange(0, 4);
            for (int i = 0; i < size; ++i) array.push_back(drawn_json(depth - 1));
            return array;
        }
        default: {
            Json object = Json::object();
            const int size = *rc::gen::inRange(0, 4);
            for (int i = 0; i < size; ++i) {
                object[*rc::gen::container<std::string>(rc::gen::inRange('\0', '\x7f'))] =
                    drawn_json(depth - 1);
            }
            return object;
        }
    }
}

RC_GTEST_PROP(CanonicalJson, is_given_back_by_the_parser, ()) {
    const Json value = drawn_json(4);
    const std::string text = canonical_json(value);
    const Result<Json> parsed = parse_json(text);
    RC_ASSERT(parsed.has_value());
    RC_ASSERT(*parsed == value);
    RC_ASSERT(canonical_json(*parsed) == text);
}

// What we accept, nlohmann's own parser reads as the same value: strictness only ever refuses.
RC_GTEST_PROP(Json, accepts_nothing_that_is_no_json, ()) {
    std::string text = canonical_json(drawn_json(3));
    const int changes = *rc::gen::inRange(0, 3);
    for (int i = 0; i < changes; ++i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
        text[at] = *rc::gen::elementOf(std::string("{}[]\",:0-1.eE\\u \x80n\0", 20));
    }
    const Result<Json> parsed = parse_json(text);
    if (parsed) RC_ASSERT(*parsed == Json::parse(text));
}

}  // namespace
}  // namespace homing
