// A raw block of the Bitcoin family to transfers: 2,000 transactions through our reader with the
// custody filter, and the plain way, a nlohmann parse of `getblock 2` with a hash table of scripts.
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <unordered_set>

#include "bench/report.h"
#include "chains/source.h"
#include "chains/utxo/parse.h"
#include "chains/utxo/script.h"
#include "chains/utxo/tx.h"
#include "core/crypto/hash.h"
#include "core/hex.h"

namespace homing::utxo {
namespace {

constexpr std::size_t kTransactions = 2000;

// An output that pays custody, as both contenders state it.
struct Found {
    std::string txid, index, script, units;
    auto operator<=>(const Found&) const = default;
};

// One block as a node would send it: four in five transactions segwit, one to three inputs, two or
// three outputs of the usual kinds, one output in a hundred ours.
class World {
  public:
    World(std::size_t keys, std::uint32_t seed) : random_(seed), filter_(keys) {
        table_.reserve(keys);
        for (std::size_t i = 0; i < keys; ++i) {
            const Bytes of_key = any(20);
            const Bytes script = i % 2 == 0 ? witness_script(0, of_key) : key_hash_script(of_key);
            if (ours_.size() < 100) ours_.push_back(script);
            table_.insert(std::string(as_text(script)));
            filter_.add({KeyClass::kHash160, of_key});
        }
        for (std::size_t i = 0; i < kTransactions; ++i) add(i == 0);
        finish();
    }

    const CustodyFilter& filter() const { return filter_; }
    bool is_ours(std::string_view script) const { return table_.contains(std::string(script)); }

    Bytes raw;
    std::string json, hash;

  private:
    Bytes any(std::size_t size) {
        Bytes bytes(size);
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_());
        return bytes;
    }
    static void put(Bytes* out, std::uint64_t value, unsigned bytes) {
        for (unsigned i = 0; i < bytes; ++i) {
            out->push_back(static_cast<std::uint8_t>(value >> (8 * i)));
        }
    }
    static void put(Bytes* out, ByteView bytes) {
        out->insert(out->end(), bytes.begin(), bytes.end());
    }
    Bytes key() {
        Bytes bytes = any(33);
        bytes[0] = 2;
        return bytes;
    }
    Bytes payee() {
        if (random_() % 100 == 0) return ours_[random_() % ours_.size()];
        switch (random_() % 8) {
            case 0:
                return script_hash_script(any(20));
            case 1:
                return witness_script(1, any(32));
            case 2:
            case 3:
                return key_hash_script(any(20));
            default:
                return witness_script(0, any(20));
        }
    }

    void add(bool coinbase) {
        const bool segwit = random_() % 5 != 0 && !coinbase;
        const std::size_t inputs = coinbase ? 1 : 1 + random_() % 3;
        Bytes body, witness;
        std::string vin, vout;
        put(&body, inputs, 1);
        for (std::size_t i = 0; i < inputs; ++i) {
            const Bytes from = coinbase ? Bytes(32) : any(32);
            put(&body, from);
            put(&body, coinbase ? 0xffffffff : random_() % 3, 4);
            Bytes sig = any(71), pub = key(), script_sig;
            if (!segwit) {
                put(&script_sig, 71, 1);
                put(&script_sig, sig);
                put(&script_sig, 33, 1);
                put(&script_sig, pub);
            }
            put(&body, script_sig.size(), 1);
            put(&body, script_sig);
            put(&body, 0xfffffffd, 4);
            put(&witness, 2, 1);
            put(&witness, 71, 1);
            put(&witness, sig);
            put(&witness, 33, 1);
            put(&witness, pub);
            vin += (i == 0 ? "" : ",") + std::string(R"({"txid":")") + display(from) +
                   R"(","vout":1,"scriptSig":{"asm":"","hex":")" + to_hex(script_sig) +
                   R"("},"txinwitness":[")" + to_hex(sig) + R"(",")" + to_hex(pub) +
                   R"("],"sequence":4294967293})";
        }
        const std::size_t outputs = 2 + random_() % 2;
        put(&body, outputs, 1);
        for (std::size_t i = 0; i < outputs; ++i) {
            const std::uint64_t units = 1000 + random_() % 1'000'000'000;
            const Bytes script = payee();
            put(&body, units, 8);
            put(&body, script.size(), 1);
            put(&body, script);
            char coins[32];
            std::snprintf(coins, sizeof coins, "%llu.%08llu",
                          static_cast<unsigned long long>(units / 100'000'000),
                          static_cast<unsigned long long>(units % 100'000'000));
            vout += (i == 0 ? "" : ",") + std::string(R"({"value":)") + coins + R"(,"n":)" +
                    std::to_string(i) + R"(,"scriptPubKey":{"asm":"0 )" + to_hex(script) +
                    R"(","hex":")" + to_hex(script) +
                    R"(","address":"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4","type":"x"}})";
        }
        Bytes plain = {2, 0, 0, 0};
        put(&plain, body);
        put(&plain, 0, 4);
        const Hash32 id = sha256(sha256(plain));
        txids_.push_back(id);
        Bytes whole = plain;
        if (segwit) {
            whole = {2, 0, 0, 0, 0, 1};
            put(&whole, body);
            put(&whole, witness);
            put(&whole, 0, 4);
        }
        put(&txs_, whole);
        tx_json_ += (tx_json_.empty() ? "" : ",") + std::string(R"({"txid":")") + display(id) +
                    R"(","hash":")" + display(id) + R"(","version":2,"size":222,"locktime":0,)" +
                    R"("vin":[)" + vin + R"(],"vout":[)" + vout + R"(],"hex":")" + to_hex(whole) +
                    R"("})";
    }

    void finish() {
        std::vector<Hash32> level = txids_;
        while (level.size() > 1) {
            std::vector<Hash32> next;
            for (std::size_t i = 0; i < level.size(); i += 2) {
                Bytes pair(level[i].begin(), level[i].end());
                put(&pair, level[std::min(i + 1, level.size() - 1)]);
                next.push_back(sha256(sha256(pair)));
            }
            level = next;
        }
        put(&raw, 1, 4);
        put(&raw, any(32));
        put(&raw, level[0]);
        put(&raw, 1'700'000'000, 4);
        put(&raw, any(8));
        hash = display(sha256(sha256(raw)));
        put(&raw, 0xfd, 1);
        put(&raw, kTransactions, 2);
        put(&raw, txs_);
        json = R"({"result":{"hash":")" + hash + R"(","tx":[)" + tx_json_ +
               R"(]},"error":null,"id":1})";
    }

    std::mt19937 random_;
    CustodyFilter filter_;
    std::unordered_set<std::string> table_;
    std::vector<Bytes> ours_;
    std::vector<Hash32> txids_;
    Bytes txs_;
    std::string tx_json_;
};

