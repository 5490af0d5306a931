#include "chains/source.h"

#include "chains/evm/address.h"
#include "chains/evm/source.h"

namespace homing {
namespace {

Error unknown_family(const NetworkId& network) {
    return invalid("\"" + network.str() + "\" is of a family we do not speak; we speak eip155");
}

bool is_evm(const NetworkId& network) {
    return network.name_space() == "eip155";
}

}  // namespace

Result<std::unique_ptr<Source>> open_source(const Network& network, std::stop_token stop) {
    if (!is_evm(network.id)) return unknown_family(network.id);
    return evm::open_evm_source(network, std::move(stop));
}

Result<Fingerprint> parse_address(const NetworkId& network, std::string_view address) {
    if (!is_evm(network)) return unknown_family(network);
    const auto parsed = evm::parse_address_text(network, address);
    if (!parsed) return parsed.error();
    return evm::to_fingerprint(*parsed);
}

Result<std::string> format_address(const NetworkId& network, const Fingerprint& fingerprint) {
    if (!is_evm(network)) return unknown_family(network);
    const auto address = evm::from_fingerprint(fingerprint);
    if (!address) return address.error();
    return evm::checksummed(*address);
}

Result<AssetId> native_asset(const NetworkId& network) {
    if (!is_evm(network)) return unknown_family(network);
    return AssetId::parse(network.str() + "/slip44:60");
}

}  // namespace homing
