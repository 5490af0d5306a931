#pragma once

#include <string>

#include "core/caip.h"
#include "core/model/fingerprint.h"
#include "core/record.h"

namespace homing {

// What kind of party pays from an address: it settles which proofs are worth asking for. Stored;
// never renumber.
enum class SenderClass : std::uint8_t {
    kPersonal = 0,  // a person's own key; what no label says otherwise
    kCustodian =
        1,  // hot wallet of an exchange or custodian: a signature or odd amount is worth nothing
    kContract = 2,  // a contract or multisig wallet
    kRelayer = 3,   // batch payer, bridge, payment app
    kMixer = 4,     // mixer, privacy pool, sanctioned: no proof is accepted
    kProgram = 5,   // nobody's: coinbase, faucet, black hole
};
template <>
inline constexpr std::array kEnumNames<SenderClass> = std::to_array<std::string_view>(
    {"personal", "custodian", "contract", "relayer", "mixer", "program"});

// What the operator's label file says about an address that is not ours.
struct AddressLabel {
    Fingerprint fingerprint;
    SenderClass sender_class = SenderClass::kPersonal;
    std::string name;  // "Example Exchange 14"

    bool operator==(const AddressLabel&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"fingerprint", &AddressLabel::fingerprint},
                          Field{"sender_class", &AddressLabel::sender_class},
                          Field{"name", &AddressLabel::name}};
    }
};

}  // namespace homing
