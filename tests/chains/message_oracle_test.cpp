// The chains' SDKs as an oracle: what they sign must be believed, in every form that wallets write,
// and nothing else (tests/nodes/write_messages.mjs).
#include <gtest/gtest.h>

#include <map>

#include "chains/proof.h"
#include "tests/chains/sdk_lines.h"

namespace homing {
namespace {

constexpr int kKeys = 24;

ProofOutcome outcome_of(const Json& line) {
    const SignedMessage message{
        *NetworkId::parse(line.at("network").get<std::string>()),
        line.at("address").get<std::string>(), line.at("text").get<std::string>(),
        line.at("signature").get<std::string>(), line.value("public_key", "")};
    std::optional<AccountSigners> signers;
    if (line.contains("signer")) {
        signers.emplace();
        signers->signers = {{line.at("signer").get<std::string>(), 1}};
        signers->threshold = 1;
    }
    return verify_message(message, signers).outcome;
}

TEST(MessageOracle, what_an_sdk_signed_is_believed_and_no_other_text) {
    const std::string seed = oracle_seed();
    RecordProperty("seed", seed);
    std::map<std::string, int> checked;
    for (const Json& line : sdk_lines("write_messages.mjs", seed + " " + std::to_string(kKeys))) {
        const bool is_valid = line.at("is_valid").get<bool>();
        EXPECT_EQ(outcome_of(line), is_valid ? ProofOutcome::kValid : ProofOutcome::kInvalid)
            << line.dump();
        ++checked[line.at("network").get<std::string>()];
    }
    EXPECT_EQ(checked.size(), 6u);
}

// The signature of one key stands for no other's address.
TEST(MessageOracle, a_signature_is_worth_nothing_for_another_address) {
    std::map<std::string, Json> last;
    int compared = 0;
    for (const Json& line : sdk_lines("write_messages.mjs", oracle_seed() + " 8")) {
        if (!line.at("is_valid").get<bool>()) continue;
        const std::string network = line.at("network").get<std::string>();
        const auto other = last.find(network);
        if (other != last.end() && other->second.at("key") != line.at("key")) {
            Json stolen = line;
            stolen["address"] = other->second.at("address");
            if (line.contains("signer")) stolen["signer"] = other->second.at("signer");
            EXPECT_NE(outcome_of(stolen), ProofOutcome::kValid) << stolen.dump();
            ++compared;
        }
        if (other == last.end() || other->second.at("key") != line.at("key")) last[network] = line;
    }
    EXPECT_GT(compared, 10);
}

// web3.js documents this signature (web3.eth.accounts.sign).
TEST(EvmMessage, verifies_the_published_case) {
    const std::string signature =
        "0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
        "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c";
    SignedMessage message{*NetworkId::parse("eip155:1"),
                          "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23", "Some data", signature, ""};
    EXPECT_EQ(verify_message(message, {}).outcome, ProofOutcome::kValid);
    message.signature.back() = 'b';  // the other recovery id
    EXPECT_EQ(verify_message(message, {}).outcome, ProofOutcome::kInvalid);
    message.signature.replace(message.signature.size() - 2, 2, "25");  // 37: EIP-155's is no such
    EXPECT_EQ(verify_message(message, {}).outcome, ProofOutcome::kInvalid);
}

}  // namespace
}  // namespace homing
