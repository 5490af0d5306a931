#include "chains/source.h"

#include <array>

#include "chains/evm/family.h"
#include "chains/family.h"
#include "chains/stellar/family.h"
#include "chains/utxo/family.h"
#include "chains/xrpl/family.h"

namespace homing {
namespace {

Error unknown_family(const NetworkId& network) {
    return invalid("\"" + network.str() +
                   "\" is of a family we do not speak; we speak eip155, "
                   "bip122, xrpl and stellar");
}

}  // namespace

const Family* find_family(const NetworkId& network) {
    static const std::array kFamilies = {&evm::family(), &utxo::family(), &xrpl::family(),
                                         &stellar::family()};
    for (const Family* family : kFamilies) {
        if (family->name_space == network.name_space()) return family;
    }
    return nullptr;
}

Result<std::unique_ptr<Source>> open_source(const Network& network, std::stop_token stop) {
    const Family* family = find_family(network.id);
    if (family == nullptr) return unknown_family(network.id);
    return family->open(network, std::move(stop));
}

Result<Destination> parse_destination(const NetworkId& network, std::string_view address) {
    const Family* family = find_family(network);
    if (family == nullptr) return unknown_family(network);
    return family->parse_destination(network, address);
}

Result<Fingerprint> parse_address(const NetworkId& network, std::string_view address) {
    Result<Destination> parsed = parse_destination(network, address);
    if (!parsed) return parsed.error();
    return std::move(parsed->fingerprint);
}

Result<std::string> format_address(const NetworkId& network, const Fingerprint& fingerprint) {
    const Family* family = find_family(network);
    if (family == nullptr) return unknown_family(network);
    return family->format_address(network, fingerprint);
}

Result<Memo> parse_memo(const NetworkId& network, std::string_view text) {
    const Family* family = find_family(network);
    if (family == nullptr) return unknown_family(network);
    if (family->parse_memo == nullptr) {
        return invalid("payments on \"" + network.str() + "\" carry no memo");
    }
    return family->parse_memo(network, text);
}

Result<AssetId> native_asset(const NetworkId& network) {
    const Family* family = find_family(network);
    if (family == nullptr) return unknown_family(network);
    return family->native_asset(network);
}

ProofVerdict verify_message(const SignedMessage& message,
                            const std::optional<AccountSigners>& signers) {
    const Family* family = find_family(message.network);
    if (family == nullptr)
        return {ProofOutcome::kInconclusive, "", unknown_family(message.network).message};
    return family->verify_message(message, signers);
}

std::vector<std::string> message_standards(const NetworkId& network, std::string_view address) {
    const Family* family = find_family(network);
    if (family == nullptr) return {};
    return family->message_standards(network, address);
}

}  // namespace homing
