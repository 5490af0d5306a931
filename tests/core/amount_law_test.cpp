#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>

#include "core/amount.h"
#include "core/hex.h"
#include "tests/core/arbitrary.h"

// Amount beside Boost's unbounded integers: every answer equal, every refusal where they leave 256
// bits or fall below zero.
namespace homing {
namespace {

using boost::multiprecision::cpp_int;

cpp_int unbounded(const Amount& amount) {
    cpp_int value;
    const auto bytes = amount.to_big_endian();
    boost::multiprecision::import_bits(value, bytes.begin(), bytes.end(), 8, true);
    return value;
}

bool fits(const cpp_int& value) {
    return value >= 0 && (value == 0 || boost::multiprecision::msb(value) < 256);
}

void expect_same(const std::optional<Amount>& ours, const cpp_int& theirs) {
    RC_ASSERT(ours.has_value() == fits(theirs));
    if (ours) RC_ASSERT(ours->to_string() == theirs.str());
}

RC_GTEST_PROP(AmountLaw, adds_as_unbounded_integers_do, (const Amount& a, const Amount& b)) {
    expect_same(a.checked_add(b), unbounded(a) + unbounded(b));
}

RC_GTEST_PROP(AmountLaw, subtracts_as_unbounded_integers_do, (const Amount& a, const Amount& b)) {
    expect_same(a.checked_sub(b), unbounded(a) - unbounded(b));
}

RC_GTEST_PROP(AmountLaw, multiplies_as_unbounded_integers_do, (const Amount& a, const Amount& b)) {
    expect_same(a.checked_mul(b), unbounded(a) * unbounded(b));
}

RC_GTEST_PROP(AmountLaw, divides_as_unbounded_integers_do, (const Amount& a, const Amount& b)) {
    RC_PRE(!b.is_zero());
    const Amount::Division division = a.divide(b);
    expect_same(division.quotient, unbounded(a) / unbounded(b));
    expect_same(division.remainder, unbounded(a) % unbounded(b));
}

RC_GTEST_PROP(AmountLaw, orders_as_unbounded_integers_do, (const Amount& a, const Amount& b)) {
    RC_ASSERT((a < b) == (unbounded(a) < unbounded(b)));
    RC_ASSERT((a == b) == (unbounded(a) == unbounded(b)));
    RC_ASSERT((a < b) == (a.to_big_endian() < b.to_big_endian()));
}

RC_GTEST_PROP(AmountLaw, a_product_at_the_edge_is_judged_exactly, (const Amount& a)) {
    RC_PRE(!a.is_zero());
    const Amount max = *Amount::parse(
        "115792089237316195423570985008687907853269984665640564039457584007913129639935");
    const Amount last = max.divide(a).quotient;
    RC_ASSERT(a.checked_mul(last).has_value());
    if (const auto next = last.checked_add(Amount(1))) RC_ASSERT(!a.checked_mul(*next));
}

RC_GTEST_PROP(AmountLaw, text_and_bytes_give_it_back, (const Amount& a)) {
    RC_ASSERT(*Amount::parse(a.to_string()) == a);
    RC_ASSERT(*Amount::from_big_endian(a.to_big_endian()) == a);
    RC_ASSERT(*Amount::parse_hex_quantity("0x" + to_hex(a.to_big_endian())) == a);
    RC_ASSERT(a.to_string() == unbounded(a).str());
}

RC_GTEST_PROP(AmountLaw, a_parsed_text_prints_as_it_was, (const std::string& text)) {
    const Result<Amount> parsed = Amount::parse(text);
    if (parsed) RC_ASSERT(parsed->to_string() == text);
}

RC_GTEST_PROP(AmountLaw, digit_texts_of_any_length_parse_exactly_when_they_fit, ()) {
    const auto length = *rc::gen::inRange<std::size_t>(1, 90);
    auto digits = *rc::gen::container<std::string>(length, rc::gen::inRange('0', ':'));
    if (digits.front() == '0') digits.front() = '1';
    const Result<Amount> parsed = Amount::parse(digits);
    const cpp_int value(digits);
    RC_ASSERT(parsed.has_value() == fits(value));
    if (parsed) RC_ASSERT(unbounded(*parsed) == value);
}

RC_GTEST_PROP(AmountLaw, decimals_only_move_the_point, (const Amount& a)) {
    const auto decimals = *rc::gen::inRange<unsigned>(0, 100);
    std::string shown = a.to_decimal(decimals);
    const std::size_t point = shown.find('.');
    const std::size_t places = point == std::string::npos ? 0 : shown.size() - point - 1;
    RC_ASSERT(places <= decimals);
    if (point != std::string::npos) {
        RC_ASSERT(shown.back() != '0');
        shown.erase(point, 1);
    }
    shown.append(decimals - places, '0');
    shown.erase(0, std::min(shown.find_first_not_of('0'), shown.size() - 1));
    RC_ASSERT(shown == a.to_string());
}

}  // namespace
}  // namespace homing
