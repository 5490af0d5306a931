#include "core/hex.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/id.h"
#include "core/quote.h"

namespace homing {
namespace {

TEST(Hex, reads_either_case_and_writes_lower) {
    EXPECT_EQ(to_hex({}), "");
    EXPECT_EQ(to_hex(Bytes{0x00, 0x0f, 0xf0, 0xff}), "000ff0ff");
    EXPECT_EQ(*parse_hex(""), Bytes());
    EXPECT_EQ(*parse_hex("000fF0Ff"), (Bytes{0x00, 0x0f, 0xf0, 0xff}));
}

TEST(Hex, refuses_odd_lengths_and_other_characters) {
    for (const char* text : {"0", "000", "0x00", "0g", "g0", " 00", "00 ", "0 ", "-1", "@@", "``",
                             "//", "::", "\xc3\xa9"}) {
        const Result<Bytes> parsed = parse_hex(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, Code::kInvalid);
    }
    EXPECT_FALSE(parse_hex(std::string_view("0\0", 2)));
    EXPECT_LT(parse_hex(std::string(10'000'001, 'a')).error().message.size(), 200U);
}

TEST(Hex, accepts_exactly_22_of_256_bytes_as_a_digit) {
    int accepted = 0;
    for (int c = 0; c < 256; ++c) {
        const std::string text{static_cast<char>(c), '0'};
        const std::string turned{'0', static_cast<char>(c)};
        EXPECT_EQ(parse_hex(text).has_value(), parse_hex(turned).has_value());
        if (parse_hex(text)) ++accepted;
    }
    EXPECT_EQ(accepted, 22);
}

TEST(Hex, fills_arrays_of_one_length_only) {
    EXPECT_TRUE(parse_hex_array<20>(std::string(40, 'a')));
    EXPECT_FALSE(parse_hex_array<20>(std::string(38, 'a')));
    EXPECT_FALSE(parse_hex_array<20>(std::string(42, 'a')));
    EXPECT_FALSE(parse_hex_array<20>(std::string(39, 'a') + "x"));
    EXPECT_FALSE(parse_hex_array<20>("0x" + std::string(38, 'a')));
    EXPECT_FALSE(parse_hex_array<16>(""));
    EXPECT_TRUE(parse_hex_array<32>(std::string(64, '0')));
    EXPECT_TRUE(parse_hex_array<64>(std::string(128, '0')));
}

TEST(Hex, takes_one_prefix_off) {
    EXPECT_EQ(without_0x("0x12"), "12");
    EXPECT_EQ(without_0x("0X12"), "12");
    EXPECT_EQ(without_0x("0x0x12"), "0x12");
    EXPECT_EQ(without_0x("12"), "12");
    EXPECT_EQ(without_0x("0x"), "");
    EXPECT_EQ(without_0x("0"), "0");
    EXPECT_EQ(without_0x(""), "");
}

RC_GTEST_PROP(Hex, gives_bytes_back, (const Bytes& bytes)) {
    RC_ASSERT(*parse_hex(to_hex(bytes)) == bytes);
}

TEST(Id, is_as_many_hex_digits_as_its_kind_has) {
    const auto parsed = DepositId::parse("000102030405060708090a0b0c0d0e0f10111213");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->bytes[19], 0x13);
    EXPECT_EQ(parsed->str(), "000102030405060708090a0b0c0d0e0f10111213");
    EXPECT_FALSE(parsed->empty());
    EXPECT_TRUE(DepositId().empty());
    for (const char* text : {"", "00", "0x0102030405060708090a0b0c0d0e0f10111213",
                             "000102030405060708090a0b0c0d0e0f1011121314",
                             "00010203040506070809zz0b0c0d0e0f10111213"}) {
        EXPECT_FALSE(DepositId::parse(text)) << text;
    }
}

TEST(Quote, shows_printable_ascii_and_escapes_the_rest) {
    EXPECT_EQ(quote("abc 1"), "\"abc 1\"");
    EXPECT_EQ(quote(""), "\"\"");
    EXPECT_EQ(quote("a\"b\\c"), "\"a\\x22b\\x5cc\"");
    EXPECT_EQ(quote("\x1b[31m\n"), "\"\\x1b[31m\\x0a\"");
    EXPECT_EQ(quote(std::string_view("\0", 1)), "\"\\x00\"");
    EXPECT_EQ(quote("\xe2\x80\xae"), "\"\\xe2\\x80\\xae\"");  // right-to-left override
}

TEST(Quote, cuts_after_80_bytes) {
    EXPECT_EQ(quote(std::string(80, 'a')), "\"" + std::string(80, 'a') + "\"");
    EXPECT_EQ(quote(std::string(81, 'a')), "\"" + std::string(80, 'a') + "…\"");
    EXPECT_LE(quote(std::string(1'000'000, '\xff')).size(), 80U * 4 + 5);
}

}  // namespace
}  // namespace homing
