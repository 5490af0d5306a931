#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/model/evidence.h"
#include "core/model/policy.h"
#include "core/model/transfer.h"
#include "tests/core/drawn_record.h"

namespace homing {
namespace {

TEST(Fingerprint, has_one_text) {
    const std::string twenty = "7e5f4552091a69125d5dfcb7b8c2659029395bdf";
    const auto parsed = Fingerprint::parse("keccak20:" + twenty);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->key_class, KeyClass::kKeccak20);
    EXPECT_EQ(parsed->payload, *parse_hex(twenty));
    EXPECT_EQ(parsed->str(), "keccak20:" + twenty);
    EXPECT_EQ(Fingerprint::parse("keccak20:7E5F4552091A69125D5DFCB7B8C2659029395BDF")->str(),
              "keccak20:" + twenty);
    EXPECT_TRUE(Fingerprint::parse("hash160:" + twenty));
    EXPECT_TRUE(Fingerprint::parse("ed25519:" + std::string(64, 'a')));
    EXPECT_TRUE(Fingerprint::parse("name:616c696365"));
    EXPECT_TRUE(Fingerprint::parse("script:" + std::string(128, 'a')));
}

TEST(Fingerprint, of_the_empty_text_is_the_empty_one) {
    EXPECT_EQ(*Fingerprint::parse(""), Fingerprint());
    EXPECT_TRUE(Fingerprint().empty());
    EXPECT_EQ(Fingerprint().str(), "");
}

TEST(Fingerprint, refuses_unknown_classes_and_wrong_lengths) {
    const std::string twenty(40, 'a');
    for (const std::string& text : std::vector<std::string>{":",
                                                            "none:",
                                                            "none:" + twenty,
                                                            ":" + twenty,
                                                            twenty,
                                                            "KECCAK20:" + twenty,
                                                            "keccak20" + twenty,
                                                            "keccak:" + twenty,
                                                            "keccak20:0x" + twenty,
                                                            "keccak20:",
                                                            "keccak20:" + twenty + "aa",
                                                            "keccak20:" + twenty.substr(2),
                                                            "keccak20:" + twenty.substr(1),
                                                            "hash160:" + std::string(64, 'a'),
                                                            "ed25519:" + twenty,
                                                            "keccak20: " + twenty,
                                                            "keccak20:" + twenty + " ",
                                                            "name:",
                                                            "script:",
                                                            "script:" + std::string(130, 'a'),
                                                            "name:" + std::string(2'000'000, 'a'),
                                                            "name:zz",
                                                            "name:alice"}) {
        const auto parsed = Fingerprint::parse(text);
        ASSERT_FALSE(parsed) << text.substr(0, 80);
        EXPECT_EQ(parsed.error().code, Code::kInvalid);
        EXPECT_LT(parsed.error().message.size(), 300U);
    }
}

RC_GTEST_PROP(Fingerprint, is_given_back_by_its_text, ()) {
    const Fingerprint fingerprint = drawn_fingerprint();
    RC_ASSERT(*Fingerprint::parse(fingerprint.str()) == fingerprint);
}

Transfer usdt_transfer() {
    Transfer transfer;
    transfer.network = *NetworkId::parse("eip155:56");
    transfer.txid = "0x" + std::string(64, 'a');
    transfer.index = "log:3";
    transfer.asset = *AssetId::parse("eip155:56/erc20:0x55d398326f99059ff775485246999027b3197955");
    return transfer;
}

// The expected ids are computed by hashlib from the sentence in transfer.h.
TEST(DepositId, is_the_hash_its_header_states) {
    EXPECT_EQ(deposit_id(usdt_transfer()).str(), "f36ed8ec462e67354b12a9deb28a6a1366a14f51");
}

TEST(DepositId, follows_network_txid_index_and_asset_alone) {
    const DepositId id = deposit_id(usdt_transfer());
    Transfer transfer = usdt_transfer();
    transfer.units = Amount(5);
    transfer.memo = "tag:1";
    transfer.sender_address = "0x0";
    EXPECT_EQ(deposit_id(transfer), id);
    transfer = usdt_transfer();
    transfer.index = "log:4";
    EXPECT_NE(deposit_id(transfer), id);
    transfer = usdt_transfer();
    transfer.txid.back() = 'b';
    EXPECT_NE(deposit_id(transfer), id);
    transfer = usdt_transfer();
    transfer.asset = *AssetId::parse("eip155:56/slip44:714");
    EXPECT_NE(deposit_id(transfer), id);
    transfer = usdt_transfer();
    transfer.network = *NetworkId::parse("eip155:1");
    EXPECT_NE(deposit_id(transfer), id);
    // What moves from one field to its neighbour is another identity.
    transfer = usdt_transfer();
    transfer.txid += "l";
    transfer.index = "og:3";
    EXPECT_NE(deposit_id(transfer), id);
}

TEST(DepositId, of_one_network_share_their_first_four_bytes) {
    Transfer other = usdt_transfer();
    other.index = "tx";
    const DepositId a = deposit_id(usdt_transfer());
    const DepositId b = deposit_id(other);
    EXPECT_TRUE(std::equal(a.bytes.begin(), a.bytes.begin() + 4, b.bytes.begin()));
}

Evidence ledger_answer() {
    Evidence evidence;
    evidence.deposit = *DepositId::parse("000102030405060708090a0b0c0d0e0f10111213");
    evidence.kind = EvidenceKind::kLedgerAnswer;
    evidence.stated_by = "ledger";
    evidence.at = Time(Duration(1'795'435'200'000));
    evidence.body = R"({"credited":"no"})";
    return evidence;
}

TEST(Evidence, is_sealed_with_the_hash_of_everything_else) {
    const Evidence sealed_once = sealed(ledger_answer());
    EXPECT_EQ(sealed_once.id.str(), "960329cd01223d4f402c1c99e250e071");
    EXPECT_EQ(sealed(sealed_once), sealed_once);
}

TEST(Evidence, has_another_id_when_any_field_differs) {
    const EvidenceId id = sealed(ledger_answer()).id;
    Evidence evidence = ledger_answer();
    evidence.deposit.bytes[0] = 1;
    EXPECT_NE(sealed(evidence).id, id);
    evidence = ledger_answer();
    evidence.kind = EvidenceKind::kNote;
    EXPECT_NE(sealed(evidence).id, id);
    evidence = ledger_answer();
    evidence.stated_by = "agent:ana";
    EXPECT_NE(sealed(evidence).id, id);
    evidence = ledger_answer();
    evidence.at += Duration(1);
    EXPECT_NE(sealed(evidence).id, id);
    evidence = ledger_answer();
    evidence.body = R"({"credited":"yes"})";
    EXPECT_NE(sealed(evidence).id, id);
}

TEST(PolicyHash, is_sha_256_of_the_canonical_json) {
    Policy policy;
    policy.version = 7;
    policy.mode = Mode::kObserve;
    policy.finality = {{*NetworkId::parse("eip155:1"), "finalized", 0},
                       {*NetworkId::parse("eip155:137"), "depth", 128}};
    policy.automatic_credit_max_micro_usd = Amount(1'000'000'000);
    policy.two_person_min_micro_usd = Amount(10'000'000'000);
    policy.price_age_max = std::chrono::minutes(10);
    policy.answer_within = std::chrono::hours(4);
    policy.decision_within = std::chrono::hours(72);
    policy.pause_after_undo_depth = 2;
    policy.claims_per_day_max = 5;
    policy.unproven_claims_max = 10;
    EXPECT_EQ(policy_hash(policy).str(),
              "906db7bbc012923a3dc9b4a286667185a89162f67478ebc0091b54a513ad6351");
    Policy other = policy;
    other.finality[1].depth = 127;
    EXPECT_NE(policy_hash(other), policy_hash(policy));
}

}  // namespace
}  // namespace homing
