#include "core/currency.h"

namespace homing {

namespace {

Error does_not_fit(const Amount& units, unsigned from, unsigned to) {
    return invalid(units.to_string() + " base units of " + std::to_string(from) +
                   " decimals do not fit in 256 bits at scale " + std::to_string(to));
}

}  // namespace

Result<Rescaled> rescale(const Amount& asset_units, std::uint8_t asset_decimals,
                         std::uint8_t currency_scale) {
    if (asset_units.is_zero()) return Rescaled{};
    if (asset_decimals <= currency_scale) {
        const unsigned up = static_cast<unsigned>(currency_scale - asset_decimals);
        const std::optional<Amount> factor = power_of_ten(up);
        const std::optional<Amount> units =
            factor ? asset_units.checked_mul(*factor) : std::nullopt;
        if (!units) return does_not_fit(asset_units, asset_decimals, currency_scale);
        return Rescaled{*units, Amount()};
    }
    const unsigned down = static_cast<unsigned>(asset_decimals - currency_scale);
    const std::optional<Amount> divisor = power_of_ten(down);
    // Past 10^77 the divisor exceeds every amount.
    if (!divisor) return Rescaled{Amount(), asset_units};
    const Amount::Division division = asset_units.divide(*divisor);
    return Rescaled{division.quotient, division.remainder};
}

}  // namespace homing
