// Watching with a full custody book: a block of 2,000 transactions against 20 million fingerprints,
// and the look-ups it is made of, beside the plain way (nlohmann and an unordered_set).
#include "bench/evm_world.h"
#include "bench/report.h"

namespace homing::evm {
namespace {

constexpr std::size_t kAsked = 1'000'000;

std::vector<Fingerprint> strangers() {
    std::mt19937_64 random(11);
    std::vector<Fingerprint> asked(kAsked, {KeyClass::kKeccak20, Bytes(20)});
    for (Fingerprint& one : asked) {
        for (auto& byte : one.payload) byte = static_cast<std::uint8_t>(random() >> 32);
    }
    return asked;
}

// Keys of the book, far from each other in memory.
std::vector<Fingerprint> known(const World& world) {
    std::vector<Fingerprint> asked;
    asked.reserve(kAsked);
    for (const Address& address : world.table()) {
        if (asked.size() == kAsked) break;
        asked.push_back(to_fingerprint(address));
    }
    std::shuffle(asked.begin(), asked.end(), std::mt19937_64(13));
    return asked;
}

std::size_t ask_filter(const World& world, const std::vector<Fingerprint>& asked) {
    std::size_t maybes = 0;
    for (const Fingerprint& one : asked) maybes += world.filter().may_contain(one) ? 1 : 0;
    return maybes;
}

std::size_t ask_table(const World& world, const std::vector<Fingerprint>& asked) {
    std::size_t found = 0;
    for (const Fingerprint& one : asked) found += world.table().count(*from_fingerprint(one));
    return found;
}

int run() {
    const std::size_t keys = bench::size_from_environment("HOMING_BENCH_FINGERPRINTS", 20'000'000);
    const NetworkId network = *NetworkId::parse("eip155:1");
    World world(keys, 7);
    world.make_block();
    const std::vector<Fingerprint> misses = strangers();
    const std::vector<Fingerprint> hits = known(world);
    simdjson::ondemand::parser parser;

    std::vector<Found> mine = settled(ours(parser, world, network, false), world);
    std::vector<Found> theirs = plain(world);
    std::sort(mine.begin(), mine.end());
    std::sort(theirs.begin(), theirs.end());
    if (mine != theirs || mine.empty()) {
        std::fprintf(stderr, "answers differ: %zu and %zu\n", mine.size(), theirs.size());
        return 1;
    }
    std::optional<Block> block;
    std::vector<Found> last_plain;
    std::size_t maybes = 0, all = 0, none = 0, found = 0;
    const auto medians =
        bench::interleaved_medians({{"block", [&] { block = ours(parser, world, network, false); }},
                                    {"plain block", [&] { last_plain = plain(world); }},
                                    {"misses", [&] { maybes = ask_filter(world, misses); }},
                                    {"plain misses", [&] { none = ask_table(world, misses); }},
                                    {"hits", [&] { all = ask_filter(world, hits); }},
                                    {"plain hits", [&] { found = ask_table(world, hits); }}},
                                   11, bench::Clock::kThreadCpu);
    CHECK(all == hits.size() && found == hits.size() && none == 0);

    const double seen = double(block->transfers_seen);
    const double asked = double(kAsked);
    bench::Report report("watch");
    report.figure("block_ms", medians[0] * 1e3, "ms", bench::Wanted::at_most(5));
    report.figure("plain_block_ms", medians[1] * 1e3, "ms");
    report.figure("transfers_per_second", seen / medians[0], "1/s",
                  bench::Wanted::at_least(300'000));
    report.figure("misses_per_second", asked / medians[2], "1/s", bench::Wanted::at_least(5e6));
    report.figure("plain_misses_per_second", asked / medians[3], "1/s");
    report.figure("hits_per_second", double(hits.size()) / medians[4], "1/s");
    report.figure("plain_hits_per_second", double(hits.size()) / medians[5], "1/s");
    report.figure("bits_per_fingerprint", double(world.filter().bits()) / double(keys), "bits",
                  bench::Wanted::at_most(12.0001));
    report.figure("false_maybes", 100 * double(maybes) / asked, "%");
    report.figure("fingerprints", double(keys), "");
    report.figure("transfers_seen", seen, "");
    report.figure("transfers_of_ours", double(mine.size()), "");
    report.ratio("plain_block_time_over_ours", medians[1] / medians[0]);
    report.ratio("plain_miss_time_over_ours", medians[3] / medians[2]);
    report.ratio("plain_hit_time_over_ours", medians[5] / medians[4]);
    report.note("One thread, CPU time; both contenders found the same transfers of ours.");
    report.note("An EVM block with its receipts, from text to checked and filtered transfers.");
    report.print();
    return 0;
}

}  // namespace
}  // namespace homing::evm

int main() {
    return homing::evm::run();
}
