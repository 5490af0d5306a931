// SEP-53: its three cases, and what the account's signers make of them.
#include <gtest/gtest.h>

#include "chains/stellar/address.h"
#include "chains/stellar/message.h"
#include "core/base64.h"
#include "core/crypto/ed25519.h"
#include "core/crypto/hash.h"
#include "core/hex.h"

namespace homing {
namespace {

const NetworkId kPubnet = *NetworkId::parse("stellar:pubnet");
const std::string kAddress = "GBXFXNDLV4LSWA4VB7YIL5GBD7BVNR22SGBTDKMO2SBZZHDXSKZYCP7L";

std::string binary() {
    const Bytes bytes = *parse_base64("2zZDP1sa1BVBfLP7TeeMk3sUbaxAkUhBhDiNdrksaFo=");
    return std::string(bytes.begin(), bytes.end());
}

struct Case {
    std::string text, base64, hex;
};

const std::vector<Case>& cases() {
    static const std::vector<Case> kCases = {
        {"Hello, World!",
         "fO5dbYhXUhBMhe6kId/cuVq/AfEnHRHEvsP8vXh03M1uLpi5e46yO2Q8rEBzu3feXQewcQE5GArp88u6ePK6BA==",
         "7cee5d6d885752104c85eea421dfdcb95abf01f1271d11c4bec3fcbd7874dccd6e2e98b97b8eb23b643cac407"
         "3bb77de5d07b0710139180ae9f3cbba78f2ba04"},
        {"こんにちは、世界！",
         "CDU265Xs8y3OWbB/56H9jPgUss5G9A0qFuTqH2zs2YDgTm+++dIfmAEceFqB7bhfN3am59lCtDXrCtwH2k1GBA==",
         "083536eb95ecf32dce59b07fe7a1fd8cf814b2ce46f40d2a16e4ea1f6cecd980e04e6fbef9d21f98011c785a8"
         "1edb85f3776a6e7d942b435eb0adc07da4d4604"},
        {binary(),
         "VA1+7hefNwv2NKScH6n+Sljj15kLAge+M2wE7fzFOf+L0MMbssA1mwfJZRyyrhBORQRle10X1Dxpx+UOI4EbDQ==",
         "540d7eee179f370bf634a49c1fa9fe4a58e3d7990b0207be336c04edfcc539ff8bd0c31bb2c0359b07c9651cb"
         "2ae104e4504657b5d17d43c69c7e50e23811b0d"}};
    return kCases;
}

AccountSigners signers(std::vector<AccountSigners::Signer> list, std::uint32_t threshold) {
    return {std::move(list), threshold, {1, "00"}};
}

ProofOutcome outcome(const SignedMessage& message, const std::optional<AccountSigners>& by) {
    return verify_message(message, by).outcome;
}

TEST(Sep53, verifies_its_published_cases_in_both_encodings) {
    const auto alone = signers({{kAddress, 1}}, 0);
    for (const Case& one : cases()) {
        for (const std::string& signature : {one.base64, one.hex, "0x" + one.hex}) {
            const SignedMessage message{kPubnet, kAddress, one.text, signature, ""};
            EXPECT_EQ(outcome(message, alone), ProofOutcome::kValid);
            EXPECT_EQ(verify_message(message, alone).standard, "sep53");
            SignedMessage changed = message;
            changed.text += " ";
            EXPECT_EQ(outcome(changed, alone), ProofOutcome::kInvalid);
        }
    }
}

TEST(Sep53, needs_the_weight_that_moves_money) {
    const SignedMessage message{kPubnet, kAddress, cases()[0].text, cases()[0].base64, ""};
    EXPECT_EQ(outcome(message, signers({{kAddress, 2}}, 2)), ProofOutcome::kValid);
    EXPECT_EQ(outcome(message, signers({{kAddress, 1}}, 2)), ProofOutcome::kInconclusive);
    // The master key is disabled: a signature by it proves nothing about the account.
    EXPECT_EQ(outcome(message, signers({{kAddress, 0}}, 0)), ProofOutcome::kInvalid);
    EXPECT_EQ(outcome(message, signers({}, 0)), ProofOutcome::kInvalid);
    EXPECT_EQ(outcome(message, std::nullopt), ProofOutcome::kInconclusive);
}

TEST(Sep53, believes_another_signer_of_the_account) {
    const Ed25519KeyPair other = ed25519_from_seed(sha256(as_bytes("another signer")));
    const std::string key = stellar::format_account({other.public_key.bytes, {}});
    const std::string text = "I ask for my deposit";
    const auto digest = sha256(as_bytes("Stellar Signed Message:\n" + text));
    const SignedMessage message{kPubnet, kAddress, text,
                                to_hex(ed25519_sign(digest, other.secret_key)), ""};
    EXPECT_EQ(outcome(message, signers({{kAddress, 1}, {key, 5}}, 5)), ProofOutcome::kValid);
    EXPECT_EQ(outcome(message, signers({{kAddress, 1}}, 1)), ProofOutcome::kInvalid);
    EXPECT_EQ(outcome(message, std::nullopt), ProofOutcome::kInconclusive);
}

TEST(Sep53, refuses_what_is_no_signature_or_no_account) {
    const auto alone = signers({{kAddress, 1}}, 0);
    for (const std::string& signature :
         {std::string(), std::string("00"), std::string(128, 'g'), std::string(128, '0'),
          std::string(88, 'A'), std::string(100'000, '0')}) {
        EXPECT_EQ(outcome({kPubnet, kAddress, "text", signature, ""}, alone),
                  ProofOutcome::kInvalid);
    }
    EXPECT_EQ(outcome({kPubnet, "CA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUWDA",
                       cases()[0].text, cases()[0].base64, ""},
                      alone),
              ProofOutcome::kInvalid);
    EXPECT_EQ(message_standards(kPubnet, kAddress), std::vector<std::string>{"sep53"});
    EXPECT_TRUE(
        message_standards(kPubnet, "CA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUWDA")
            .empty());
}

}  // namespace
}  // namespace homing
