#include "chains/walk.h"

#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "core/hex.h"
#include "tests/chains/support.h"

namespace homing {
namespace {

constexpr std::string_view kNames[] = {"a", "b"};

// Reads an object of "a" and "b" (any values), nested below "b" as deep as it goes.
Result<void> read(std::string text) {
    simdjson::ondemand::parser parser;
    ObjectShape shape(kNames);
    return walk_document(parser, text, [&](Walk& walk, JsonNode root) {
        return walk.object(root, shape, [&](int, JsonNode value) { return walk.skip(value); });
    });
}

struct Row {
    const char* text;
    const char* message;  // empty: valid
};

class WalkTable : public testing::TestWithParam<Row> {};

TEST_P(WalkTable, accepts_json_and_names_what_is_not) {
    const auto [text, message] = GetParam();
    const Result<void> walked = read(text);
    if (*message == '\0') {
        EXPECT_TRUE(walked.has_value()) << text << " " << walked.error().message;
        return;
    }
    ASSERT_FALSE(walked.has_value()) << text;
    EXPECT_EQ(walked.error().code, Code::kInvalid);
    EXPECT_NE(walked.error().message.find(message), std::string::npos)
        << text << " " << walked.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, WalkTable,
    testing::Values(
        Row{R"({})", ""}, Row{R"( { "a" : 1 , "c" : [ { } , [ ] , "x\u00e9\n" , -1.5e+3 ] } )", ""},
        Row{R"({"a":true,"b":null,"c":false})", ""}, Row{R"({"c":"\ud83d\ude00"})", ""},
        Row{R"({"a":1,"a":2})", "\"a\" comes twice"},
        Row{R"({"c":1,"a":1,"c":2})", "\"c\" comes twice"},
        Row{R"({"\u0061":1})", "a key with an escape"},
        Row{R"({"a":{"\u0061":1}})", "a key with an escape"},
        Row{R"({"a":1} x)", "bytes behind the document"},
        Row{R"({"a":1}{"a":1})", "bytes behind the document"},
        Row{R"({"a":1}])", "bytes behind the document"}, Row{R"({"a":tru})", "a: not a JSON value"},
        Row{R"({"a":01})", "a: not a JSON value"}, Row{R"({"a":1.})", "a: not a JSON value"},
        Row{R"({"a":+1})", "a: not a JSON value"}, Row{R"({"a":0x10})", "a: not a JSON value"},
        Row{R"({"a":NaN})", "a: not a JSON value"}, Row{R"({"a":"\x"})", "invalid escape"},
        Row{R"({"a":"\ud83d"})", "invalid escape"}, Row{R"({"a":"\ude00"})", "invalid escape"},
        Row{R"({"a":"\u12g4"})", "invalid escape"}, Row{"{\"a\":\"\n\"}", "not JSON"},
        Row{"{\"a\":\"\xff\"}", "not JSON"}, Row{R"({"a":"x)", "not JSON"}, Row{R"({"a":1)", " "},
        Row{R"({"a" 1})", " "}, Row{R"({"a":1 "b":2})", " "}, Row{R"({"a":1,})", " "},
        Row{R"({,"a":1})", " "}, Row{R"([])", "not an object"}, Row{"", "not JSON"},
        Row{"7", "not JSON"}, Row{R"({"c":[{},"a":1}]})", "not a JSON value"},
        Row{R"({"c":["a":1]})", "not a JSON value"}, Row{R"({"a":[1,]})", "a"},
        Row{R"({"a":[1 2]})", "a"}));

TEST(Walk, bounds_the_nesting_of_what_it_passes_over) {
    const auto nested = [](unsigned depth) {
        return R"({"c":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
    };
    EXPECT_TRUE(read(nested(64)).has_value());
    const auto deep = read(nested(65));
    ASSERT_FALSE(deep.has_value());
    EXPECT_NE(deep.error().message.find("nested more than 64 levels"), std::string::npos);
    EXPECT_FALSE(read(nested(500'000)).has_value());
}

TEST(Walk, names_the_path_of_a_failure) {
    std::string text = R"({"a":[{"b":"0x1"},{"b":"0xg"}]})";
    simdjson::ondemand::parser parser;
    ObjectShape outer(kNames);
    ObjectShape inner(kNames);
    const auto walked = walk_document(parser, text, [&](Walk& walk, JsonNode root) {
        return walk.object(root, outer, [&](int, JsonNode list) {
            return walk.array(list, [&](std::size_t, JsonNode element) {
                return walk.object(element, inner, [&](int, JsonNode value) {
                    std::uint64_t number = 0;
                    return walk.quantity(value, &number);
                });
            });
        });
    });
    ASSERT_FALSE(walked.has_value());
    EXPECT_EQ(walked.error().message, "a[1].b: not a hex quantity of at most 64 bits");
}

TEST(Walk, decodes_hex_of_either_case_and_nothing_else) {
    for (int c = 0; c < 256; ++c) {
        for (std::size_t at = 0; at < 10; ++at) {
            std::string text = "0x01234aBcdE";
            text[2 + at] = static_cast<char>(c);
            ByteArray<5> bytes{};
            const auto wanted = parse_hex(std::string_view(text).substr(2));
            ASSERT_EQ(decode_0x(text, bytes), wanted.has_value()) << c << " at " << at;
            if (wanted) {
                ASSERT_EQ(Bytes(bytes.begin(), bytes.end()), *wanted);
            }
        }
    }
    ByteArray<2> two{};
    for (const char* text : {"", "0x", "0x123", "0x12345", "1234", "00x1234", "x01234"}) {
        EXPECT_FALSE(decode_0x(text, two)) << text;
    }
    EXPECT_TRUE(decode_0x("0X1234", two));
}

// Whatever our walk takes for JSON, another strict parser takes for JSON as well.
TEST(Walk, accepts_no_damaged_text_that_nlohmann_refuses) {
    const std::string good = test::read_file(std::filesystem::path(HOMING_ROOT) /
                                             "fixtures/nodes/evm/native-and-token.json");
    const unsigned seed = std::random_device{}();
    std::cout << "seed " << seed << "\n";
    std::mt19937 random(seed);
    const std::string_view bytes = "{}[]\",:\\0x1ae-+.tfn \n\x01\xc3";
    int accepted = 0;
    for (int round = 0; round < 2000; ++round) {
        std::string text = good;
        for (unsigned i = 0; i <= random() % 3; ++i) {
            const std::size_t at = random() % text.size();
            switch (random() % 4) {
                case 0:
                    text[at] = bytes[random() % bytes.size()];
                    break;
                case 1:
                    text.erase(at, 1 + random() % 4);
                    break;
                case 2:
                    text.insert(at, 1, bytes[random() % bytes.size()]);
                    break;
                default:
                    text.resize(at);
                    break;
            }
            if (text.empty()) text = "{";
        }
        const bool ours = read(text).has_value();
        accepted += ours ? 1 : 0;
        ASSERT_TRUE(!ours || Json::accept(text)) << text;
    }
    EXPECT_GT(accepted, 20);
}

}  // namespace
}  // namespace homing
