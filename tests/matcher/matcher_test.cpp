#include "matcher/matcher.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "matcher/faults.h"
#include "matcher/inputs.h"
#include "matcher/reach.h"
#include "matcher/rules.h"

namespace homing {
namespace {

Time at(const char* text) {
    return *parse_time(text);
}
NetworkId network(const char* text) {
    return *NetworkId::parse(text);
}
Fingerprint key(std::uint8_t byte) {
    return {KeyClass::kKeccak20, Bytes(20, byte)};
}

const Time kNoon = at("2026-01-01T12:00:00Z");
const Time kBefore = at("2025-06-01T00:00:00Z");

// A listed asset sent to alice's own address on the network she was told: nothing wrong.
struct Case {
    Transfer transfer;
    CustodyFacts facts;
    Time time = kNoon;

    Case() {
        transfer.network = network("eip155:1");
        transfer.txid = "0x01";
        transfer.index = "tx";
        transfer.asset = *AssetId::parse("eip155:1/slip44:60");
        transfer.units = Amount(5000);
        transfer.recipient = key(1);
        transfer.sender = key(9);
        facts.address = CustodyAddress{
            key(1), network("eip155:1"), "0x01", AddressRole::kPersonal, WalletKind::kKey, {}};
        Route route;
        route.account = "alice";
        route.network = network("eip155:1");
        route.fingerprint = key(1);
        route.since = kBefore;
        facts.routes = {route};
        facts.owner = Account{"alice", kBefore, {}};
        Asset asset;
        asset.id = transfer.asset;
        asset.decimals = 18;
        asset.currency = "ETH";
        asset.currency_scale = 18;
        asset.minimum = Amount(1000);
        facts.asset = asset;
    }
    Classification classified() const { return classify(transfer, time, facts); }
};

// The address becomes shared, and the memo reads as alice's at a grade.
void share(Case& c, const char* memo, std::uint8_t grade) {
    c.facts.address->role = AddressRole::kShared;
    c.transfer.memo = memo;
    Route route = c.facts.routes[0];
    route.memo = memo;
    c.facts.routes.clear();
    c.facts.memo_routes = {{{memo, grade, {}}, route}};
}

struct FaultStory {
    const char* name;
    Fault fault;
    bool names_owner;
    std::function<void(Case&)> change;
};

const std::vector<FaultStory>& fault_stories() {
    static const std::vector<FaultStory> stories = {
        {"nothing changed", Fault::kNone, true, [](Case&) {}},
        {"refused by the parser", Fault::kSpoofRefused, false,
         [](Case& c) { c.transfer.refused_by = "E2"; }},
        {"zero units", Fault::kSpoofRefused, false, [](Case& c) { c.transfer.units = Amount(); }},
        {"more units than any asset has", Fault::kSpoofRefused, false,
         [](Case& c) { c.transfer.units = *power_of_ten(61); }},
        {"from an address of ours", Fault::kInternalTransfer, false,
         [](Case& c) { c.facts.sender_is_ours = true; }},
        {"to a token contract", Fault::kTokenContract, false,
         [](Case& c) { c.facts.recipient_is_token_contract = true; }},
        {"to a hot wallet", Fault::kTreasuryAddress, false,
         [](Case& c) { c.facts.address->role = AddressRole::kHot; }},
        {"to a cold wallet", Fault::kTreasuryAddress, false,
         [](Case& c) { c.facts.address->role = AddressRole::kCold; }},
        {"to a shared address without memo", Fault::kMemoMissing, false,
         [](Case& c) { c.facts.address->role = AddressRole::kShared; }},
        {"to a shared address with an unknown memo", Fault::kMemoUnknown, false,
         [](Case& c) {
             c.facts.address->role = AddressRole::kShared;
             c.facts.routes[0].memo = "tag:1";
             c.transfer.memo = "tag:2";
         }},
        {"to a shared address with a known memo", Fault::kNone, true,
         [](Case& c) { share(c, "tag:1", 0); }},
        {"to a shared address with a memo that reads as a known one", Fault::kMemoMalformed, true,
         [](Case& c) { share(c, "tag:1", 1); }},
        {"to a shared address with a memo that reads as two customers'", Fault::kMemoMalformed,
         false,
         [](Case& c) {
             share(c, "tag:1", 2);
             c.facts.memo_routes.push_back(c.facts.memo_routes[0]);
             c.facts.memo_routes[1].route.account = "bob";
         }},
        {"with an inscription on it", Fault::kInscribedOutput, true,
         [](Case& c) { c.transfer.refused_by = "B4"; }},
        {"in a script of its own that holds our key", Fault::kInscribedOutput, false,
         [](Case& c) { c.transfer.refused_by = "B3"; }},
        {"a return of ours that came back", Fault::kRefundLoop, false,
         [](Case& c) {
             c.facts.address->role = AddressRole::kHot;
             c.facts.is_own_return = true;
         }},
        {"a withdrawal of ours that came back", Fault::kBouncedWithdrawal, true,
         [](Case& c) {
             c.facts.address->role = AddressRole::kHot;
             c.facts.is_bounce = true;
         }},
        {"a withdrawal of ours that came back to a memo of nobody", Fault::kBouncedWithdrawal, true,
         [](Case& c) {
             c.facts.address->role = AddressRole::kShared;
             c.facts.is_bounce = true;
         }},
        {"a customer's own wallet, which we paid before", Fault::kNone, true,
         [](Case& c) { c.facts.is_bounce = c.facts.is_own_return = true; }},
        {"a wallet which we paid before, with a known memo", Fault::kNone, true,
         [](Case& c) {
             share(c, "tag:1", 0);
             c.facts.is_bounce = true;
         }},
        {"the same key on another of Bitcoin's kin", Fault::kUtxoTwin, true,
         [](Case& c) {
             c.facts.address->network = c.facts.routes[0].network =
                 network("bip122:12a765e31ffd4059bada1e25190f6e98");
             c.transfer.network = network("bip122:000000000019d6689c085ae165831e93");
         }},
        {"to a closed account", Fault::kClosedAccount, true,
         [](Case& c) { c.facts.owner->closed = kNoon; }},
        {"to an account that closed afterwards", Fault::kNone, true,
         [](Case& c) { c.facts.owner->closed = kNoon + std::chrono::hours(1); }},
        {"key wallet on another network", Fault::kWrongNetwork, true,
         [](Case& c) { c.transfer.network = network("eip155:56"); }},
        {"contract wallet on another network", Fault::kContractAddress, true,
         [](Case& c) {
             c.transfer.network = network("eip155:56");
             c.facts.address->wallet = WalletKind::kContract;
         }},
        {"told for both networks", Fault::kNone, true,
         [](Case& c) {
             c.transfer.network = network("eip155:56");
             c.facts.routes.push_back(c.facts.routes[0]);
             c.facts.routes[1].network = network("eip155:56");
         }},
        {"retired address", Fault::kRetiredAddress, true,
         [](Case& c) { c.facts.address->retired = kNoon; }},
        {"address that retired afterwards", Fault::kNone, true,
         [](Case& c) { c.facts.address->retired = kNoon + std::chrono::hours(1); }},
        {"route that ended", Fault::kRouteClosed, true,
         [](Case& c) { c.facts.routes[0].until = kNoon; }},
        {"before its first route", Fault::kRouteClosed, false,
         [](Case& c) { c.facts.routes[0].since = kNoon + std::chrono::hours(1); }},
        {"unlisted asset", Fault::kUnlistedAsset, true, [](Case& c) { c.facts.asset.reset(); }},
        {"listed, but not for this route", Fault::kUnlistedAsset, true,
         [](Case& c) { c.facts.routes[0].assets = {*AssetId::parse("eip155:1/slip44:61")}; }},
        {"delisted asset", Fault::kDelistedAsset, true,
         [](Case& c) { c.facts.asset->delisted = kNoon; }},
        {"below the minimum", Fault::kBelowMinimum, true,
         [](Case& c) { c.transfer.units = Amount(999); }},
        {"exactly the minimum", Fault::kNone, true,
         [](Case& c) { c.transfer.units = Amount(1000); }},
        {"routes of two accounts", Fault::kWrongNetwork, false,
         [](Case& c) {
             c.transfer.network = network("eip155:56");
             c.facts.owner.reset();
         }},
    };
    return stories;
}

TEST(Classify, names_the_fault_and_the_owner) {
    for (const FaultStory& story : fault_stories()) {
        Case change;
        story.change(change);
        const Classification found = change.classified();
        EXPECT_EQ(to_string(found.fault), to_string(story.fault)) << story.name;
        EXPECT_EQ(found.owner.has_value(), story.names_owner) << story.name;
    }
}

TEST(Classify, every_row_of_the_table_has_a_story) {
    std::set<Fault> told;
    for (const FaultStory& story : fault_stories()) told.insert(story.fault);
    for (const Fault fault : fault_order()) EXPECT_TRUE(told.contains(fault)) << to_string(fault);
}

TEST(Classify, a_spoof_outranks_every_other_fault) {
    for (const FaultStory& story : fault_stories()) {
        Case change;
        story.change(change);
        change.transfer.refused_by = "E7";
        EXPECT_EQ(change.classified().fault, Fault::kSpoofRefused) << story.name;
    }
}

TEST(AddsUp, in_the_order_of_their_blocks) {
    const Amount minimum(10);
    EXPECT_EQ(adds_up({}, minimum), 0U);
    EXPECT_EQ(adds_up({Amount(9)}, minimum), 0U);
    EXPECT_EQ(adds_up({Amount(9), Amount(1)}, minimum), 2U);
    EXPECT_EQ(adds_up({Amount(9), Amount(9), Amount(9)}, minimum), 2U);
    EXPECT_EQ(adds_up({Amount(5), Amount(5), Amount(5), Amount(5), Amount(1)}, minimum), 4U);
}

TEST(Reach, says_what_we_can_move) {
    CustodyAddress address{
        key(1), network("eip155:1"), "", AddressRole::kPersonal, WalletKind::kKey, {}};
    EXPECT_EQ(find_reach(address, network("eip155:1")).reach, Reach::kAutomatic);
    EXPECT_EQ(find_reach(address, network("eip155:56")).reach, Reach::kAutomatic);
    EXPECT_EQ(find_reach(address, network("xrpl:0")).reach, Reach::kUnknown);
    address.wallet = WalletKind::kContract;
    EXPECT_EQ(find_reach(address, network("eip155:1")).reach, Reach::kAutomatic);
    EXPECT_EQ(find_reach(address, network("eip155:56")).reach, Reach::kManual);
    EXPECT_EQ(token_contract_reach().reach, Reach::kImpossible);
}

TEST(Reach, has_each_cell_once_with_a_reason) {
    std::set<std::tuple<std::string_view, WalletKind, bool, std::string_view>> cells;
    for (const ReachRow& row : reach_rows()) {
        EXPECT_TRUE(cells.emplace(row.family, row.wallet, row.same_network, row.arrived).second);
        EXPECT_FALSE(row.reason.empty());
    }
}

// Facts under which a wrong-network deposit is credited, and one change each that stops it.
struct Judgement {
    Transfer transfer;
    DecisionFacts facts;
    Policy policy;

