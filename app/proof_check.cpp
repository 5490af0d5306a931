#include "app/proof_check.h"

#include <algorithm>
#include <array>

#include "chains/proof.h"
#include "core/crypto/aead.h"
#include "core/crypto/hash.h"

namespace homing {
namespace {

// nullopt where the chain keeps no signers, or has no such account.
Result<std::optional<AccountSigners>> ask_signers(const Host& host, const Challenge& challenge) {
    const auto network = std::ranges::find(host.networks, challenge.network, &Network::id);
    if (network == host.networks.end()) return std::optional<AccountSigners>();
    Result<std::unique_ptr<Source>> source = open_source(*network);
    if (!source) return source.error();
    Result<AccountSigners> signers = (*source)->signers(challenge.address);
    if (signers) return std::optional(std::move(*signers));
    if (signers.error().code == Code::kNotFound) return std::optional<AccountSigners>();
    return within("who may sign for " + challenge.address, signers.error());
}

}  // namespace

std::string fresh_nonce() {
    constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::array<std::uint8_t, 16> bytes{};
    random_bytes(bytes);
    std::string nonce;
    std::uint32_t held = 0;
    int bits = 0;
    for (const std::uint8_t byte : bytes) {
        held = (held << 8) | byte;
        for (bits += 8; bits >= 5; bits -= 5) nonce += kBase32[(held >> (bits - 5)) & 31];
    }
    nonce += kBase32[(held << (5 - bits)) & 31];
    return nonce;
}

Result<ProofResult> check_proof(const Host& host, const Challenge& challenge,
                                const HandedIn& handed) {
    const Result<std::optional<AccountSigners>> signers = ask_signers(host, challenge);
    if (!signers) return signers.error();
    const ProofVerdict verdict = verify_message(
        {challenge.network, challenge.address, challenge.text, handed.signature, handed.public_key},
        *signers);
    ProofResult proof;
    proof.outcome = to_string(verdict.outcome);
    proof.standard = verdict.standard;
    proof.reason = verdict.reason;
    proof.signature = handed.signature;
    proof.public_key = handed.public_key;
    proof.text_hash = Hash{sha256(as_bytes(challenge.text))};
    if (*signers) proof.signers_at = (*signers)->at;
    return proof;
}

}  // namespace homing
