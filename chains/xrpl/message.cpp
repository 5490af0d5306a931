#include "chains/xrpl/message.h"

#include <algorithm>

#include "chains/xrpl/address.h"
#include "core/crypto/ed25519.h"
#include "core/crypto/hash.h"
#include "core/crypto/secp256k1.h"
#include "core/hex.h"

namespace homing::xrpl {
namespace {

constexpr std::size_t kKeyBytes = 33;
constexpr std::uint8_t kEd25519Prefix = 0xed;
constexpr std::size_t kHexMax = 200;

// One integer of a DER signature as 32 bytes; nullopt for anything but its one right form.
std::optional<ByteArray<32>> take_integer(ByteView& der) {
    if (der.size() < 2 || der[0] != 0x02 || der[1] == 0 || der[1] > 33) return {};
    const std::size_t size = der[1];
    if (der.size() < 2 + size) return {};
    ByteView digits = der.subspan(2, size);
    der = der.subspan(2 + size);
    if ((digits[0] & 0x80) != 0) return {};  // negative
    if (digits[0] == 0 && size > 1) {
        if ((digits[1] & 0x80) == 0) return {};  // longer than it need be
        digits = digits.subspan(1);
    }
    if (digits.size() > 32) return {};
    ByteArray<32> integer{};
    std::copy(digits.begin(), digits.end(), integer.end() - std::ptrdiff_t(digits.size()));
    return integer;
}

std::optional<ByteArray<64>> parse_der(ByteView der) {
    if (der.size() < 8 || der.size() > 72 || der[0] != 0x30 || der[1] != der.size() - 2) return {};
    der = der.subspan(2);
    const auto r = take_integer(der);
    const auto s = r ? take_integer(der) : std::nullopt;
    if (!s || !der.empty()) return {};
    ByteArray<64> r_s{};
    std::copy(r->begin(), r->end(), r_s.begin());
    std::copy(s->begin(), s->end(), r_s.begin() + 32);
    return r_s;
}

bool verify_secp256k1(std::string_view text, ByteView signature, ByteView key) {
    const auto r_s = parse_der(signature);
    if (!r_s) return false;
    const ByteArray<64> whole = sha512(as_bytes(text));
    ByteArray<32> digest{};
    std::copy_n(whole.begin(), digest.size(), digest.begin());
    for (std::uint8_t id = 0; id < 4; ++id) {
        const auto signer = secp256k1_recover(digest, {*r_s, id});
        if (signer && std::ranges::equal(secp256k1_compress(*signer), key)) return true;
    }
    return false;
}

bool verify_ed25519(std::string_view text, ByteView signature, ByteView key) {
    Ed25519Signature bytes{};
    if (signature.size() != bytes.size()) return false;
    std::copy(signature.begin(), signature.end(), bytes.begin());
    ByteArray<32> raw{};
    std::copy(key.begin() + 1, key.end(), raw.begin());
    return ed25519_verify(as_bytes(text), bytes, Ed25519PublicKey{raw});
}

// Whether the key may sign for the account; the signature is good.
ProofVerdict judge_key(const std::string& standard, const std::string& address,
                       const std::string& signer, const std::optional<AccountSigners>& signers) {
    const bool is_master = address == signer;
    if (!signers) {
        return {ProofOutcome::kInconclusive, standard,
                is_master ? "the master key signed, but the account could not be asked whether it "
                            "is still enabled"
                          : "another key than the master key signed, and the account's signers "
                            "could not be asked"};
    }
    const auto found = std::ranges::find(signers->signers, signer, &AccountSigners::Signer::key);
    if (found == signers->signers.end()) {
        return {ProofOutcome::kInvalid, standard,
                is_master ? "the master key signed, but the account has disabled it"
                          : "the key that signed may not sign for the account"};
    }
    if (found->weight >= signers->threshold) {
        return {ProofOutcome::kValid, standard,
                is_master ? "the master key signed the text"
                          : "the regular key, or a signer that reaches the quorum alone, signed"};
    }
    return {ProofOutcome::kInconclusive, standard,
            "a signer of weight " + std::to_string(found->weight) + " signed; the quorum is " +
                std::to_string(signers->threshold)};
}

}  // namespace

ProofVerdict verify_message(const SignedMessage& message,
                            const std::optional<AccountSigners>& signers) {
    const auto bad = [](std::string reason) {
        return ProofVerdict{ProofOutcome::kInvalid, "xrpl", std::move(reason)};
    };
    const Result<AccountId> account = parse_classic(message.address);
    if (!account) return bad(account.error().message);
    if (message.public_key.size() > kHexMax || message.signature.size() > kHexMax) {
        return bad("the key or the signature is too long");
    }
    const Result<Bytes> key = parse_hex(message.public_key);
    if (!key || key->size() != kKeyBytes) return bad("the public key is not 33 bytes in hex");
    const Result<Bytes> signature = parse_hex(message.signature);
    if (!signature) return bad("the signature is not hex");
    const bool is_ed25519 = key->front() == kEd25519Prefix;
    const std::string standard = is_ed25519 ? "xrpl/ed25519" : "xrpl/secp256k1";
    const bool is_good = is_ed25519 ? verify_ed25519(message.text, *signature, *key)
                                    : verify_secp256k1(message.text, *signature, *key);
    if (!is_good) return {ProofOutcome::kInvalid, standard, "the key did not sign the text"};
    return judge_key(standard, to_classic(*account), to_classic(hash160(*key)), signers);
}

std::vector<std::string> message_standards(const NetworkId&, std::string_view address) {
    if (!parse_classic(address)) return {};
    return {"xrpl/secp256k1", "xrpl/ed25519"};
}

}  // namespace homing::xrpl
