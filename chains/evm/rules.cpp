#include "chains/evm/rules.h"

#include <algorithm>

namespace homing::evm {
namespace {

constexpr Address kEip7708Emitter = [] {
    Address address{};
    address.fill(0xff);
    address[19] = 0xfe;
    return address;
}();

constexpr Address kPolygonCoin = [] {
    Address address{};
    address[18] = 0x10;
    address[19] = 0x10;
    return address;
}();

}  // namespace

bool states_native_moves(const NetworkId& network, const Address& emitter) {
    if (emitter == kEip7708Emitter) return true;
    if (emitter != kPolygonCoin) return false;
    return network.str() == "eip155:137" || network.str() == "eip155:80002";
}

}  // namespace homing::evm
