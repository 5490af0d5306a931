#include "chains/stellar/message.h"

#include <algorithm>

#include "chains/stellar/address.h"
#include "core/base64.h"
#include "core/crypto/ed25519.h"
#include "core/crypto/hash.h"
#include "core/hex.h"

namespace homing::stellar {
namespace {

constexpr std::string_view kStandard = "sep53";

ProofVerdict verdict(ProofOutcome outcome, std::string reason) {
    return {outcome, std::string(kStandard), std::move(reason)};
}

// 64 bytes as hex or base64: 128 hex digits never are base64 of 64 bytes, which has 88 characters.
Result<Ed25519Signature> parse_signature(std::string_view text) {
    if (text.size() > 200) return invalid("the signature is longer than 64 bytes");
    const Result<Bytes> bytes =
        text.size() == 88 ? parse_base64(text) : parse_hex(without_0x(text));
    Ed25519Signature signature;
    if (!bytes || bytes->size() != signature.size()) {
        return invalid("a Stellar signature is 64 bytes, as base64 or hex");
    }
    std::copy(bytes->begin(), bytes->end(), signature.begin());
    return signature;
}

ByteArray<32> digest_of(std::string_view text) {
    const std::string whole = "Stellar Signed Message:\n" + std::string(text);
    return sha256(as_bytes(whole));
}

}  // namespace

ProofVerdict verify_message(const SignedMessage& message,
                            const std::optional<AccountSigners>& signers) {
    const Result<Account> account = parse_account(message.address);
    if (!account) return verdict(ProofOutcome::kInvalid, account.error().message);
    const Result<Ed25519Signature> signature = parse_signature(message.signature);
    if (!signature) return verdict(ProofOutcome::kInvalid, signature.error().message);
    const ByteArray<32> digest = digest_of(message.text);
    const auto signed_by = [&](const AccountKey& key) {
        return ed25519_verify(digest, *signature, Ed25519PublicKey{key});
    };
    const bool by_master = signed_by(account->key);
    if (!signers) {
        return verdict(ProofOutcome::kInconclusive,
                       by_master ? "the key of the address signed, but the account's signers could "
                                   "not be asked"
                                 : "the key of the address did not sign, and the account's signers "
                                   "could not be asked");
    }
    for (const AccountSigners::Signer& signer : signers->signers) {
        const Result<Account> key = parse_account(signer.key);
        if (!key || key->muxed_id || signer.weight == 0 || !signed_by(key->key)) continue;
        if (signer.weight >= signers->threshold) {
            return verdict(ProofOutcome::kValid, "a signer of the account with weight " +
                                                     std::to_string(signer.weight) +
                                                     " signed the text; money moves at " +
                                                     std::to_string(signers->threshold));
        }
        return verdict(ProofOutcome::kInconclusive,
                       "a signer of the account signed, but its weight " +
                           std::to_string(signer.weight) + " does not reach the medium threshold " +
                           std::to_string(signers->threshold));
    }
    return verdict(ProofOutcome::kInvalid,
                   by_master ? "the key of the address signed, but it has no weight in the account "
                               "any more"
                             : "no signer of the account signed the text");
}

std::vector<std::string> message_standards(const NetworkId&, std::string_view address) {
    if (!parse_account(address)) return {};
    return {std::string(kStandard)};
}

}  // namespace homing::stellar
