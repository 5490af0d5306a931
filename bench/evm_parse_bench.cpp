// EVM replies to transfers: blocks of 2,000 transactions with their receipts (and, apart, their
// traces), through our readers and through a plain nlohmann parse with a hash table of addresses.
#include "bench/evm_world.h"
#include "bench/report.h"

namespace homing::evm {
namespace {

int run() {
    const std::size_t keys = bench::size_from_environment("HOMING_BENCH_FINGERPRINTS", 2'000'000);
    const NetworkId network = *NetworkId::parse("eip155:1");
    World world(keys, 7);
    world.make_block();
    simdjson::ondemand::parser parser;

    const Block block = ours(parser, world, network, false);
    std::vector<Found> mine = settled(block, world);
    std::vector<Found> theirs = plain(world);
    std::sort(mine.begin(), mine.end());
    std::sort(theirs.begin(), theirs.end());
    if (mine != theirs || mine.empty()) {
        std::fprintf(stderr, "answers differ: %zu and %zu\n", mine.size(), theirs.size());
        return 1;
    }

    std::optional<Block> last;
    std::vector<Found> last_plain;
    const auto medians = bench::interleaved_medians(
        {{"homing", [&] { last = ours(parser, world, network, false); }},
         {"homing_traced", [&] { last = ours(parser, world, network, true); }},
         {"nlohmann", [&] { last_plain = plain(world); }}},
        21, bench::Clock::kThreadCpu);
    const double megabytes = double(world.block.size() + world.receipts.size()) / 1e6;
    const double traced_megabytes = megabytes + double(world.traces.size()) / 1e6;
    const double seen = double(block.transfers_seen);

    bench::Report report("evm_parse");
    report.figure("block_ms", medians[0] * 1e3, "ms", bench::Wanted::at_most(5));
    report.figure("transfers_per_second", seen / medians[0], "1/s",
                  bench::Wanted::at_least(300'000));
    report.figure("megabytes_per_second", megabytes / medians[0], "MB/s");
    report.figure("traced_block_ms", medians[1] * 1e3, "ms");
    report.figure("traced_megabytes_per_second", traced_megabytes / medians[1], "MB/s");
    report.figure("nlohmann_block_ms", medians[2] * 1e3, "ms");
    report.figure("nlohmann_megabytes_per_second", megabytes / medians[2], "MB/s");
    report.figure("reply_megabytes", megabytes, "MB");
    report.figure("traced_reply_megabytes", traced_megabytes, "MB");
    report.figure("transactions", double(kTransactions), "");
    report.figure("transfers_seen", seen, "");
    report.figure("transfers_of_ours", double(mine.size()), "");
    report.figure("fingerprints", double(keys), "");
    report.ratio("nlohmann_time_over_ours", medians[2] / medians[0]);
    report.note("One thread, CPU time; both contenders found the same transfers of ours.");
    report.print();
    return 0;
}

}  // namespace
}  // namespace homing::evm

int main() {
    return homing::evm::run();
}
