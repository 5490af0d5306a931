#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/caip.h"
#include "core/model/fingerprint.h"
#include "core/model/transfer.h"

// Signed messages: whether the key behind an address signed a text. What it proves is control of
// the address now, never who paid then.
namespace homing {

// What a claimant sent back for a challenge. All but `text` and `address` come from them.
struct SignedMessage {
    NetworkId network;
    std::string address;     // that must have signed, as the chain writes it
    std::string text;        // byte for byte
    std::string signature;   // hex or base64, as the wallet gives it
    std::string public_key;  // hex; only where the standard cannot recover it (XRPL)
};

// Who may sign for an account, as its chain says it at a block. A chain whose addresses are keys
// has none of this.
struct AccountSigners {
    struct Signer {
        std::string key;  // address form of the key, as the chain writes it
        std::uint32_t weight = 0;
    };
    std::vector<Signer> signers;  // with the master key where it is enabled
    std::uint32_t threshold = 0;  // the weight that moves money
    BlockRef at;
};

enum class ProofOutcome : std::uint8_t { kValid = 0, kInconclusive = 1, kInvalid = 2 };
template <>
inline constexpr std::array kEnumNames<ProofOutcome> =
    std::to_array<std::string_view>({"valid", "inconclusive", "invalid"});

struct ProofVerdict {
    ProofOutcome outcome = ProofOutcome::kInvalid;
    std::string
        standard;        // and variant: "eip191", "bip137/electrum-header", "xrpl/ed25519", "sep53"
    std::string reason;  // one sentence for the agent; never shown to the claimant
};

// Checks a signed message by the standards of the network's family. `signers` where the chain keeps
// them (XRPL, Stellar) and could be asked: without them a proof there is inconclusive at best.
ProofVerdict verify_message(const SignedMessage& message,
                            const std::optional<AccountSigners>& signers);

// Names of the standards an address of the network can answer with, best first; empty when nothing
// we verify fits it (a script address).
std::vector<std::string> message_standards(const NetworkId& network, std::string_view address);

}  // namespace homing
