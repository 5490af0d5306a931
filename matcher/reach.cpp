#include "matcher/reach.h"

#include <algorithm>
#include <array>

namespace homing {
namespace {

constexpr std::array kRows = {
    ReachRow{"eip155", WalletKind::kKey, true, Reach::kAutomatic, "our key signs for this address"},
    ReachRow{"eip155", WalletKind::kKey, false, Reach::kAutomatic,
             "W1: our key signs for this address on every EVM network"},
    ReachRow{"eip155", WalletKind::kContract, true, Reach::kAutomatic,
             "our wallet contract stands on this network"},
    ReachRow{"eip155", WalletKind::kContract, false, Reach::kManual,
             "W2: the wallet contract was made for another network; whoever can create it here "
             "first holds the funds"},
};

constexpr ReachRow kTokenContract{"", WalletKind::kContract, true, Reach::kImpossible,
                                  "W20: a token contract keeps what it receives; only its issuer "
                                  "may help"};

}  // namespace

std::span<const ReachRow> reach_rows() {
    return kRows;
}

ReachRow token_contract_reach() {
    return kTokenContract;
}

ReachRow find_reach(const CustodyAddress& address, const NetworkId& arrived_on) {
    const auto row = std::find_if(kRows.begin(), kRows.end(), [&](const ReachRow& candidate) {
        return candidate.family == arrived_on.name_space() &&
               candidate.family == address.network.name_space() &&
               candidate.wallet == address.wallet &&
               candidate.same_network == (address.network == arrived_on);
    });
    if (row != kRows.end()) return *row;
    return {"", address.wallet, address.network == arrived_on, Reach::kUnknown,
            "no row of the reach table speaks of these two networks"};
}

}  // namespace homing
