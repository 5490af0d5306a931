#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <random>

#include "core/crypto/hash.h"
#include "store/merkle.h"
#include "store/rocksdb/rocksdb_store.h"
#include "tests/store/kill_rows.h"
#include "tests/store/scratch_folder.h"

namespace homing {
namespace {

// Runs the writer, kills it some time after its first answer, and returns what it had been
// answered.
std::vector<std::uint64_t> write_and_kill(const std::filesystem::path& folder, std::uint64_t first,
                                          std::chrono::milliseconds after) {
    const auto writer =
        std::filesystem::read_symlink("/proc/self/exe").parent_path() / "store_writer";
    int ends[2] = {-1, -1};
    if (::pipe(ends) != 0) return {};
    const std::string number = std::to_string(first);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]);
        ::close(ends[1]);
        ::execl(writer.c_str(), writer.c_str(), folder.c_str(), number.c_str(), nullptr);
        ::_exit(9);
    }
    ::close(ends[1]);
    std::vector<std::uint64_t> answered;
    std::optional<std::chrono::steady_clock::time_point> until;
    bool killed = false;
    for (;;) {
        pollfd ready{ends[0], POLLIN, 0};
        ::poll(&ready, 1, 1);
        if (!killed && until && std::chrono::steady_clock::now() >= *until) {
            ::kill(child, SIGKILL);
            killed = true;
        }
        if (ready.revents == 0) continue;
        std::uint64_t got = 0;
        if (::read(ends[0], &got, sizeof got) != sizeof got) break;
        if (!until) until = std::chrono::steady_clock::now() + after;
        answered.push_back(got);
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself: " << WEXITSTATUS(status);
    return answered;
}

std::uint64_t rows_of(const Store& store, std::uint64_t number) {
    const auto rows = store.scan(std::move(Key(0x30).number(number)).str(), "", 10'000);
    EXPECT_TRUE(rows) << rows.error().message;
    return rows ? rows->size() : 0;
}

TEST(RocksdbKill, what_was_answered_survives_and_nothing_is_there_by_half) {
    const char* given = std::getenv("HOMING_SEED");
    const std::uint64_t seed = given != nullptr ? std::stoull(given) : std::random_device()();
    std::cout << "HOMING_SEED=" << seed << " replays these kill times\n";
    std::mt19937_64 random(seed);
    const ScratchFolder folder;
    std::vector<std::uint64_t> answered;
    std::uint64_t first = 1;
    for (int round = 0; round < 6; ++round) {
        const std::chrono::milliseconds after(random() % 250);
        const auto now = write_and_kill(folder.path(), first, after);
        ASSERT_FALSE(now.empty());
        answered.insert(answered.end(), now.begin(), now.end());
        const std::uint64_t end = *std::max_element(now.begin(), now.end()) + 16;

        const auto opened = open_rocksdb(folder.path(), {});
        ASSERT_TRUE(opened) << opened.error().message;
        const Store& store = **opened;
        for (const std::uint64_t number : now) {
            ASSERT_EQ(rows_of(store, number), number % 64 == 0 ? kRowsOfLoad : 3) << number;
        }
        std::uint64_t commits = 0;
        for (std::uint64_t number = first; number < end; ++number) {
            const std::uint64_t rows = rows_of(store, number);
            if (number % 64 == 0) {
                ASSERT_TRUE(rows == 0 || rows == kRowsOfLoad) << number << ": " << rows;
            } else {
                ASSERT_TRUE(rows == 0 || rows == 3) << number << ": " << rows;
                const auto found = store.find_commit(kill_op(number));
                ASSERT_TRUE(found);
                ASSERT_EQ(*found, rows == 3) << number;
                commits += *found;
            }
        }
        EXPECT_GE(commits + 8, now.size() - now.size() / 64);
        first = end;

        const auto changes = store.changes(0, SIZE_MAX);
        ASSERT_TRUE(changes);
        for (std::size_t i = 0; i < changes->size(); ++i) {
            ASSERT_EQ((*changes)[i].sequence, i + 1);
        }
        const auto head = store.log_head();
        const auto entries = store.log_entries(0, SIZE_MAX);
        ASSERT_TRUE(head && entries);
        ASSERT_EQ(head->size, entries->size());
        const auto proof = store.inclusion_proof(head->size - 1, head->size);
        ASSERT_TRUE(proof);
        EXPECT_TRUE(verify_inclusion(merkle_leaf(entries->back()), head->size - 1, head->size,
                                     *proof, head->root));
    }
    std::cout << answered.size() << " answered writes over 6 kills\n";
}

}  // namespace
}  // namespace homing
