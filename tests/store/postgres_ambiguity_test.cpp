#include <set>
#include <thread>

#include "tests/store/postgres_fixture.h"
#include "tests/store/postgres_proxy.h"

namespace homing {

namespace {

using namespace std::chrono_literals;

constexpr int kWriters = 4;
constexpr int kWanted = 200;  // ambiguous commits in each test

// What the writers believe happened, from the answers alone.
struct Belief {
    std::set<std::uint64_t> done;
    std::set<std::uint64_t> never;
    std::atomic<int> ambiguous = 0;
    std::atomic<int> found = 0;  // ambiguous ones that had been committed
    std::mutex mutex;
};

std::string account_key(int writer) {
    return "\x30"
           "account" +
           std::to_string(writer);
}
std::string marker_key(std::uint64_t number) {
    return "\x31" + numbered_op(number).str();
}

Commit one_payment(int writer, std::uint64_t number, std::uint64_t version) {
    Commit commit;
    commit.op_id = numbered_op(number);
    commit.expects = {{account_key(writer), version}, {marker_key(number), 0}};
    commit.puts = {{account_key(writer), 1, std::to_string(number)}, {marker_key(number), 1, "x"}};
    commit.audit = {"{\"payment\":" + std::to_string(number) + "}"};
    commit.outbox = {{OutboxTarget::kLedger, "payment-" + std::to_string(number), "{}", {}}};
    return commit;
}

// Asks until there is an answer.
bool ask(const Store& store, std::uint64_t number) {
    for (;;) {
        const Result<bool> found = store.find_commit(numbered_op(number));
        if (found) return *found;
        std::this_thread::sleep_for(5ms);
    }
}

// Pays again and again until enough answers were lost. What was told "no" is sent again under its
// own op_id half of the time, and given up for ever otherwise.
void pay(Store& store, int writer, Belief& belief, const std::function<bool()>& enough) {
    std::uint64_t version = 0;
    std::uint64_t number = static_cast<std::uint64_t>(writer) << 32;
    bool again = false;
    while (!enough()) {
        if (!again) ++number;
        again = false;
        const CommitResult result = store.commit(one_payment(writer, number, version));
        bool done = result.ok();
        if (result.outcome == CommitOutcome::kAmbiguous) {
            ++belief.ambiguous;
            done = ask(store, number);
            if (done) ++belief.found;
        } else if (!done && result.outcome != CommitOutcome::kUnavailable) {
            ADD_FAILURE() << "payment " << number << ": " << result.message;
            return;
        }
        if (result.outcome == CommitOutcome::kUnavailable) std::this_thread::sleep_for(20ms);
        const std::lock_guard lock(belief.mutex);
        again = !done && number % 2 == 0;
        if (done) {
            ++version;
            belief.done.insert(number);
        } else if (!again) {
            belief.never.insert(number);
        }
        if (again) continue;
    }
    // The last one may have been about to be sent again.
    if (again) belief.never.insert(number);
}

void run_writers(Store& store, Belief& belief, const std::function<bool()>& enough) {
    std::vector<std::thread> writers;
    for (int i = 0; i < kWriters; ++i) {
        writers.emplace_back([&, i] { pay(store, i, belief, enough); });
    }
    for (std::thread& writer : writers) writer.join();
}

// Every payment happened exactly once or not at all, in every place a commit writes to.
void check_belief(const Store& store, Belief& belief) {
    const auto markers = store.scan("\x31", "", SIZE_MAX);
    ASSERT_TRUE(markers) << markers.error().message;
    EXPECT_EQ(markers->size(), belief.done.size());
    for (const std::uint64_t number : belief.done) {
        EXPECT_EQ(store.get(marker_key(number))->value().version, 1u) << number;
    }
    for (const std::uint64_t number : belief.never) {
        EXPECT_FALSE(store.get(marker_key(number))->has_value()) << number;
    }
    std::uint64_t versions = 0;
    for (int i = 0; i < kWriters; ++i) {
        const auto account = store.get(account_key(i));
        if (account->has_value()) versions += (*account)->version;
    }
    EXPECT_EQ(versions, belief.done.size());

    const auto changes = store.changes(0, SIZE_MAX);
    ASSERT_TRUE(changes) << changes.error().message;
    EXPECT_EQ(changes->size(), belief.done.size());
    std::set<OpId> ops;
    for (const Change& change : *changes) ops.insert(change.op_id);
    EXPECT_EQ(ops.size(), belief.done.size());
    EXPECT_EQ(store.log_head()->size, belief.done.size());
    EXPECT_EQ(store.outbox(SIZE_MAX)->size(), belief.done.size());
}

TEST(PostgresAmbiguity, cut_connections_leave_each_commit_done_once_or_never) {
    PostgresServer& server = shared_server();
    const std::uint64_t seed = std::random_device{}();
    std::cout << "seed " << seed << "\n";
    const auto folder = server.folder() / "proxy";
    std::filesystem::create_directory(folder);
    PostgresProxy proxy(folder, server.socket(), 3, seed);
    PostgresOptions options = fresh_options();
    options.conninfo = server.conninfo_at(folder);
    Belief belief;
    {
        const auto store = open_or_fail(options);
        ASSERT_NE(store, nullptr);
        proxy.set_active(true);
        run_writers(*store, belief, [&] { return belief.ambiguous >= kWanted; });
        proxy.set_active(false);
        std::this_thread::sleep_for(100ms);  // for requests the proxy still holds
        check_belief(*store, belief);
    }
    for (int i = 0; i < PostgresProxy::kCuts; ++i) {
        EXPECT_GT(proxy.cuts(static_cast<PostgresProxy::Cut>(i)), 0) << "cut " << i;
    }
    EXPECT_GE(belief.ambiguous, kWanted);
    EXPECT_GT(belief.found, 0);
    EXPECT_LT(belief.found, belief.ambiguous);
    std::cout << belief.ambiguous << " ambiguous commits, " << belief.found << " of them done; "
              << belief.done.size() << " payments, " << belief.never.size() << " given up\n";
}

TEST(PostgresAmbiguity, killed_backends_leave_each_commit_done_once_or_never) {
    const PostgresOptions options = fresh_options();
    const auto store = open_or_fail(options);
    ASSERT_NE(store, nullptr);
    Belief belief;
    std::atomic<bool> stopping = false;
    std::thread killer([&] {
        std::mt19937_64 random(std::random_device{}());
        auto connection = operator_connection(shared_server(), options.schema);
        while (!stopping) {
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 4000));
            EXPECT_FALSE(
                connection->run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                " WHERE application_name = 'homing commit' AND state = 'active'",
                                {}, soon()));
        }
    });
    run_writers(*store, belief, [&] { return belief.ambiguous >= kWanted; });
    stopping = true;
    killer.join();
    check_belief(*store, belief);
    EXPECT_GE(belief.ambiguous, kWanted);
    std::cout << belief.ambiguous << " ambiguous commits, " << belief.found << " of them done; "
              << belief.done.size() << " payments, " << belief.never.size() << " given up\n";
}

