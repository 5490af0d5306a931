#pragma once

#include <string>

#include "app/host.h"
#include "core/model/challenge.h"
#include "recovery/proofs.h"

namespace homing {

// 128 bits of the operating system as 26 characters of base32, for a challenge.
std::string fresh_nonce();

// What a claimant hands in for a challenge, as their wallet gives it.
struct HandedIn {
    std::string signature;   // hex or base64
    std::string public_key;  // hex; only where the standard cannot recover it (XRPL)
};

// Checks the signature on the challenge's own text, and where the chain keeps signers asks a node
// who may sign for the address. kUnavailable when the node does not say: the challenge stays open.
Result<ProofResult> check_proof(const Host& host, const Challenge& challenge,
                                const HandedIn& handed);

}  // namespace homing
