#pragma once

#include <cstdint>
#include <string>

#include "core/amount.h"

namespace homing {

// What the operator's ledger credits: a code of its own choosing and its number of decimals.
struct Currency {
    std::string code;
    std::uint8_t scale = 0;

    bool operator==(const Currency&) const = default;
};

// An asset's base units brought to a currency's scale: units of the currency, and the asset's base
// units that do not divide (they go to the rounding account).
struct Rescaled {
    Amount currency_units;
    Amount rounding_units;

    bool operator==(const Rescaled&) const = default;
};

// kInvalid when the result does not fit in 256 bits.
Result<Rescaled> rescale(const Amount& asset_units, std::uint8_t asset_decimals,
                         std::uint8_t currency_scale);

}  // namespace homing
