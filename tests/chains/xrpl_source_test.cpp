// rippled's replies through the source: SDK-signed ledgers by replay, and lies.
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "chains/source.h"
#include "chains/xrpl/value.h"
#include "tests/chains/support.h"

namespace homing::xrpl {
namespace {

namespace fs = std::filesystem;
using test::read_file;

const NetworkId kTestnet = *NetworkId::parse("xrpl:1");
const fs::path kFolder = fs::path(HOMING_ROOT) / "fixtures/nodes/xrpl";
const std::string kCustody = "rL8x4v7TkpQqahGZ1F84GA8NytVVksVMV2";
const std::string kGenesis = "169fa12d5fb88b03d7b6a99933c949a7ef60f9b0fa340d269899dd680c782578";
const std::string kFailed = "4d5bbdf7137d0d7329605093347726ab0f7e827c8c0ecefe9cd9a1e116988c9a";

Network network_of(std::vector<std::string> endpoints) {
    Network network;
    network.id = kTestnet;
    network.genesis_hash = kGenesis;
    network.endpoints = std::move(endpoints);
    network.finality_rule = "finalized";
    return network;
}

std::string replay() {
    return "replay:" + (kFolder / "ledgers").string();
}

CustodyFilter custody() {
    CustodyFilter filter;
    filter.add(*parse_address(kTestnet, kCustody));
    return filter;
}

void expect_transfer(const Json& one, const Transfer& transfer) {
    SCOPED_TRACE(one.dump());
    EXPECT_EQ(one.at("to").get<std::string>(), transfer.recipient_address);
    EXPECT_EQ(one.at("from").get<std::string>(), transfer.sender_address);
    EXPECT_EQ(one.at("units").get<std::string>(), transfer.units.to_string());
    EXPECT_EQ("xrpl:1/" + one.at("asset").get<std::string>(), transfer.asset.str());
    EXPECT_EQ(one.at("memo"), transfer.memo ? Json(*transfer.memo) : Json());
    EXPECT_EQ(one.at("other_memos"), Json(transfer.other_memos));
    EXPECT_EQ(one.at("refused_by").get<std::string>(), transfer.refused_by);
}

TEST(XrplSource, reads_sdk_signed_ledgers_as_the_sdk_does) {
    const auto source = *open_source(network_of({replay(), replay()}));
    ASSERT_TRUE(source->check().has_value()) << source->check().error().message;
    EXPECT_EQ(source->head()->height, 4u);
    EXPECT_EQ(*source->final_head(), *source->head());
    std::map<std::pair<std::string, std::string>, Json> wanted;
    for (const Json& one : Json::parse(read_file(kFolder / "transfers.json"))) {
        const bool ours = one.at("to") == Json(kCustody) || one.at("from") == Json(kCustody);
        if (ours) wanted[{one.at("txid"), one.at("index")}] = one;
    }
    ASSERT_GT(wanted.size(), 15u);
    std::string parent = std::string(64, '0');
    for (std::uint64_t height = 1; height <= 4; ++height) {
        const auto block = source->block(height, custody());
        ASSERT_TRUE(block.has_value()) << block.error().message;
        EXPECT_EQ(block->parent_hash, parent);
        parent = block->ref.hash;
        for (const Transfer& transfer : block->transfers) {
            const auto at = wanted.find({transfer.txid, transfer.index});
            ASSERT_NE(at, wanted.end()) << transfer.txid << " " << transfer.index;
            EXPECT_EQ(at->second.at("ledger"), height);
            expect_transfer(at->second, transfer);
            wanted.erase(at);
        }
    }
    EXPECT_TRUE(wanted.empty()) << wanted.begin()->second.dump();
    EXPECT_EQ(source->block(5, custody()).error().code, Code::kNotFound);
    EXPECT_FALSE(source->take_replies().empty());
}

TEST(XrplSource, finds_a_transaction_of_anyone_and_refuses_a_failed_one) {
    const auto source = *open_source(network_of({replay()}));
    for (const Json& one : Json::parse(read_file(kFolder / "transfers.json"))) {
        const auto view = source->transaction(one.at("txid"));
        ASSERT_TRUE(view.has_value()) << view.error().message;
        ASSERT_EQ(view->transfers.size(), 1u);
        EXPECT_EQ(one.at("ledger"), view->block->height);
        expect_transfer(one, view->transfers[0]);
    }
    const auto failed = source->transaction(kFailed);
    EXPECT_FALSE(failed->succeeded);
    EXPECT_EQ(failed->transfers.at(0).refused_by, "X2");
    EXPECT_EQ(source->transaction("nonsense").error().code, Code::kInvalid);
}

TEST(XrplSource, reads_balance_and_signers_at_a_ledger) {
    const auto source = *open_source(network_of({replay()}));
    const BlockRef head = *source->head();
    const auto drops = source->balance(*native_asset(kTestnet), kCustody, head);
    ASSERT_TRUE(drops.has_value()) << drops.error().message;
    EXPECT_FALSE(drops->is_zero());
    const auto signers = source->signers(kCustody);
    ASSERT_TRUE(signers.has_value()) << signers.error().message;
    ASSERT_EQ(signers->signers.size(), 1u);
    EXPECT_EQ(signers->signers[0].key, kCustody);
    EXPECT_EQ(signers->threshold, 1u);
}

// A copy of the recorded folder with a text changed in the file of one ledger.
class Lie {
  public:
    Lie(const std::string& holds, const std::string& from, const std::string& to) {
        std::string pattern = (fs::temp_directory_path() / "homing-XXXXXX").string();
        EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        fs::copy(kFolder / "ledgers", folder_);
        for (const auto& file : fs::directory_iterator(folder_)) {
            std::string text = read_file(file.path());
            if (!file.path().filename().string().starts_with("ledger.")) continue;
            const std::size_t at = text.find(from);
            if (text.find(holds) == text.npos || at == text.npos) continue;
            std::ofstream(file.path()) << text.replace(at, from.size(), to);
            ++changed_;
        }
        EXPECT_GT(changed_, 0) << from;
    }
    ~Lie() { fs::remove_all(folder_); }
    Lie(const Lie&) = delete;
    Lie& operator=(const Lie&) = delete;
    std::string endpoint() const { return "replay:" + folder_.string(); }