std::vector<Found> plain(const World& world) {
    std::vector<Found> found;
    const auto block = nlohmann::json::parse(world.json);
    for (const auto& tx : block.at("result").at("tx")) {
        for (const auto& out : tx.at("vout")) {
            const Bytes script =
                *parse_hex(out.at("scriptPubKey").at("hex").get_ref<const std::string&>());
            if (!world.is_ours(as_text(script))) continue;
            const double coins = out.at("value");
            found.push_back({tx.at("txid"), "out:" + std::to_string(out.at("n").get<int>()),
                             to_hex(script),
                             std::to_string(static_cast<std::uint64_t>(coins * 1e8 + 0.5))});
        }
    }
    return found;
}

// What the filter let through although it is nobody's is left to the book: the table stands for it.
std::vector<Found> settled(const Block& block, const World& world) {
    std::vector<Found> found;
    for (const Transfer& transfer : block.transfers) {
        for (const Bytes& script : {key_hash_script(transfer.recipient.payload),
                                    witness_script(0, transfer.recipient.payload)}) {
            if (transfer.recipient.key_class != KeyClass::kHash160) continue;
            const bool same = transfer.recipient_address.starts_with("bc1") == (script[0] == 0);
            if (!same || !world.is_ours(as_text(script))) continue;
            found.push_back(
                {transfer.txid, transfer.index, to_hex(script), transfer.units.to_string()});
        }
    }
    return found;
}

int run() {
    const NetworkId network = *NetworkId::parse("bip122:000000000019d6689c085ae165831e93");
    const Params& params = **find_params(network);
    const std::size_t most = bench::size_from_environment("HOMING_BENCH_FINGERPRINTS", 2'000'000);
    bench::Report report("utxo_parse");
    for (const std::size_t keys : {std::size_t{10'000}, std::size_t{200'000}, most}) {
        World world(keys, 7);
        const Reading reading{network, params, *native_asset(network), &world.filter()};
        const auto ours = [&] {
            Result<Block> block = parse_block(reading, world.raw, 800'000, world.hash);
            CHECK(block.has_value());
            return *std::move(block);
        };
        const Block block = ours();
        std::vector<Found> mine = settled(block, world);
        std::vector<Found> theirs = plain(world);
        std::sort(mine.begin(), mine.end());
        std::sort(theirs.begin(), theirs.end());
        if (mine != theirs || mine.empty()) {
            std::fprintf(stderr, "answers differ: %zu and %zu\n", mine.size(), theirs.size());
            return 1;
        }
        const auto medians =
            bench::interleaved_medians({{"homing", [&] { bench::keep(ours()); }},
                                        {"nlohmann", [&] { bench::keep(plain(world)); }}},
                                       21, bench::Clock::kThreadCpu);
        const std::string at = "_at_" + std::to_string(keys);
        const double seen = double(block.transfers_seen);
        report.figure("block_ms" + at, medians[0] * 1e3, "ms", bench::Wanted::at_most(5));
        report.figure("outputs_per_second" + at, seen / medians[0], "1/s",
                      bench::Wanted::at_least(300'000));
        report.figure("nlohmann_block_ms" + at, medians[1] * 1e3, "ms");
        report.figure("outputs" + at, seen, "");
        report.figure("outputs_of_ours" + at, double(mine.size()), "");
        report.ratio("nlohmann_time_over_ours" + at, medians[1] / medians[0]);
        if (keys == most) {
            report.figure("raw_megabytes", double(world.raw.size()) / 1e6, "MB");
            report.figure("json_megabytes", double(world.json.size()) / 1e6, "MB");
        }
    }
    report.note("One thread, CPU time; both found the same outputs of ours. Ours also recomputes");
    report.note(
        "every txid and the merkle root, and tells the first sender; the plain way trusts.");
    report.print();
    return 0;
}

}  // namespace
}  // namespace homing::utxo

int main() {
    return homing::utxo::run();
}
