#include <rocksdb/db.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

#include "bench/report.h"
#include "bench/store_postgres.h"
#include "core/check.h"
#include "store/codec.h"
#include "store/commit_plan.h"
#include "store/key.h"
#include "store/rocksdb/rocksdb_store.h"
#include "store/rocksdb/settings.h"
#include "store/tables.h"

// Durable commits of a credit's size, beside plain synced batches of the same rows on the same
// disk, turn by turn; and what an ingest loads.
namespace homing::bench {
namespace {

constexpr int kRounds = 5;
constexpr int kSubmitters[] = {1, 4, 16, 64};

// A commit as a credit makes it: a deposit updated with one secondary key, decision, credit, four
// postings, one audit entry and one message.
Commit credit_commit(std::uint64_t number) {
    Commit commit;
    for (std::size_t i = 0; i < 8; ++i) {
        commit.op_id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    commit.op_id.bytes[0] = 1;
    constexpr std::size_t kBodies[] = {320, 0, 350, 120, 70, 70, 70, 70};
    std::uint8_t table = 0x30;
    for (const std::size_t size : kBodies) {
        std::string key =
            std::move(Key(table++).number(number * 0x9e3779b97f4a7c15).raw("deposit-id..")).str();
        commit.expects.push_back({key, 0});
        commit.puts.push_back({std::move(key), 1, std::string(size, 'b')});
    }
    commit.audit.push_back("{\"number\":" + std::to_string(number) + std::string(180, ' ') + "}");
    commit.outbox.push_back(
        {OutboxTarget::kLedger, "credit-" + std::to_string(number), std::string(150, 'm'), {}});
    return commit;
}

// The rows that commit writes, as RocksDB gets them.
std::vector<std::pair<std::string, std::string>> raw_rows(const Commit& commit) {
    const auto empty = make_memory_store(StoreId());
    std::vector<std::pair<std::string, std::string>> rows;
    for (const RowWrite& row : plan_commit(*empty, commit).rows) {
        rows.emplace_back(row.key, seal_value(row.key, row.schema, row.version, row.body));
    }
    return rows;
}

// Commits a second by this many threads for a while, each waiting for its answer.
double rate(int threads, double for_seconds, const std::function<void()>& commit_one) {
    std::atomic<std::uint64_t> done{0};
    const double start = seconds(Clock::kWall);
    std::vector<std::thread> workers;
    for (int i = 0; i < threads; ++i) {
        workers.emplace_back([&] {
            while (seconds(Clock::kWall) - start < for_seconds) {
                commit_one();
                ++done;
            }
        });
    }
    for (std::thread& worker : workers) worker.join();
    return static_cast<double>(done) / (seconds(Clock::kWall) - start);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void measure_commits(Report& report, const std::filesystem::path& folder) {
    auto store = open_rocksdb(folder / "store", {});
    CHECK(store);
    rocksdb::DB* opened = nullptr;
    CHECK(rocksdb::DB::Open(rocksdb_settings({}), (folder / "plain").string(), &opened).ok());
    const std::unique_ptr<rocksdb::DB> plain(opened);
    const auto rows = raw_rows(credit_commit(1));
    std::size_t bytes = 0;
    for (const auto& [key, value] : rows) bytes += key.size() + value.size();
    report.figure("rows_per_commit", static_cast<double>(rows.size()), "rows");
    report.figure("bytes_per_commit", static_cast<double>(bytes), "bytes");

    std::atomic<std::uint64_t> number{1};
    const auto ours = [&] { CHECK((*store)->commit(credit_commit(number++)).ok()); };
    const auto plainly = [&] {
        rocksdb::WriteBatch batch(0, 0, 8, 0);
        std::string unique;
        append_big_endian(unique, number++);
        for (const auto& [key, value] : rows) CHECK(batch.Put(key + unique, value).ok());
        CHECK(plain->Write(synced_write(), &batch).ok());
    };
    const double turn =
        static_cast<double>(size_from_environment("HOMING_BENCH_STORE_MS", 500)) / 1000;
    for (const int threads : kSubmitters) {
        std::vector<double> of_store;
        std::vector<double> of_disk;
        for (int round = 0; round < kRounds; ++round) {
            of_disk.push_back(rate(threads, turn, plainly));
            of_store.push_back(rate(threads, turn, ours));
        }
        const std::string name =
            std::to_string(threads) + (threads == 1 ? "_submitter" : "_submitters");
        report.figure("commits_" + name, median(of_store), "commits/s");
        report.figure("synced_batches_" + name, median(of_disk), "batches/s");
        report.ratio("commits_over_synced_batches_" + name, median(of_store) / median(of_disk),
                     Wanted::at_least(0.5));
    }
}

void measure_ingest(Report& report, const std::filesystem::path& folder) {
    auto store = open_rocksdb(folder / "bulk", {});
    CHECK(store);
    const std::uint64_t keys = size_from_environment("HOMING_BENCH_STORE_KEYS", 2'000'000);
    std::uint64_t next = 0;
    const auto entry = [&]() -> std::optional<std::pair<std::string, std::string>> {
        if (next == keys) return std::nullopt;
        std::string key = std::move(Key(0x12).number(next++).raw("route-0-key")).str();
        return std::pair(std::move(key), std::string(40, 'r'));
    };
    const double start = seconds(Clock::kWall);
    const auto loaded = (*store)->ingest("bench", {BulkTable{1, entry}});
    CHECK(loaded && *loaded == keys);
    report.figure("ingest", static_cast<double>(keys) / (seconds(Clock::kWall) - start), "keys/s");
    CHECK((*store)->scan(table_prefix(TableTag::kRoute), "", SIZE_MAX)->size() == keys);
}

int run() {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() /
                                         ("homing-store-bench-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    Report report("store");
    measure_commits(report, folder);
    measure_ingest(report, folder);
    const double turn =
        static_cast<double>(size_from_environment("HOMING_BENCH_STORE_MS", 500)) / 1000;
    measure_postgres(report, 16, credit_commit,
                     [&](int threads, const std::function<void()>& commit_one) {
                         return rate(threads, kRounds * turn, commit_one);
                     });
    report.note(
        "A plain synced batch holds the rows of one commit; as many threads write them at once.");
    report.print();
    std::filesystem::remove_all(folder);
    return 0;
}

}  // namespace
}  // namespace homing::bench

int main() {
    return homing::bench::run();
}
