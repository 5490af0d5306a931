#include <array>
#include <cstdlib>

#include "chains/source.h"
#include "chains/utxo/parse.h"

// A raw transaction or block as a hostile node would send it, on each of Bitcoin's kin.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace homing;
    if (size == 0) return 0;
    constexpr std::array kNetworks = {
        "bip122:000000000019d6689c085ae165831e93", "bip122:12a765e31ffd4059bada1e25190f6e98",
        "bip122:1a91e3dace36e2be3bf030a65679fe82", "bip122:000000000000000000651ef99cb9fcbe"};
    const NetworkId network = *NetworkId::parse(kNetworks[data[0] % kNetworks.size()]);
    const Result<const utxo::Params*> params = utxo::find_params(network);
    if (!params) std::abort();
    const Result<AssetId> coin = native_asset(network);
    const utxo::Reading reading{network, **params, *coin};
    const ByteView raw{data + 1, size - 1};
    const std::string nobody(64, '0');
    (void)utxo::parse_block(reading, raw, 1000, nobody);
    (void)utxo::parse_transaction(reading, raw, 1000, nobody);
    return 0;
}
