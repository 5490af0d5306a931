// Bytes that lie: cut, stretched, repeated and altered blocks must be refused, and never read past.
#include <gtest/gtest.h>

#include <random>

#include "chains/source.h"
#include "chains/utxo/parse.h"
#include "chains/utxo/sender.h"
#include "chains/utxo/tx.h"
#include "core/crypto/hash.h"
#include "core/hex.h"
#include "tests/chains/support.h"

namespace homing::utxo {
namespace {

const NetworkId kBitcoin = *NetworkId::parse("bip122:000000000019d6689c085ae165831e93");
const NetworkId kDogecoin = *NetworkId::parse("bip122:1a91e3dace36e2be3bf030a65679fe82");

Reading reading_of(const NetworkId& network) {
    return {network, **find_params(network), *native_asset(network)};
}

Bytes bytes_of(const std::string& hex) {
    return *parse_hex(hex);
}

std::string hash_of(ByteView raw) {
    return display(sha256(sha256(raw.first(80))));
}

// A transaction of one input and one P2PKH output; `seed` makes it its own.
Bytes tx_of(std::uint8_t seed, bool coinbase) {
    const std::string prev = coinbase
                                 ? std::string(64, '0') + "ffffffff"
                                 : std::string(62, '1') + to_hex(ByteArray<1>{seed}) + "00000000";
    return bytes_of("0100000001" + prev + "0151" + "ffffffff" + "01" + "e803000000000000" + "19" +
                    "76a914" + std::string(38, '2') + to_hex(ByteArray<1>{seed}) + "88ac" +
                    "00000000");
}

Hash32 twice(ByteView data) {
    return sha256(sha256(data));
}

// A block whose root is that of its transactions, as many as there are.
Bytes block_of(const std::vector<Bytes>& txs, const std::string& aux = "",
               std::uint32_t version = 1) {
    std::vector<Hash32> level;
    for (const Bytes& tx : txs) level.push_back(twice(tx));
    while (level.size() > 1) {
        std::vector<Hash32> next;
        for (std::size_t i = 0; i < level.size(); i += 2) {
            Bytes pair(level[i].begin(), level[i].end());
            const Hash32& right = level[std::min(i + 1, level.size() - 1)];
            pair.insert(pair.end(), right.begin(), right.end());
            next.push_back(twice(pair));
        }
        level = next;
    }
    Bytes raw;
    for (unsigned i = 0; i < 4; ++i) raw.push_back(static_cast<std::uint8_t>(version >> (8 * i)));
    raw.resize(36, 0x77);
    raw.insert(raw.end(), level[0].begin(), level[0].end());
    raw.resize(80, 0);
    const Bytes more = bytes_of(aux);
    raw.insert(raw.end(), more.begin(), more.end());
    raw.push_back(static_cast<std::uint8_t>(txs.size()));
    for (const Bytes& tx : txs) raw.insert(raw.end(), tx.begin(), tx.end());
    return raw;
}

Result<Block> parse(const Bytes& raw, const NetworkId& network = kBitcoin) {
    return parse_block(reading_of(network), raw, 5, raw.size() < 80 ? "" : hash_of(raw));
}

TEST(UtxoHostile, reads_what_is_whole) {
    const auto block = parse(block_of({tx_of(0, true), tx_of(1, false), tx_of(2, false)}));
    ASSERT_TRUE(block.has_value()) << block.error().message;
    EXPECT_EQ(block->transactions, 3u);
    ASSERT_EQ(block->transfers.size(), 3u);
    EXPECT_EQ(block->transfers[1].units.to_string(), "1000");
    EXPECT_EQ(block->parent_hash, std::string(64, '7'));
}

TEST(UtxoHostile, refuses_every_cut_and_every_tail) {
    const Bytes whole = block_of({tx_of(0, true), tx_of(1, false)});
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(parse(Bytes(whole.begin(), whole.begin() + std::ptrdiff_t(size)))) << size;
    }
    Bytes longer = whole;
    longer.push_back(0);
    EXPECT_NE(parse(longer).error().message.find("behind the block"), std::string::npos);
}

TEST(UtxoHostile, refuses_repeated_transactions_under_an_equal_root) {
    const Bytes one = tx_of(1, false), two = tx_of(2, false);
    const auto good = parse(block_of({tx_of(0, true), one, two}));
    ASSERT_TRUE(good.has_value());
    const auto bad = parse(block_of({tx_of(0, true), one, two, two}));
    ASSERT_FALSE(bad.has_value());
    EXPECT_NE(bad.error().message.find("CVE-2012-2459"), std::string::npos);
}

TEST(UtxoHostile, refuses_another_header_root_or_order) {
    Bytes raw = block_of({tx_of(0, true), tx_of(1, false)});
    EXPECT_NE(parse_block(reading_of(kBitcoin), raw, 5, std::string(64, '0'))
                  .error()
                  .message.find("its header is that of"),
              std::string::npos);
    raw[raw.size() - 10] ^= 1;
    EXPECT_NE(parse(raw).error().message.find("commits to"), std::string::npos);
    EXPECT_FALSE(parse(block_of({tx_of(1, false), tx_of(0, true)})).has_value());
    EXPECT_FALSE(parse(block_of({tx_of(0, true), tx_of(1, true)})).has_value());
}

TEST(UtxoHostile, refuses_huge_and_padded_counts) {
    const Bytes whole = block_of({tx_of(0, true)});
    for (const char* count :
         {"ffffffffffffffffff", "feffffffff", "fdffff", "fd0100", "fe00010000", "00"}) {
        Bytes raw(whole.begin(), whole.begin() + 80);
        const Bytes more = bytes_of(count);
        raw.insert(raw.end(), more.begin(), more.end());
        raw.insert(raw.end(), whole.begin() + 81, whole.end());
        EXPECT_EQ(parse(raw).error().code, Code::kInvalid) << count;
    }
}

TEST(UtxoHostile, survives_random_damage) {
    std::mt19937 random(5);
    const Bytes whole = block_of({tx_of(0, true), tx_of(1, false), tx_of(2, false)});
    for (int i = 0; i < 20'000; ++i) {
        Bytes raw = whole;
        for (int n = 0; n < 3; ++n) raw[80 + random() % (raw.size() - 80)] = std::uint8_t(random());
        const auto block = parse(raw);
        EXPECT_TRUE(!block || raw == whole);
    }
}

// A merged-mined header of our own making: no recorded one is at hand.
TEST(UtxoHostile, passes_over_a_merged_mining_proof_and_refuses_a_broken_one) {
    const std::string aux = to_hex(tx_of(9, true)) + std::string(64, '3') + "02" +
                            std::string(128, '4') + "00000000" + "01" + std::string(64, '5') +
                            "00000000" + std::string(160, '6');
    const Bytes raw = block_of({tx_of(0, true), tx_of(1, false)}, aux, 0x00620104);
    const auto block = parse(raw, kDogecoin);
    ASSERT_TRUE(block.has_value()) << block.error().message;
    EXPECT_EQ(block->transfers.size(), 2u);
    EXPECT_EQ(block->transfers[0].maturity, 240u);
    EXPECT_FALSE(parse(raw, kBitcoin).has_value());
    for (std::size_t size = 80; size < raw.size(); ++size) {
        EXPECT_FALSE(parse(Bytes(raw.begin(), raw.begin() + std::ptrdiff_t(size)), kDogecoin));
    }
}

TEST(UtxoHostile, flags_tokens_and_scripts_nobody_was_given) {
    const auto rule_of = [](const std::string& outputs) {
        const Bytes raw = bytes_of("0100000001" + std::string(64, '1') + "00000000" + "00" +
                                   "ffffffff" + outputs + "00000000");
        const auto read = parse_transaction(reading_of(kBitcoin), raw, 0, display(twice(raw)));
        EXPECT_TRUE(read.has_value()) << read.error().message;
        return read && !read->empty() ? read->front().refused_by : "none";
    };
    const std::string key = "02" + std::string(64, '7');
    const std::string pay =
        "e803000000000000"
        "1976a914" +
        std::string(40, '2') + "88ac";
    const std::string nothing = "0000000000000000";
    EXPECT_EQ(rule_of("01" + pay), "");
    EXPECT_EQ(rule_of("02" + pay + nothing + "036a5d00"), "B4");
    EXPECT_EQ(rule_of("02" + pay + nothing + "066a046f6d6e69"), "B4");
    EXPECT_EQ(rule_of("02" + pay + nothing + "036a0100"), "");
    EXPECT_EQ(rule_of("01e803000000000000"
                      "23"
                      "21" +
                      key + "ac"),
              "B3");
    EXPECT_EQ(rule_of("01e803000000000000"
                      "47"
                      "5121" +
                      key + "21" + key + "52ae"),
              "B3");
    EXPECT_EQ(rule_of("01" + nothing + "1976a914" + std::string(40, '2') + "88ac"), "none");
}

TEST(UtxoSender, is_what_the_first_input_shows) {
    const Params& params = **find_params(kBitcoin);
    const Bytes key =
        bytes_of("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    const Bytes sig = bytes_of(
        "3006020101020101"
        "01");
    Bytes script_sig = {9};
    script_sig.insert(script_sig.end(), sig.begin(), sig.end());
    script_sig.push_back(33);
    script_sig.insert(script_sig.end(), key.begin(), key.end());
    EXPECT_EQ(to_hex(spent_script(params, script_sig, {})),
              "76a914751e76e8199196d454941c45d1b3a323f1433bd688ac");
    const std::vector<ByteView> witness = {sig, key};
    EXPECT_EQ(to_hex(spent_script(params, {}, witness)),
              "0014751e76e8199196d454941c45d1b3a323f1433bd6");
    const Bytes nested = bytes_of("160014751e76e8199196d454941c45d1b3a323f1433bd6");
    EXPECT_EQ(to_hex(spent_script(params, nested, witness)),
              "a914bcfeb728b584253d5f3f70bcb780e9ef218a68f487");
    const Bytes schnorr(64, 1), control(33, 0xc0);
    EXPECT_TRUE(spent_script(params, {}, std::vector<ByteView>{schnorr}).empty());
    EXPECT_TRUE(spent_script(params, {}, std::vector<ByteView>{schnorr, key, control}).empty());
    EXPECT_TRUE(spent_script(params, bytes_of("09" + to_hex(sig)), {}).empty());
    EXPECT_TRUE(spent_script(params, bytes_of("4cff00"), {}).empty());
}

}  // namespace
}  // namespace homing::utxo