TEST(PostgresAmbiguity, a_server_that_falls_and_rises_keeps_every_acknowledged_commit) {
    Result<std::unique_ptr<PostgresServer>> server =
        PostgresServer::start(PostgresServer::Place::kMemory, true);
    ASSERT_TRUE(server) << server.error().message;
    PostgresOptions options = fresh_options(**server);
    options.allow_unsafe_server = false;
    const auto store = open_or_fail(options);
    ASSERT_NE(store, nullptr);
    Belief belief;
    std::atomic<bool> stopping = false;
    std::thread writers([&] { run_writers(*store, belief, [&] { return stopping.load(); }); });
    // On this thread: the server dies with the one that started it.
    for (int i = 0; i < 4; ++i) {
        std::this_thread::sleep_for(300ms);
        (*server)->stop_immediately();
        std::this_thread::sleep_for(50ms);
        const Result<void> up = (*server)->start_again();
        EXPECT_TRUE(up) << up.error().message;
    }
    std::this_thread::sleep_for(200ms);
    stopping = true;
    writers.join();
    check_belief(*store, belief);
    EXPECT_GT(belief.done.size(), 0u);
    std::cout << belief.ambiguous << " ambiguous commits, " << belief.found << " of them done; "
              << belief.done.size() << " payments\n";
}

}  // namespace

}  // namespace homing