  private:
    fs::path folder_;
    int changed_ = 0;
};

const std::string kSecond = "\"ledger_index\": 2";

TEST(XrplSource, refuses_replies_that_contradict_themselves) {
    const std::tuple<std::string, std::string, std::string> rows[] = {
        {"\"delivered_amount\": \"1500000\"", "\"delivered_amount\": 1500000", "delivered_amount"},
        {"\"delivered_amount\": \"1500000\"", "\"delivered_amount\": \"-1\"", "drops"},
        {"\"DestinationTag\": 123", "\"DestinationTag\": 4294967296", "32 bits"},
        {"\"DestinationTag\": 123", "\"DestinationTag\": -1", "negative"},
        {"\"DestinationTag\": 123", "\"DestinationTag\": \"123\"", "DestinationTag"},
        {"\"Destination\": \"rL8x4v7", "\"Destination\": \"rL8x4v8", "Destination"},
        {"\"TransactionResult\"", "\"TransactionOutcome\"", "TransactionResult"},
        {"\"AffectedNodes\"", "\"Nodes\"", "AffectedNodes"},
        {"\"ModifiedNode\"", "\"Node\"", "created, modified"},
        {"\"ledger_index\": \"2\"", "\"ledger_index\": \"3\"", "asked for 2"},
        {"\"ledger_hash\": \"", "\"ledger_hash\": \"x", "64 hex digits"},
        {"\"TransactionType\"", "\"Type\"", "without TransactionType"},
        {"\"SigningPubKey\"", "\"Fee\": \"1\", \"SigningPubKey\"", "comes twice"}};
    for (const auto& [from, to, says] : rows) {
        const Lie lie(kSecond, from, to);
        const auto block = (*open_source(network_of({lie.endpoint()})))->block(2, custody());
        ASSERT_FALSE(block.has_value()) << says;
        EXPECT_EQ(block.error().code, Code::kInvalid) << block.error().message;
        EXPECT_NE(block.error().message.find(says), std::string::npos) << block.error().message;
        EXPECT_NE(block.error().message.find("xrpl:1#0"), std::string::npos);
    }
}

TEST(XrplSource, does_not_believe_a_delivered_amount_that_moved_no_balance) {
    const Lie lie(kSecond, "\"delivered_amount\": \"1500000\"",
                  "\"delivered_amount\": \"9500000\"");
    const auto block = (*open_source(network_of({lie.endpoint()})))->block(2, custody());
    ASSERT_TRUE(block.has_value()) << block.error().message;
    EXPECT_EQ(block->transfers.at(0).refused_by, "X1");
    EXPECT_EQ(block->transfers.at(1).refused_by, "");
}

TEST(XrplSource, waits_for_a_ledger_that_is_not_validated_and_for_nodes_that_agree) {
    const Lie open(kSecond, "\"validated\": true", "\"validated\": false");
    EXPECT_EQ((*open_source(network_of({open.endpoint()})))->block(2, custody()).error().code,
              Code::kNotFound);
    const Lie tag(kSecond, "\"DestinationTag\": 123", "\"DestinationTag\": 124");
    const auto two = (*open_source(network_of({replay(), tag.endpoint()})))->block(2, custody());
    ASSERT_FALSE(two.has_value());
    EXPECT_EQ(two.error().code, Code::kUnavailable);
    EXPECT_NE(two.error().message.find("disagree on ledger 2"), std::string::npos);
}

TEST(XrplSource, refuses_another_chain) {
    Network network = network_of({replay()});
    network.genesis_hash = std::string(64, 'a');
    EXPECT_EQ((*open_source(network))->check().error().code, Code::kInvalid);
    network = network_of({replay()});
    network.id = *NetworkId::parse("xrpl:0");
    EXPECT_NE((*open_source(network))->check().error().message.find("network 1"),
              std::string::npos);
    network.genesis_hash = "0x00";
    EXPECT_FALSE(open_source(network).has_value());
}

TEST(XrplValue, is_read_from_text_at_one_scale) {
    const std::tuple<std::string, std::string, bool> rows[] = {
        {"0", "0", true},
        {"1", "1000000000000000", true},
        {"0.000000000000001", "1", true},
        {"1e-15", "1", true},
        {"1.5E-15", "1", false},
        {"1e-16", "0", false},
        {"9999999999999999e-5", "99999999999999990000000000", true},
        {"1e80", "0", false}};
    for (const auto& [text, units, is_exact] : rows) {
        const auto value = parse_token_value(text);
        ASSERT_TRUE(value.has_value()) << text;
        EXPECT_EQ(value->units.to_string(), units) << text;
        EXPECT_EQ(value->is_exact, is_exact) << text;
    }
    EXPECT_TRUE(parse_token_value("-2.5")->is_negative);
    EXPECT_FALSE(parse_token_value("-0")->is_negative);
    for (const std::string text : {"", ".", "1.", ".5", "+1", "--1", "1e", "1e81", "1e-97",
                                   "1e9999999999", "0x1", "1 ", "NaN", "1,5"}) {
        EXPECT_FALSE(parse_token_value(text).has_value()) << text;
    }
}

TEST(XrplValue, keeps_sign_and_doubt_when_it_subtracts) {
    const auto value = [](const std::string& text) { return *parse_token_value(text); };
    EXPECT_EQ(subtract(value("3"), value("5")).negated().units, value("2").units);
    EXPECT_TRUE(subtract(value("3"), value("5")).is_negative);
    EXPECT_TRUE(subtract(value("-3"), value("5")).is_negative);
    EXPECT_TRUE(subtract(value("3"), value("-5")).is_positive());
    EXPECT_FALSE(subtract(value("5"), value("5")).is_negative);
    EXPECT_FALSE(subtract(value("1e-16"), value("5")).is_exact);
}

TEST(XrplCurrency, is_three_letters_or_forty_hex_digits) {
    EXPECT_EQ(*normal_currency("USD"), "USD");
    EXPECT_EQ(*normal_currency("usd"), "usd");
    EXPECT_EQ(*normal_currency("$$$"), "0000000000000000000000002424240000000000");
    EXPECT_EQ(*normal_currency("524c555344000000000000000000000000000000"),
              "524C555344000000000000000000000000000000");
    for (const std::string text : {"", "XRP", "US", "USDT", "zz"}) {
        EXPECT_FALSE(normal_currency(text).has_value()) << text;
    }
}

}  // namespace
}  // namespace homing::xrpl
