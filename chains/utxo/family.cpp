#include "chains/utxo/family.h"

#include "chains/utxo/address.h"
#include "chains/utxo/message.h"
#include "chains/utxo/source.h"

namespace homing::utxo {
namespace {

Result<Destination> parse_destination(const NetworkId& network, std::string_view address) {
    const Result<const Params*> params = find_params(network);
    if (!params) return params.error();
    const Result<Bytes> script = parse_address_text(**params, address);
    if (!script) return script.error();
    return Destination{fingerprint_of(**params, *script), {}};
}

Result<std::string> format_address(const NetworkId& network, const Fingerprint& fingerprint) {
    const Result<const Params*> params = find_params(network);
    if (!params) return params.error();
    return format_fingerprint(**params, fingerprint);
}

Result<AssetId> native_asset(const NetworkId& network) {
    const Result<const Params*> params = find_params(network);
    if (!params) return params.error();
    return AssetId::parse(network.str() + "/slip44:" + std::string((*params)->slip44));
}

}  // namespace

const Family& family() {
    static constexpr Family kFamily{"bip122",       open_utxo_source, parse_destination,
                                    format_address, native_asset,     nullptr,
                                    verify_message, message_standards};
    return kFamily;
}

}  // namespace homing::utxo
