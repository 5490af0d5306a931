// Every raw block and transaction of the recorded data against its expected.json, which was
// derived from the bytes by code that is not ours.
#include <gtest/gtest.h>

#include <set>

#include "chains/source.h"
#include "chains/utxo/parse.h"
#include "chains/utxo/tx.h"
#include "core/crypto/hash.h"
#include "core/hex.h"
#include "tests/chains/support.h"

namespace homing::utxo {
namespace {

using test::data_folder;
using test::read_file;

// One output, as both sides can say it.
struct Move {
    std::string txid, index, to, units;
    bool immature = false;
    bool token = false;
    auto operator<=>(const Move&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Move& move) {
    return out << move.txid << " " << move.index << " " << move.to << " " << move.units << " "
               << move.immature << move.token;
}

std::set<Move> demanded(const Json& facts) {
    std::set<Move> moves;
    for (const Json& fact : facts) {
        const std::string verdict = fact.at("verdict");
        if (verdict.starts_with("ignored") || fact.at("to").is_null()) continue;
        moves.insert({fact.at("txid"), "out:" + std::string(fact.at("index")), fact.at("to"),
                      fact.at("units"), verdict.starts_with("immature"),
                      verdict.find("carries a token") != verdict.npos});
    }
    return moves;
}

std::set<Move> stated(const std::vector<Transfer>& transfers) {
    std::set<Move> moves;
    for (const Transfer& t : transfers) {
        EXPECT_FALSE(t.recipient.empty()) << t.txid << t.index;
        EXPECT_FALSE(t.origin.empty());
        if (t.recipient_address.empty()) continue;  // no address: the other side says nothing
        moves.insert({t.txid, t.index, t.recipient_address, t.units.to_string(), t.maturity > 0,
                      t.refused_by == "B4"});
    }
    return moves;
}

NetworkId network_of(const std::string& folder, const std::string& file) {
    const bool test = file.find("-test-") != file.npos || file.find("chipnet") != file.npos;
    const std::pair<std::string, std::pair<std::string, std::string>> kRows[] = {
        {"bitcoin", {"000000000019d6689c085ae165831e93", "000000000933ea01ad0ee984209779ba"}},
        {"litecoin", {"12a765e31ffd4059bada1e25190f6e98", "4966625a4b2851d9fdee139e56211a0d"}},
        {"bitcoincash", {"000000000000000000651ef99cb9fcbe", "000000001dd410c49a788668ce267517"}},
        {"dogecoin", {"1a91e3dace36e2be3bf030a65679fe82", "bb0a78264637406b6360aad926284d54"}}};
    for (const auto& [name, ids] : kRows) {
        if (name == folder) return *NetworkId::parse("bip122:" + (test ? ids.second : ids.first));
    }
    return {};
}

void put_number(std::string* out, std::uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i) out->push_back(static_cast<char>(value >> (8 * i)));
}

std::string backwards(const std::string& hex) {
    const Bytes bytes = hex.empty() ? Bytes(32) : *parse_hex(hex);
    return {bytes.rbegin(), bytes.rend()};
}

// The bytes of a block that is recorded as `getblock 2`: header fields and each transaction's hex.
std::string raw_of(const Json& block) {
    std::string raw;
    put_number(&raw, static_cast<std::uint32_t>(block.at("version").get<std::int64_t>()), 4);
    raw += backwards(block.value("previousblockhash", ""));
    raw += backwards(block.at("merkleroot"));
    put_number(&raw, block.at("time"), 4);
    put_number(&raw, std::stoul(std::string(block.at("bits")), nullptr, 16), 4);
    put_number(&raw, block.at("nonce"), 4);
    const Json& txs = block.at("tx");
    raw += txs.size() < 0xfd ? std::string() : std::string("\xfd");
    put_number(&raw, txs.size(), txs.size() < 0xfd ? 1 : 2);
    for (const Json& tx : txs) raw += std::string(as_text(*parse_hex(std::string(tx.at("hex")))));
    const Bytes last = *parse_hex(std::string(txs.back().at("hex")));
    const bool hogex = last.size() > 5 && last[4] == 0 && (last[5] & 8) != 0;
    return hogex ? raw + std::string(1, '\0') : raw;
}

Json result_in(const std::string& text) {
    const Json json = Json::parse(text);
    return json.contains("result") ? json.at("result") : json;
}

class UtxoData : public testing::TestWithParam<std::string> {};

TEST_P(UtxoData, states_every_output_of_every_file) {
    const auto folder = data_folder() / GetParam();
    if (data_folder().empty()) return;
    std::size_t read = 0;
    for (const Json& entry : Json::parse(read_file(folder / "expected.json"))) {
        const std::string file = entry.at("files")[0];
        SCOPED_TRACE(GetParam() + "/" + file);
        if (file.starts_with("address-") || file.starts_with("getblock1-")) continue;  // no bytes
        const NetworkId network = network_of(GetParam(), file);
        const Reading reading{network, **find_params(network), *native_asset(network)};
        const std::string text = read_file(folder / file);
        std::vector<Transfer> transfers;
        if (file.starts_with("getrawtransaction")) {
            const Json tx = result_in(text);
            const auto parsed = parse_transaction(reading, *parse_hex(std::string(tx.at("hex"))), 7,
                                                  std::string(tx.at("txid")));
            ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
            transfers = *parsed;
        } else {
            const std::string raw = file.ends_with(".raw") ? text : raw_of(result_in(text));
            const std::string hash = display(sha256(sha256(as_bytes(raw).first(80))));
            EXPECT_NE(std::string(entry.at("what")).find(hash), std::string::npos);
            const auto parsed = parse_block(reading, as_bytes(raw), 7, hash);
            ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
            transfers = parsed->transfers;
        }
        const std::set<Move> have = stated(transfers);
        const std::set<Move> want = demanded(entry.at("facts"));
        for (const Move& move : want) EXPECT_TRUE(have.contains(move)) << "missing " << move;
        for (const Move& move : have) EXPECT_TRUE(want.contains(move)) << "extra " << move;
        ++read;
    }
    EXPECT_GE(read, 2u);
}

INSTANTIATE_TEST_SUITE_P(All, UtxoData,
                         testing::Values("bitcoin", "litecoin", "bitcoincash", "dogecoin"),
                         [](const auto& row) { return row.param; });

TEST(UtxoIdentity, tells_two_coinbases_with_one_txid_apart) {
    if (data_folder().empty()) return;
    const NetworkId network = network_of("bitcoin", "");
    const Reading reading{network, **find_params(network), *native_asset(network)};
    const Json tx =
        result_in(read_file(data_folder() / "bitcoincash/getrawtransaction-e3bf3d07.json"));
    const Bytes raw = *parse_hex(std::string(tx.at("hex")));
    const std::string txid = tx.at("txid");
    const auto first = parse_transaction(reading, raw, 91'722, txid);
    const auto second = parse_transaction(reading, raw, 91'880, txid);
    EXPECT_EQ(first->at(0).origin, "coinbase:91722:" + txid);
    EXPECT_NE(deposit_id(first->at(0)), deposit_id(second->at(0)));
    EXPECT_EQ(first->at(0).maturity, 100u);
    EXPECT_EQ(first->at(0).refused_by, "B3");
}

}  // namespace
}  // namespace homing::utxo
