#include "core/amount.h"
#include "core/check.h"

// What parses prints as it was; sums, products and quotients fit together.
namespace homing {
namespace {

void read_texts(std::string_view text) {
    if (const auto amount = Amount::parse(text)) CHECK(amount->to_string() == text);
    if (const auto amount = Amount::parse_hex_quantity(text)) {
        CHECK(Amount::parse(amount->to_string()).value() == *amount);
    }
}

void calculate(const Amount& a, const Amount& b) {
    if (const auto sum = a.checked_add(b)) CHECK(*sum - b == a && *sum >= a);
    if (const auto difference = a.checked_sub(b)) CHECK(*difference + b == a);
    CHECK((a < b) == !a.checked_sub(b).has_value());
    if (b.is_zero()) return;
    const Amount::Division division = a.divide(b);
    CHECK(division.remainder < b);
    CHECK(division.quotient.checked_mul(b)->checked_add(division.remainder) == a);
    if (const auto product = a.checked_mul(b)) {
        CHECK(product->divide(b).quotient == a);
        CHECK(product->divide(b).remainder.is_zero());
    }
}

}  // namespace
}  // namespace homing

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const homing::ByteView bytes(data, size);
    homing::read_texts(homing::as_text(bytes));
    const auto a = homing::Amount::from_big_endian(bytes.first(size / 2));
    const auto b = homing::Amount::from_big_endian(bytes.subspan(size / 2));
    if (a && b) homing::calculate(*a, *b);
    return 0;
}
