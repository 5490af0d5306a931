#include "chains/evm/family.h"

#include "chains/evm/address.h"
#include "chains/evm/message.h"
#include "chains/evm/source.h"

namespace homing::evm {
namespace {

Result<Destination> parse_destination(const NetworkId& network, std::string_view address) {
    const Result<Address> parsed = parse_address_text(network, address);
    if (!parsed) return parsed.error();
    return Destination{to_fingerprint(*parsed), {}};
}

Result<std::string> format_address(const NetworkId&, const Fingerprint& fingerprint) {
    const Result<Address> address = from_fingerprint(fingerprint);
    if (!address) return address.error();
    return checksummed(*address);
}

Result<AssetId> native_asset(const NetworkId& network) {
    return AssetId::parse(network.str() + "/slip44:60");
}

}  // namespace

const Family& family() {
    static constexpr Family kFamily{"eip155",       open_evm_source,  parse_destination,
                                    format_address, native_asset,     nullptr,
                                    verify_message, message_standards};
    return kFamily;
}

}  // namespace homing::evm
