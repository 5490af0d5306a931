#include "matcher/reach.h"

#include <algorithm>
#include <array>

namespace homing {
namespace {

constexpr std::string_view kZksyncEra = "324";
constexpr std::string_view kBitcoinCash = "000000000000000000651ef99cb9fcbe";
constexpr std::string_view kDogecoin = "1a91e3dace36e2be3bf030a65679fe82";

constexpr std::array kRows = {
    ReachRow{"eip155", WalletKind::kKey, true, "", Reach::kAutomatic,
             "our key signs for this address"},
    ReachRow{"eip155", WalletKind::kKey, false, "", Reach::kAutomatic,
             "W1: our key signs for this address on every EVM network"},
    ReachRow{"eip155", WalletKind::kContract, true, "", Reach::kAutomatic,
             "our wallet contract stands on this network"},
    ReachRow{"eip155", WalletKind::kContract, false, kZksyncEra, Reach::kImpossible,
             "W3: contracts get other addresses on zkSync Era; nobody can create this one"},
    ReachRow{"eip155", WalletKind::kContract, false, "", Reach::kManual,
             "W2: the wallet contract was made for another network; whoever can create it here "
             "first holds the funds"},
    ReachRow{"bip122", WalletKind::kKey, true, "", Reach::kAutomatic,
             "our key signs for this output"},
    ReachRow{"bip122", WalletKind::kKey, false, "", Reach::kAutomatic,
             "W5, W8: the same key signs by this network's rules"},
    ReachRow{"bip122", WalletKind::kNestedSegwit, true, "", Reach::kAutomatic,
             "our key signs for this output"},
    ReachRow{"bip122", WalletKind::kNestedSegwit, false, kBitcoinCash, Reach::kManual,
             "W7: urgent: needs a miner, and whoever knows the redeem script can take it"},
    ReachRow{"bip122", WalletKind::kNestedSegwit, false, kDogecoin, Reach::kUnknown,
             "this network has no segwit; whether the output can be spent is not known"},
    ReachRow{"bip122", WalletKind::kNestedSegwit, false, "", Reach::kAutomatic,
             "W8: the same key signs for the same script"},
    ReachRow{"bip122", WalletKind::kScript, true, "", Reach::kAutomatic,
             "we hold the script and its keys"},
    ReachRow{"bip122", WalletKind::kScript, false, "", Reach::kManual,
             "W6: the same script and keys, signed by the rules of another network"},
    ReachRow{"xrpl", WalletKind::kKey, true, "", Reach::kAutomatic,
             "our key signs for this account"},
    ReachRow{"xrpl", WalletKind::kKey, false, "", Reach::kManual,
             "W13: the same key with this network's id; the account may lack its reserve"},
    ReachRow{"stellar", WalletKind::kKey, true, "", Reach::kAutomatic,
             "our key signs for this account"},
    ReachRow{"stellar", WalletKind::kKey, false, "", Reach::kManual,
             "W13: the same key with this network's passphrase; the account may lack its reserve"},
};

constexpr ReachRow kTokenContract{"",
                                  WalletKind::kContract,
                                  true,
                                  "",
                                  Reach::kImpossible,
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
               candidate.same_network == (address.network == arrived_on) &&
               (candidate.arrived.empty() || candidate.arrived == arrived_on.reference());
    });
    if (row != kRows.end()) return *row;
    return {"", address.wallet,  address.network == arrived_on,
            "", Reach::kUnknown, "no row of the reach table speaks of these two networks"};
}

}  // namespace homing