    Judgement() {
        const Case usual;
        transfer = usual.transfer;
        transfer.units = *Amount::parse("1000000000000000007");
        facts.classification = {Fault::kWrongNetwork, Reach::kAutomatic, "", "alice"};
        facts.credited_by_operator = Answer::kNo;
        facts.asset = usual.facts.asset;
        facts.asset->currency_scale = 8;
        facts.price = Price{transfer.asset, Amount(600'000'000), kNoon, "test"};
        policy.finality = {{transfer.network, "finalized", 0}};
        policy.automatic_credit_max_micro_usd = Amount(10'000'000'000);
        policy.price_age_max = std::chrono::hours(1);
    }
    Decision decided() const { return decide(transfer, facts, policy, kNoon); }
};

struct RuleStory {
    const char* rule;
    Verdict verdict;
    std::function<void(Judgement&)> change;
};

const std::vector<RuleStory>& rule_stories() {
    using J = Judgement;
    static const std::vector<RuleStory> stories = {
        {"personal_address_owns", Verdict::kCredit, [](J&) {}},
        {"personal_address_owns", Verdict::kCredit, [](J& j) { j.facts.claimants = {"alice"}; }},
        {"spoof_refused", Verdict::kRefuse,
         [](J& j) { j.facts.classification.fault = Fault::kSpoofRefused; }},
        {"internal_transfer", Verdict::kLeaveToOperator,
         [](J& j) { j.facts.classification.fault = Fault::kInternalTransfer; }},
        {"nothing_wrong", Verdict::kLeaveToOperator,
         [](J& j) { j.facts.classification.fault = Fault::kNone; }},
        {"no_finality_rule", Verdict::kWait, [](J& j) { j.policy.finality.clear(); }},
        {"ledger_unknown", Verdict::kWait,
         [](J& j) { j.facts.credited_by_operator = Answer::kUnknown; }},
        {"already_credited_by_operator", Verdict::kRefuse,
         [](J& j) { j.facts.credited_by_operator = Answer::kYes; }},
        {"token_balance_unknown", Verdict::kWait,
         [](J& j) { j.transfer.kind = TransferKind::kToken; }},
        {"token_balance_did_not_move", Verdict::kOpenCase,
         [](J& j) {
             j.transfer.kind = TransferKind::kToken;
             j.facts.balance_moved = Answer::kNo;
         }},
        {"personal_address_owns", Verdict::kCredit,
         [](J& j) {
             j.transfer.kind = TransferKind::kToken;
             j.facts.balance_moved = Answer::kYes;
         }},
        {"held", Verdict::kWait, [](J& j) { j.facts.holds = {"eip155:1"}; }},
        {"held", Verdict::kWait, [](J& j) { j.facts.frozen = true; }},
        {"person_decides", Verdict::kOpenCase, [](J& j) { j.facts.case_taken = true; }},
        {"below_minimum_unclaimed", Verdict::kWait,
         [](J& j) { j.facts.classification.fault = Fault::kBelowMinimum; }},
        {"rival_claims", Verdict::kOpenCase, [](J& j) { j.facts.claimants = {"bob"}; }},
        {"rival_claims", Verdict::kOpenCase,
         [](J& j) {
             j.facts.claimants = {"alice", "bob"};
         }},
        {"rival_claims", Verdict::kOpenCase,
         [](J& j) {
             j.facts.classification.fault = Fault::kTreasuryAddress;
             j.facts.classification.owner.reset();
             j.facts.claimants = {"alice", "bob"};
         }},
        {"account_closed", Verdict::kOpenCase, [](J& j) { j.facts.owner_closed = true; }},
        {"treasury_address", Verdict::kOpenCase,
         [](J& j) {
             j.facts.classification.fault = Fault::kTreasuryAddress;
             j.facts.classification.owner.reset();
             j.facts.claimants = {"bob"};
         }},
        {"memo_names_nobody", Verdict::kOpenCase,
         [](J& j) { j.facts.classification.fault = Fault::kMemoMissing; }},
        {"inexact_amount", Verdict::kOpenCase, [](J& j) { j.transfer.refused_by = "X5"; }},
        {"not_mature", Verdict::kWait, [](J& j) { j.facts.maturity_left = 1; }},
        {"bounced_withdrawal", Verdict::kOpenCase,
         [](J& j) { j.facts.classification.fault = Fault::kBouncedWithdrawal; }},
        {"refund_loop", Verdict::kOpenCase,
         [](J& j) { j.facts.classification.fault = Fault::kRefundLoop; }},
        {"inscribed_output", Verdict::kOpenCase,
         [](J& j) { j.facts.classification.fault = Fault::kInscribedOutput; }},
        {"memo_names_nobody", Verdict::kOpenCase,
         [](J& j) {
             j.facts.classification.fault = Fault::kMemoMalformed;
             j.facts.classification.owner.reset();
             j.facts.classification.memo_ambiguous = true;
             j.facts.proven_claimant = "alice";
         }},
        {"memo_names_nobody", Verdict::kOpenCase,
         [](J& j) {
             j.facts.classification.fault = Fault::kMemoOfOther;
             j.facts.classification.owner.reset();
             j.facts.proven_claimant = "alice";
         }},
        {"below_minimum_unclaimed", Verdict::kWait,
         [](J& j) { j.facts.classification.fault = Fault::kBelowMinimum; }},
        {"adds_up_to_minimum", Verdict::kCredit,
         [](J& j) {
             j.facts.classification.fault = Fault::kBelowMinimum;
             j.facts.merged = true;
         }},
        {"memo_needs_confirmation", Verdict::kWait,
         [](J& j) {
             j.facts.classification.fault = Fault::kBelowMinimum;
             j.facts.classification.memo_grade = 2;
             j.facts.merged = true;
         }},
        {"memo_names_owner", Verdict::kCredit,
         [](J& j) {
             j.facts.classification.fault = Fault::kMemoMalformed;
             j.facts.classification.memo_grade = 1;
         }},
        {"memo_needs_confirmation", Verdict::kWait,
         [](J& j) {
             j.facts.classification.fault = Fault::kMemoMalformed;
             j.facts.classification.memo_grade = 2;
         }},
        {"memo_needs_proof", Verdict::kWait,
         [](J& j) {
             j.facts.classification.memo_grade = 3;  // of a shared address on another network
             j.facts.claimants = {"alice"};
         }},
        {"memo_confirmed", Verdict::kCredit,
         [](J& j) {
             j.facts.classification.fault = Fault::kMemoMalformed;
             j.facts.classification.memo_grade = 3;
             j.facts.proven_claimant = "alice";
             j.facts.claimants = {"alice"};
         }},
        {"rival_claims", Verdict::kOpenCase,
         [](J& j) {
             j.facts.classification.fault = Fault::kMemoMalformed;
             j.facts.classification.memo_grade = 3;
             j.facts.proven_claimant = "bob";
             j.facts.claimants = {"bob"};
         }},
        {"proven_sender_owns", Verdict::kCredit,
         [](J& j) {
             j.facts.classification.fault = Fault::kMemoMissing;
             j.facts.classification.owner.reset();
             j.facts.proven_claimant = "alice";
             j.facts.claimants = {"alice"};
         }},
        {"owner_unknown", Verdict::kOpenCase,
         [](J& j) {
             j.facts.classification.fault = Fault::kDelistedAsset;
             j.facts.classification.owner.reset();
             j.facts.proven_claimant = "alice";
         }},
        {"owner_unknown", Verdict::kOpenCase, [](J& j) { j.facts.classification.owner.reset(); }},
        {"cannot_be_moved", Verdict::kOpenCase,
         [](J& j) { j.facts.classification.reach = Reach::kImpossible; }},
        {"needs_hands", Verdict::kOpenCase,
         [](J& j) { j.facts.classification.reach = Reach::kManual; }},
        {"needs_hands", Verdict::kOpenCase,
         [](J& j) { j.facts.classification.reach = Reach::kUnknown; }},
        {"no_currency", Verdict::kOpenCase, [](J& j) { j.facts.asset->currency.reset(); }},
        {"no_currency", Verdict::kOpenCase, [](J& j) { j.facts.asset.reset(); }},
        {"elastic_asset", Verdict::kOpenCase, [](J& j) { j.facts.asset->elastic = true; }},
        {"price_missing", Verdict::kWait, [](J& j) { j.facts.price.reset(); }},
        {"price_too_old", Verdict::kWait,
         [](J& j) { j.facts.price->at = kNoon - std::chrono::milliseconds(3'600'001); }},
        {"price_too_old", Verdict::kWait,
         [](J& j) { j.facts.price->at = kNoon + std::chrono::milliseconds(3'600'001); }},
        {"above_limit", Verdict::kOpenCase,
         [](J& j) { j.policy.automatic_credit_max_micro_usd = Amount(600'000'000); }},
        {"personal_address_owns", Verdict::kCredit,
         [](J& j) { j.policy.automatic_credit_max_micro_usd = Amount(600'000'001); }},
        {"rounds_to_nothing", Verdict::kOpenCase,
         [](J& j) { j.transfer.units = Amount(9'999'999'999); }},
        {"needs_a_person", Verdict::kOpenCase,
         [](J& j) { j.facts.classification.fault = Fault::kDelistedAsset; }},
    };
    return stories;
}

TEST(Decide, answers_with_the_first_rule_that_applies) {
    for (const RuleStory& story : rule_stories()) {
        Judgement change;
        story.change(change);
        const Decision decision = change.decided();
        EXPECT_EQ(decision.rule, story.rule);
        EXPECT_EQ(to_string(decision.verdict), to_string(story.verdict)) << story.rule;
        EXPECT_EQ(decision.account.has_value(), decision.verdict == Verdict::kCredit);
    }
}

TEST(Decide, every_rule_has_a_story) {
    std::set<std::string> told;
    for (const RuleStory& story : rule_stories()) told.insert(story.rule);
    for (const Rule& rule : decision_rules()) {
        EXPECT_TRUE(told.contains(std::string(rule.name))) << rule.name;
    }
}

TEST(Decide, brings_units_to_the_currency_and_keeps_the_rest) {
    const Decision decision = Judgement().decided();
    EXPECT_EQ(decision.currency, "ETH");
    EXPECT_EQ(decision.currency_units, Amount(100'000'000));
    EXPECT_EQ(decision.rounding_units, Amount(7));
}

TEST(Replay, gives_every_decision_again) {
    for (const RuleStory& story : rule_stories()) {
        Judgement change;
        story.change(change);
        const Decision decision = change.decided();
        const Result<Decision> again = replay(decision, change.policy);
        ASSERT_TRUE(again.has_value()) << story.rule << ": " << again.error().message;
        EXPECT_EQ(*again, decision) << story.rule;
        EXPECT_LE(decision.inputs.size(), 300u) << decision.inputs;
    }
}

TEST(Replay, refuses_another_policy_and_inputs_it_cannot_read) {
    Judgement usual;
    Decision decision = usual.decided();
    Policy other = usual.policy;
    other.version = 9;
    EXPECT_FALSE(replay(decision, other).has_value());
    for (const char* inputs : {"", "[]", "{", "{\"net\":1}", "{\"colour\":\"red\"}",
                               "{\"net\":\"eip155:1\",\"units\":\"-1\"}"}) {
        decision.inputs = inputs;
        EXPECT_FALSE(replay(decision, usual.policy).has_value()) << inputs;
    }
}

TEST(Value, is_rounded_up_and_never_wraps) {
    const Price dollar{{}, Amount(1'000'000), {}, {}};
    EXPECT_EQ(value_micro_usd(Amount(1), 18, dollar), Amount(1));
    EXPECT_EQ(value_micro_usd(Amount(0), 18, dollar), Amount(0));
    EXPECT_EQ(value_micro_usd(Amount(2'500'000), 6, dollar), Amount(2'500'000));
    EXPECT_EQ(value_micro_usd(*power_of_ten(75), 0, dollar), std::nullopt);
    EXPECT_EQ(value_micro_usd(Amount(1), 78, dollar), std::nullopt);
}

}  // namespace
}  // namespace homing
