#include "core/amount.h"

#include <gtest/gtest.h>

#include "tests/core/arbitrary.h"

namespace homing {
namespace {

constexpr const char* kMax =
    "115792089237316195423570985008687907853269984665640564039457584007913129639935";
constexpr const char* kPastMax =
    "115792089237316195423570985008687907853269984665640564039457584007913129639936";

Amount amount(std::string_view digits) {
    const Result<Amount> parsed = Amount::parse(digits);
    EXPECT_TRUE(parsed) << digits;
    return parsed.value_or(Amount());
}

TEST(Amount, keeps_its_text_through_parse_and_print) {
    for (const char* text :
         {"0", "1", "9", "10", "9999999999999999999", "10000000000000000000", "9007199254740993",
          "18446744073709551615", "18446744073709551616", "340282366920938463463374607431768211455",
          "340282366920938463463374607431768211456", "100000000000000000000000000000000000000",
          "100000000000000000000000000000000000000000000000000000000000000000000000000000", kMax}) {
        EXPECT_EQ(amount(text).to_string(), text);
    }
}

TEST(Amount, refuses_what_is_not_plain_decimal_digits) {
    for (const char* text :
         {"",      "-0",       "-1",  "+5",   " 5",       "5 ",          "1 000", "1,000",
          "1_000", "1e3",      "1E3", "0x10", "10.0",     "1.",          ".5",    "12a",
          "NaN",   "Infinity", "\t1", "1\n",  "\xD9\xA1", "\xEF\xBC\x91"}) {
        const Result<Amount> parsed = Amount::parse(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, Code::kInvalid);
    }
    EXPECT_FALSE(Amount::parse(std::string_view("1\0", 2)));
    EXPECT_FALSE(Amount::parse(std::string_view("\0", 1)));
}

TEST(Amount, refuses_a_leading_zero) {
    for (const char* text :
         {"00", "01", "010", "0000000000000000000000000000000000000000000000001"}) {
        ASSERT_FALSE(Amount::parse(text)) << text;
        EXPECT_NE(Amount::parse(text).error().message.find("leading zeros"), std::string::npos);
    }
}

TEST(Amount, refuses_two_to_the_256_and_beyond) {
    for (const std::string& text : std::vector<std::string>{
             std::string(kPastMax), std::string(kMax) + "0", "9" + std::string(77, '9'),
             "1" + std::string(78, '0'), std::string(1'000'000, '9')}) {
        const Result<Amount> parsed = Amount::parse(text);
        ASSERT_FALSE(parsed) << text.substr(0, 90);
        EXPECT_NE(parsed.error().message.find("2^256"), std::string::npos);
        EXPECT_LT(parsed.error().message.size(), 200U);
    }
}

TEST(Amount, reads_hex_quantities) {
    const struct {
        const char* text;
        const char* units;
    } rows[] = {
        {"0x0", "0"},
        {"0x00", "0"},
        {"0x41", "65"},
        {"0x400", "1024"},
        {"0xDeAdBeEf", "3735928559"},
        {"0x0000000000000000000000000000000000000000000000000000000000000001", "1"},
        {"0x10000000000000000", "18446744073709551616"},
        {"0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", kMax},
    };
    for (const auto& row : rows) {
        const Result<Amount> parsed = Amount::parse_hex_quantity(row.text);
        ASSERT_TRUE(parsed) << row.text;
        EXPECT_EQ(parsed->to_string(), row.units) << row.text;
    }
}

TEST(Amount, refuses_what_is_no_hex_quantity) {
    for (const std::string& text : std::vector<std::string>{
             std::string(), "0", "0x", "0X1", "x1", "41", "0xg", "0x-1", "0x 1", "-0x1", "0x1 ",
             "0x" + std::string(65, '0'), "0x" + std::string(1'000'000, 'f')}) {
        EXPECT_FALSE(Amount::parse_hex_quantity(text)) << text.substr(0, 80);
    }
}

TEST(Amount, reads_big_endian_bytes_of_up_to_32) {
    EXPECT_EQ(*Amount::from_big_endian({}), Amount());
    const Bytes two{1, 0};
    EXPECT_EQ(*Amount::from_big_endian(two), Amount(256));
    const Bytes full(32, 0xff);
    EXPECT_EQ(*Amount::from_big_endian(full), amount(kMax));
    const Bytes long_zero(33, 0);
    EXPECT_FALSE(Amount::from_big_endian(long_zero));
}

TEST(Amount, writes_all_32_bytes) {
    ByteArray<32> one{};
    one[31] = 1;
    EXPECT_EQ(Amount(1).to_big_endian(), one);
}

TEST(Amount, answers_nothing_past_either_end) {
    const Amount max = amount(kMax);
    EXPECT_FALSE(max.checked_add(Amount(1)));
    EXPECT_EQ(*max.checked_add(Amount()), max);
    EXPECT_FALSE(Amount().checked_sub(Amount(1)));
    EXPECT_EQ(*max.checked_sub(max), Amount());
    EXPECT_FALSE(max.checked_mul(Amount(2)));
    EXPECT_EQ(*max.checked_mul(Amount(1)), max);
    EXPECT_EQ(*max.checked_mul(Amount()), Amount());
    const Amount half = amount("340282366920938463463374607431768211456");
    EXPECT_FALSE(half.checked_mul(half));
    EXPECT_EQ(half.checked_mul(*half.checked_sub(Amount(1)))->bit_width(), 256U);
}

TEST(AmountDeathTest, operators_end_the_process_past_either_end) {
    const Amount max = amount(kMax);
    EXPECT_DEATH(max + Amount(1), "internal error");
    EXPECT_DEATH(Amount(1) - Amount(2), "internal error");
    EXPECT_DEATH(Amount(1).divide(Amount()), "internal error");
}

TEST(Amount, knows_its_width_and_whether_it_fits_64_bits) {
    EXPECT_EQ(Amount().bit_width(), 0U);
    EXPECT_EQ(Amount(1).bit_width(), 1U);
    EXPECT_EQ(Amount(~std::uint64_t{0}).bit_width(), 64U);
    EXPECT_EQ(amount("18446744073709551616").bit_width(), 65U);
    EXPECT_EQ(amount(kMax).bit_width(), 256U);
    EXPECT_EQ(amount("18446744073709551615").to_u64(), ~std::uint64_t{0});
    EXPECT_EQ(amount("18446744073709551616").to_u64(), std::nullopt);
}

TEST(Amount, shows_decimals_without_trailing_zeros) {
    const struct {
        const char* units;
        unsigned decimals;
        const char* shown;
    } rows[] = {
        {"0", 0, "0"},
        {"0", 18, "0"},
        {"1", 0, "1"},
        {"100", 0, "100"},
        {"1", 1, "0.1"},
        {"10", 1, "1"},
        {"1250000", 6, "1.25"},
        {"1000000", 6, "1"},
        {"100000000", 6, "100"},
        {"1", 18, "0.000000000000000001"},
        {"1000000000000000001", 18, "1.000000000000000001"},
        {"999999", 6, "0.999999"},
        {"7", 80,
         "0.00000000000000000000000000000000000000000000000000000000000000000000000000000007"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(amount(row.units).to_decimal(row.decimals), row.shown);
    }
    EXPECT_EQ(Amount(1).to_decimal(255).size(), 257U);
}

TEST(PowerOfTen, ends_where_256_bits_end) {
    EXPECT_EQ(power_of_ten(0), Amount(1));
    EXPECT_EQ(power_of_ten(19), Amount(10'000'000'000'000'000'000U));
    for (unsigned exponent = 0; exponent <= 77; ++exponent) {
        EXPECT_EQ(power_of_ten(exponent)->to_string(), "1" + std::string(exponent, '0'));
    }
    EXPECT_EQ(power_of_ten(78), std::nullopt);
    EXPECT_EQ(power_of_ten(~0U), std::nullopt);
}

}  // namespace
}  // namespace homing
