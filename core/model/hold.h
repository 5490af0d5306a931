#pragma once

#include <optional>
#include <string>

#include "core/record.h"
#include "core/time.h"

namespace homing {

// What a hold stops. Stored; never renumber.
enum class HoldScope : std::uint8_t { kNetwork = 0, kAsset = 1, kAccount = 2, kDeposit = 3 };
template <>
inline constexpr std::array kEnumNames<HoldScope> =
    std::to_array<std::string_view>({"network", "asset", "account", "deposit"});

// No credit while it stands. One person puts it on; two release it.
struct Hold {
    HoldScope scope = HoldScope::kNetwork;
    std::string subject;  // CAIP-2, CAIP-19, account or deposit id
    std::string reason;
    std::string placed_by;
    Time placed{};
    std::optional<std::string> first_release_by;  // the second one removes the hold

    bool operator==(const Hold&) const = default;
    static constexpr auto fields() {
        return std::tuple{
            Field{"scope", &Hold::scope},   Field{"subject", &Hold::subject},
            Field{"reason", &Hold::reason}, Field{"placed_by", &Hold::placed_by},
            Field{"placed", &Hold::placed}, Field{"first_release_by", &Hold::first_release_by}};
    }
};

}  // namespace homing
