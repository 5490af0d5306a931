#pragma once

#include "chains/proof.h"
#include "chains/source.h"

// One row per chain family: everything source.h and proof.h dispatch by CAIP-2 namespace.
namespace homing {

struct Family {
    std::string_view name_space;
    Result<std::unique_ptr<Source>> (*open)(const Network&, std::stop_token);
    Result<Destination> (*parse_destination)(const NetworkId&, std::string_view);
    Result<std::string> (*format_address)(const NetworkId&, const Fingerprint&);
    Result<AssetId> (*native_asset)(const NetworkId&);
    // nullptr: payments of this family carry no memo.
    Result<Memo> (*parse_memo)(const NetworkId&, std::string_view);
    ProofVerdict (*verify_message)(const SignedMessage&, const std::optional<AccountSigners>&);
    std::vector<std::string> (*message_standards)(const NetworkId&, std::string_view address);
};

// The family of a network; nullptr for one we do not speak.
const Family* find_family(const NetworkId& network);

}  // namespace homing
