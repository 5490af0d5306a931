#pragma once

#include <span>
#include <string_view>

#include "core/caip.h"
#include "core/model/custody.h"
#include "core/model/fault.h"

namespace homing {

// One cell of the reach table: what stands behind an address of ours, and where something arrived
// for it. Row ids are those of the cross-network cases W1 to W22 of our chain notes.
struct ReachRow {
    std::string_view family;  // CAIP-2 namespace of both networks
    WalletKind wallet = WalletKind::kKey;
    bool same_network = true;  // arrived on the network the address was made for
    std::string_view arrived;  // reference of the network it arrived on; empty: every other
    Reach reach = Reach::kUnknown;
    std::string_view reason;
};

// All rows; a family, wallet, direction and network occur at most
// once, a named network before the rest.
std::span<const ReachRow> reach_rows();

// The cell for an address of ours and the network something arrived on. Unknown, with the reason,
// where no row speaks of the two networks.
ReachRow find_reach(const CustodyAddress& address, const NetworkId& arrived_on);

// The cell for whatever was sent to a token contract.
ReachRow token_contract_reach();

}  // namespace homing
