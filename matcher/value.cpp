#include "matcher/matcher.h"

namespace homing {

std::optional<Amount> value_micro_usd(const Amount& units, std::uint8_t decimals,
                                      const Price& price) {
    const std::optional<Amount> whole = power_of_ten(decimals);
    const std::optional<Amount> product = units.checked_mul(price.micro_usd);
    if (!whole || !product) return std::nullopt;
    const Amount::Division worth = product->divide(*whole);
    if (worth.remainder.is_zero()) return worth.quotient;
    return worth.quotient.checked_add(Amount(1));
}

}  // namespace homing
