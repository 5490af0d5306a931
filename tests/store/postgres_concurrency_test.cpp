#include <random>
#include <thread>

#include "store/merkle.h"
#include "store/postgres/sealer.h"
#include "tests/store/postgres_fixture.h"

namespace homing {

namespace {

using namespace std::chrono_literals;

// Two processes on one database, as far as the database can tell.
struct TwoStores {
    PostgresOptions options = fresh_options();
    std::unique_ptr<Store> first = open_or_fail(options);
    std::unique_ptr<Store> second = open_or_fail(options);

    Store& of(int writer) { return writer % 2 == 0 ? *first : *second; }
};

void on_threads(int count, const std::function<void(int)>& work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back([&, i] { work(i); });
    for (std::thread& thread : threads) thread.join();
}

std::string row_key(int number) {
    return "\x30row" + std::to_string(number);
}

TEST(PostgresConcurrency, one_of_many_that_expect_the_same_absence_wins) {
    TwoStores stores;
    for (int round = 0; round < 30; ++round) {
        std::atomic<int> winners = 0;
        on_threads(6, [&](int writer) {
            Commit commit;
            commit.op_id = numbered_op(static_cast<std::uint64_t>(round * 10 + writer));
            commit.expects = {{row_key(round), 0}};
            commit.puts = {{row_key(round), 1, std::to_string(writer)}};
            const CommitResult result = stores.of(writer).commit(std::move(commit));
            if (result.ok()) ++winners;
            if (!result.ok()) {
                EXPECT_EQ(result.outcome, CommitOutcome::kConflict) << result.message;
            }
        });
        EXPECT_EQ(winners, 1);
    }
}

// Write skew: each expects the other's row to be absent and writes its own. Snapshot isolation
// alone would let both through.
TEST(PostgresConcurrency, expectations_of_rows_that_are_not_written_hold) {
    TwoStores stores;
    for (int round = 0; round < 60; ++round) {
        const std::string keys[2] = {row_key(2 * round), row_key(2 * round + 1)};
        std::atomic<int> winners = 0;
        on_threads(2, [&](int writer) {
            Commit commit;
            commit.op_id = numbered_op(static_cast<std::uint64_t>(round * 10 + writer));
            commit.expects = {{keys[1 - writer], 0}};
            commit.puts = {{keys[writer], 1, "mine"}};
            if (stores.of(writer).commit(std::move(commit)).ok()) ++winners;
        });
        EXPECT_EQ(winners, 1) << "round " << round;
    }
}

TEST(PostgresConcurrency, one_op_id_sent_from_two_places_happens_once) {
    TwoStores stores;
    for (int round = 0; round < 30; ++round) {
        std::atomic<int> fresh = 0;
        on_threads(4, [&](int writer) {
            Commit commit;
            commit.op_id = numbered_op(static_cast<std::uint64_t>(round));
            commit.puts = {{row_key(round), 1, "x"}};
            const CommitResult result = stores.of(writer).commit(std::move(commit));
            EXPECT_TRUE(result.ok()) << result.message;
            if (!result.repeated) ++fresh;
        });
        EXPECT_EQ(fresh, 1);
        EXPECT_EQ(stores.first->get(row_key(round))->value().version, 1u);
    }
}

// Moves one from account to account where both are read first; a conflict is read again.
void transfer(Store& store, std::uint64_t number, int from, int to) {
    for (std::uint64_t again = 0;; ++again) {
        const auto rows = store.multi_get({row_key(from), row_key(to)});
        ASSERT_TRUE(rows) << rows.error().message;
        const Stored& payer = *(*rows)[0];
        const Stored& payee = *(*rows)[1];
        if (payer.body == "0") return;
        Commit commit;
        commit.op_id = numbered_op(number * 1000 + again);
        commit.expects = {{row_key(from), payer.version}, {row_key(to), payee.version}};
        commit.puts = {{row_key(from), 1, std::to_string(std::stoi(payer.body) - 1)},
                       {row_key(to), 1, std::to_string(std::stoi(payee.body) + 1)}};
        commit.audit = {"{\"transfer\":" + std::to_string(number) + "}"};
        const CommitResult result = store.commit(std::move(commit));
        if (result.ok()) return;
        ASSERT_EQ(result.outcome, CommitOutcome::kConflict) << result.message;
    }
}

int sum_of(const Reader& reader, int accounts) {
    int sum = 0;
    const auto rows = reader.scan("\x30", "", SIZE_MAX);
    EXPECT_TRUE(rows);
    EXPECT_EQ(rows->size(), static_cast<std::size_t>(accounts));
    for (const KeyValue& row : *rows) sum += std::stoi(row.value.body);
    return sum;
}

TEST(PostgresConcurrency, a_bank_keeps_its_money_at_every_moment) {
    TwoStores stores;
    constexpr int kAccounts = 6;
    for (int i = 0; i < kAccounts; ++i) {
        Commit commit;
        commit.op_id = numbered_op(static_cast<std::uint64_t>(i), 9);
        commit.puts = {{row_key(i), 1, "50"}};
        ASSERT_TRUE(stores.first->commit(std::move(commit)).ok());
    }
    std::atomic<bool> stopping = false;
    std::thread auditor([&] {
        while (!stopping) {
            EXPECT_EQ(sum_of(*stores.second, kAccounts), 50 * kAccounts);
            const auto snapshot = stores.first->snapshot();
            ASSERT_TRUE(snapshot);
            EXPECT_EQ(sum_of(**snapshot, kAccounts), 50 * kAccounts);
        }
    });
    on_threads(6, [&](int writer) {
        std::mt19937 random(static_cast<unsigned>(writer));
        for (int i = 0; i < 50; ++i) {
            const int from = static_cast<int>(random() % kAccounts);
            const int to = (from + 1 + static_cast<int>(random() % (kAccounts - 1))) % kAccounts;
            transfer(stores.of(writer), static_cast<std::uint64_t>(writer * 100 + i + 1), from, to);
        }
    });
    stopping = true;
    auditor.join();
    EXPECT_EQ(sum_of(*stores.first, kAccounts), 50 * kAccounts);
}

// Waits as long as sealing is promised to take at most.
bool sealed_within_promise(const Store& store, std::uint64_t leaves) {
    for (int i = 0; i < 100; ++i) {
        const auto head = store.log_head();
        if (head && head->size == leaves) return true;
        std::this_thread::sleep_for(50ms);
    }
    return false;
}

Commit audited(std::uint64_t number) {
    Commit commit;
    commit.op_id = numbered_op(number);
    commit.puts = {{row_key(static_cast<int>(number)), 1, "x"}};
    commit.audit = {"{\"number\":" + std::to_string(number) + "}"};
    return commit;
}

TEST(PostgresSealer, numbers_the_commits_of_two_stores_in_one_row_without_gaps) {
    TwoStores stores;
    constexpr int kEach = 60;
    on_threads(4, [&](int writer) {
        for (int i = 0; i < kEach; ++i) {
            EXPECT_TRUE(stores.of(writer)
                            .commit(audited(static_cast<std::uint64_t>(writer * 1000 + i)))
                            .ok());
        }
    });
    ASSERT_TRUE(sealed_within_promise(*stores.first, 4 * kEach));
    const auto changes = stores.second->changes(0, SIZE_MAX);
    ASSERT_EQ(changes->size(), 4u * kEach);
    for (std::size_t i = 0; i < changes->size(); ++i) {
        EXPECT_EQ((*changes)[i].sequence, i + 1);
    }
    // What one writer did one after the other is numbered in that order.
    std::array<std::uint64_t, 4> last{};
    for (const Change& change : *changes) {
        const std::uint64_t number = change.op_id.bytes[14] * 256u + change.op_id.bytes[15];
        std::uint64_t& before = last[number / 1000];
        EXPECT_LE(before, number);
        before = number;
    }
    const auto entries = stores.first->log_entries(0, SIZE_MAX);
    ASSERT_EQ(entries->size(), 4u * kEach);
    const LogHead head = *stores.second->log_head();
    for (std::uint64_t i = 0; i < head.size; i += 17) {
        const auto proof = stores.first->inclusion_proof(i, head.size);
        ASSERT_TRUE(proof) << proof.error().message;
        EXPECT_TRUE(verify_inclusion(merkle_leaf((*entries)[i]), i, head.size, *proof, head.root));
    }
}

TEST(PostgresSealer, is_taken_over_when_its_process_is_gone) {
    TwoStores stores;
    ASSERT_TRUE(stores.first->commit(audited(1)).ok());
    ASSERT_TRUE(sealed_within_promise(*stores.first, 1));
    // The holder falls silent without giving its lease up: nobody answers to that name any more.
    auto connection = operator_connection(shared_server(), stores.options.schema);
    ASSERT_FALSE(connection->run_script(
        "UPDATE sealer SET holder = 'somebody', expires = clock_timestamp() + interval '2 s'",
        soon()));
    ASSERT_TRUE(stores.second->commit(audited(2)).ok());
    EXPECT_EQ(stores.first->log_head()->size, 1u);
    EXPECT_TRUE(sealed_within_promise(*stores.second, 2));
    stores.first.reset();
    ASSERT_TRUE(stores.second->commit(audited(3)).ok());
    EXPECT_TRUE(sealed_within_promise(*stores.second, 3));
}

// A sealer that slept through its lease: its sealing was read before another one's and is written
// after it.
TEST(PostgresSealer, that_lost_its_lease_in_the_middle_writes_nothing) {
    const PostgresOptions options = fresh_options();
    const auto store = open_or_fail(options);
    ASSERT_TRUE(store->commit(audited(1)).ok());
    ASSERT_TRUE(sealed_within_promise(*store, 1));
    auto sleeper = operator_connection(shared_server(), options.schema);
    ASSERT_FALSE(sleeper->run_script("BEGIN; SELECT sequence FROM sealer", soon()));
    ASSERT_TRUE(store->commit(audited(2)).ok());
    ASSERT_TRUE(sealed_within_promise(*store, 2));
    const auto late = sleeper->run_script(
        "UPDATE sealer SET expires = clock_timestamp() WHERE id = 1; COMMIT", soon());
    ASSERT_TRUE(late);
    EXPECT_EQ(late->sqlstate, "40001");
}

}  // namespace

}  // namespace homing
