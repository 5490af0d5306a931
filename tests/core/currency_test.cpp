#include "core/currency.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/core/arbitrary.h"

namespace homing {
namespace {

TEST(Rescale, brings_base_units_to_the_currency) {
    const struct {
        const char* units;
        std::uint8_t decimals;
        std::uint8_t scale;
        const char* currency_units;
        const char* rounding_units;
    } rows[] = {
        {"1250000", 6, 6, "1250000", "0"},
        {"1250000", 6, 8, "125000000", "0"},
        {"1250000000000000001", 18, 6, "1250000", "1"},
        {"999999999999", 18, 6, "0", "999999999999"},
        {"1000000000000", 18, 6, "1", "0"},
        {"0", 255, 0, "0", "0"},
        {"0", 0, 255, "0", "0"},
        {"1", 0, 77,
         "100000000000000000000000000000000000000000000000000000000000000000000000000000", "0"},
        {"115792089237316195423570985008687907853269984665640564039457584007913129639935", 255, 0,
         "0", "115792089237316195423570985008687907853269984665640564039457584007913129639935"},
        {"115792089237316195423570985008687907853269984665640564039457584007913129639935", 77, 0,
         "1", "15792089237316195423570985008687907853269984665640564039457584007913129639935"},
    };
    for (const auto& row : rows) {
        const auto rescaled = rescale(*Amount::parse(row.units), row.decimals, row.scale);
        ASSERT_TRUE(rescaled) << row.units;
        EXPECT_EQ(rescaled->currency_units.to_string(), row.currency_units);
        EXPECT_EQ(rescaled->rounding_units.to_string(), row.rounding_units);
    }
}

TEST(Rescale, says_when_the_result_does_not_fit) {
    EXPECT_FALSE(rescale(Amount(2), 0, 77));
    EXPECT_FALSE(rescale(Amount(1), 0, 78));
    EXPECT_FALSE(rescale(Amount(1), 0, 255));
    EXPECT_EQ(rescale(Amount(1), 0, 78).error().code, Code::kInvalid);
}

// Nothing is made and nothing is lost: what is credited plus what is rounded is what arrived.
RC_GTEST_PROP(Rescale, conserves_every_base_unit, (const Amount& units)) {
    const auto decimals = *rc::gen::inRange<std::uint8_t>(0, 40);
    const auto scale = *rc::gen::inRange<std::uint8_t>(0, 40);
    const auto rescaled = rescale(units, decimals, scale);
    RC_PRE(rescaled.has_value());
    if (decimals >= scale) {
        const Amount factor = *power_of_ten(static_cast<unsigned>(decimals - scale));
        RC_ASSERT(rescaled->rounding_units < factor);
        RC_ASSERT(*rescaled->currency_units.checked_mul(factor)->checked_add(
                      rescaled->rounding_units) == units);
    } else {
        const Amount factor = *power_of_ten(static_cast<unsigned>(scale - decimals));
        RC_ASSERT(rescaled->rounding_units.is_zero());
        RC_ASSERT(rescaled->currency_units.divide(factor).quotient == units);
        RC_ASSERT(rescaled->currency_units.divide(factor).remainder.is_zero());
    }
}

RC_GTEST_PROP(Rescale, never_turns_more_into_less, (const Amount& a, const Amount& b)) {
    const auto decimals = *rc::gen::inRange<std::uint8_t>(0, 40);
    const auto scale = *rc::gen::inRange<std::uint8_t>(0, 40);
    const auto less = rescale(std::min(a, b), decimals, scale);
    const auto more = rescale(std::max(a, b), decimals, scale);
    RC_PRE(less.has_value() && more.has_value());
    RC_ASSERT(less->currency_units <= more->currency_units);
}

}  // namespace
}  // namespace homing
