#include "chains/evm/message.h"

#include <algorithm>

#include "chains/evm/address.h"
#include "core/crypto/hash.h"
#include "core/crypto/secp256k1.h"
#include "core/hex.h"

namespace homing::evm {
namespace {

ByteArray<32> personal_digest(std::string_view text) {
    const std::string whole =
        "\x19"
        "Ethereum Signed Message:\n" +
        std::to_string(text.size()) + std::string(text);
    return keccak256(as_bytes(whole));
}

Result<RecoverableSignature> parse_signature(std::string_view text) {
    if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
    const Result<Bytes> bytes = parse_hex(text);
    if (!bytes) return bytes.error();
    RecoverableSignature signature;
    if (bytes->size() != 65 && bytes->size() != 64) {
        return invalid("an EVM signature has 65 bytes, or 64 in ERC-2098's form");
    }
    std::copy_n(bytes->begin(), 64, signature.r_s.begin());
    if (bytes->size() == 64) {  // ERC-2098: v is the top bit of s
        signature.recovery_id = signature.r_s[32] >> 7;
        signature.r_s[32] &= 0x7f;
        return signature;
    }
    const std::uint8_t v = bytes->back();
    if (v != 0 && v != 1 && v != 27 && v != 28) return invalid("the signature's v is not 27 or 28");
    signature.recovery_id = v >= 27 ? v - 27 : v;
    return signature;
}

}  // namespace

ProofVerdict verify_message(const SignedMessage& message, const std::optional<AccountSigners>&) {
    const auto refuse = [](std::string reason) {
        return ProofVerdict{ProofOutcome::kInvalid, "eip191", std::move(reason)};
    };
    const Result<Address> wanted = parse_address_text(message.network, message.address);
    if (!wanted) return refuse(wanted.error().message);
    const Result<RecoverableSignature> signature = parse_signature(message.signature);
    if (!signature) return refuse(signature.error().message);
    const auto key = secp256k1_recover(personal_digest(message.text), *signature);
    if (!key) return refuse(key.error().message);
    const ByteArray<32> hash = keccak256(*key);
    if (!std::equal(wanted->begin(), wanted->end(), hash.end() - 20)) {
        return refuse("the signature is another key's");
    }
    return {ProofOutcome::kValid, "eip191", "the key of the address signed the text"};
}

std::vector<std::string> message_standards(const NetworkId&, std::string_view) {
    return {"siwe", "eip191"};
}

}  // namespace homing::evm
