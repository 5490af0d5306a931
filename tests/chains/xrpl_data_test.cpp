// Recorded replies of the real XRP Ledger, transaction by transaction.
#include <gtest/gtest.h>

#include <algorithm>

#include "chains/xrpl/assemble.h"
#include "chains/xrpl/readers.h"
#include "core/hex.h"
#include "tests/chains/support.h"

namespace homing::xrpl {
namespace {

using test::data_folder;
using test::read_file;
using test::walk_text;

const NetworkId kMain = *NetworkId::parse("xrpl:0");

TransactionFacts read_one(const Json& json) {
    TransactionFacts facts;
    ServerError error;
    const auto walked = walk_text(json.dump(), [&](Walk& walk, JsonNode node) {
        return read_transaction(walk, node, &error, &facts);
    });
    EXPECT_TRUE(walked.has_value()) << walked.error().message;
    EXPECT_EQ(error, "");
    return facts;
}

std::vector<TransactionFacts> read_whole(const std::string& file, const std::string& text) {
    std::vector<TransactionFacts> all;
    if (file.starts_with("ledger-")) {
        LedgerFacts ledger;
        ServerError error;
        const std::string result = "{\"ledger\":" + text + ",\"validated\":true}";
        const auto walked = walk_text(result, [&](Walk& walk, JsonNode node) {
            return read_ledger(walk, node, &error, &ledger, &all);
        });
        EXPECT_TRUE(walked.has_value()) << walked.error().message;
        EXPECT_EQ("ledger-" + std::to_string(ledger.sequence) + ".json", file);
        return all;
    }
    const Json json = Json::parse(text);
    const Json& result =
        json.contains("result") && json.at("result").is_object() ? json.at("result") : json;
    if (!result.contains("transactions")) return {read_one(result)};
    for (const Json& one : result.at("transactions")) {
        Json whole = one;
        if (!whole.contains("hash") && whole.contains("tx"))
            whole["hash"] = whole["tx"].value("hash", "");
        if (whole.contains("tx")) whole["tx"].erase("hash");
        all.push_back(read_one(whole));
    }
    return all;
}

void expect_fact(const Json& fact, const Transfer& transfer) {
    SCOPED_TRACE(fact.dump());
    const std::string asset = fact.at("asset");
    EXPECT_EQ(transfer.asset.str(), asset == "XRP" ? "xrpl:0/slip44:144" : "xrpl:0/token:" + asset);
    EXPECT_EQ(transfer.recipient_address, fact.at("to").get<std::string>());
    const std::string verdict = fact.at("verdict");
    const std::string units = fact.at(verdict == "success" ? "units" : "stated");
    const auto wanted = asset == "XRP" ? parse_drops(units) : parse_token_value(units);
    EXPECT_EQ(transfer.units, wanted->units);
    EXPECT_EQ(transfer.refused_by, verdict == "success" ? "" : "X2");
    const Json& tag = fact.at("memo").at("tag");
    EXPECT_EQ(transfer.memo.value_or("none"),
              tag.is_null() ? "none" : "tag:" + std::to_string(tag.get<std::uint64_t>()));
    for (const Json& note : fact.at("memo").value("memos", Json::array())) {
        const std::string text = "note:" + to_hex(as_bytes(note.get<std::string>()));
        EXPECT_NE(std::ranges::find(transfer.other_memos, text), transfer.other_memos.end())
            << text;
    }
}

TEST(XrplData, every_recorded_file_reads_as_expected) {
    const auto data = data_folder();
    if (data.empty()) GTEST_SKIP() << "no real chain data";
    std::size_t checked = 0;
    for (const Json& entry : Json::parse(read_file(data / "xrpl/expected.json"))) {
        const std::string file = entry.at("files")[0];
        SCOPED_TRACE(file);
        std::vector<Transfer> payments;
        for (const TransactionFacts& one : read_whole(file, read_file(data / "xrpl" / file))) {
            const auto moved = to_transfers(kMain, one, nullptr);
            ASSERT_TRUE(moved.has_value()) << moved.error().message;
            EXPECT_EQ(moved->seen, moved->transfers.size());
            EXPECT_TRUE(one.type == "Payment" || moved->transfers.empty()) << one.hash << one.type;
            for (const Transfer& transfer : moved->transfers) payments.push_back(transfer);
        }
        const Json& facts = entry.at("facts");
        EXPECT_EQ(payments.size(), facts.size());
        for (const Json& fact : facts) {
            const std::string txid = to_hex(*parse_hex(fact.at("txid").get<std::string>()));
            const auto at = std::ranges::find(payments, txid, &Transfer::txid);
            ASSERT_NE(at, payments.end()) << txid;
            expect_fact(fact, *at);
            ++checked;
        }
    }
    EXPECT_EQ(checked, 80u);
}

}  // namespace
}  // namespace homing::xrpl
