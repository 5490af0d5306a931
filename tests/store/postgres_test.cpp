#include "store/tables.h"
#include "tests/store/postgres_fixture.h"

namespace homing {

namespace {

const std::string kKey = "\x30row";

Commit put_commit(std::uint64_t number, const std::string& key, const std::string& body) {
    Commit commit;
    commit.op_id = numbered_op(number);
    commit.puts.push_back({key, 7, body});
    return commit;
}

TEST(PostgresStore, creates_its_schema_once_and_keeps_its_id) {
    PostgresOptions options = fresh_options();
    const StoreId id = open_or_fail(options)->id();
    EXPECT_FALSE(id.empty());
    EXPECT_EQ(open_or_fail(options)->id(), id);
    options.id = id;
    EXPECT_EQ(open_or_fail(options)->id(), id);
}

TEST(PostgresStore, may_be_created_by_many_processes_at_once) {
    const PostgresOptions options = fresh_options();
    std::vector<std::future<StoreId>> ids;
    for (int i = 0; i < 6; ++i) {
        ids.push_back(std::async(std::launch::async, [&] { return open_or_fail(options)->id(); }));
    }
    const StoreId first = ids.front().get();
    for (std::size_t i = 1; i < ids.size(); ++i) EXPECT_EQ(ids[i].get(), first);
}

TEST(PostgresStore, refuses_a_foreign_store) {
    PostgresOptions options = fresh_options();
    const StoreId id = open_or_fail(options)->id();
    options.id = StoreId();
    options.id->bytes.fill(9);
    const auto refused = open_postgres_store(options);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::kInvalid);
    EXPECT_NE(refused.error().message.find(id.str()), std::string::npos);
}

TEST(PostgresStore, refuses_a_newer_layout) {
    const PostgresOptions options = fresh_options();
    open_or_fail(options);
    auto connection = operator_connection(shared_server(), options.schema);
    ASSERT_FALSE(connection->run_script("UPDATE layout SET number = 2", soon()));
    const auto refused = open_postgres_store(options);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::kInvalid);
    EXPECT_NE(refused.error().message.find("newer"), std::string::npos);
}

TEST(PostgresStore, refuses_a_server_that_does_not_sync) {
    PostgresOptions options = fresh_options();
    options.allow_unsafe_server = false;
    const auto refused = open_postgres_store(options);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("fsync = off"), std::string::npos);
}

TEST(PostgresStore, refuses_a_schema_name_that_is_not_a_plain_word) {
    PostgresOptions options = fresh_options();
    for (const std::string name : {"", "a b", "A", "a;drop", "1a", "a\"b"}) {
        options.schema = name;
        const auto refused = open_postgres_store(options);
        ASSERT_FALSE(refused) << name;
        EXPECT_EQ(refused.error().code, Code::kInvalid);
    }
}

TEST(PostgresStore, says_so_when_there_is_no_server) {
    PostgresOptions options = fresh_options();
    options.conninfo = "host=/nowhere user=homing dbname=postgres";
    const auto refused = open_postgres_store(options);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::kUnavailable);
}

TEST(PostgresStore, counts_versions_up_on_the_server) {
    const auto store = open_or_fail(fresh_options());
    for (std::uint64_t i = 1; i <= 3; ++i) {
        ASSERT_TRUE(store->commit(put_commit(i, kKey, "body")).ok());
        EXPECT_EQ(store->get(kKey)->value(), (Stored{"body", i}));
    }
}

TEST(PostgresStore, takes_bytes_of_every_value) {
    const auto store = open_or_fail(fresh_options());
    std::string all;
    for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
    ASSERT_TRUE(store->commit(put_commit(1, "\x30" + all, all)).ok());
    EXPECT_EQ(store->get("\x30" + all)->value().body, all);
    EXPECT_EQ(store->scan("\x30", "", 10)->front().key, "\x30" + all);
}

TEST(PostgresStore, finds_a_value_under_a_wrong_key_or_with_a_turned_bit) {
    const PostgresOptions options = fresh_options();
    const auto store = open_or_fail(options);
    ASSERT_TRUE(store->commit(put_commit(1, kKey, "body")).ok());
    auto connection = operator_connection(shared_server(), options.schema);
    ASSERT_FALSE(connection->run_script(
        "INSERT INTO kv SELECT key || '\\x01', value, 1 FROM kv WHERE key >= '\\x30';"
        "UPDATE kv SET value = set_bit(value, 90, 1 - get_bit(value, 90)) WHERE key = "
        "'\\x30726f77'",
        soon()));
    for (const std::string& key : {kKey, kKey + "\x01"}) {
        const auto read = store->get(key);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, Code::kCorrupt);
    }
    EXPECT_EQ(store->scan(kKey, "", 10).error().code, Code::kCorrupt);
    EXPECT_EQ(store->multi_get({kKey}).error().code, Code::kCorrupt);
}

TEST(PostgresStore, keeps_the_order_in_which_dependent_commits_were_submitted) {
    const auto store = open_or_fail(fresh_options());
    std::vector<std::future<CommitResult>> answers;
    constexpr std::uint64_t kCommits = 200;
    for (std::uint64_t i = 0; i < kCommits; ++i) {
        Commit commit = put_commit(i + 1, kKey, std::to_string(i));
        commit.expects.push_back({kKey, i});
        answers.push_back(store->submit(std::move(commit)));
    }
    for (auto& answer : answers) {
        const CommitResult result = answer.get();
        EXPECT_TRUE(result.ok()) << result.message;
    }
    EXPECT_EQ(store->get(kKey)->value().version, kCommits);
    const auto changes = store->changes(0, 1000);
    ASSERT_TRUE(changes);
    ASSERT_EQ(changes->size(), kCommits);
    for (std::uint64_t i = 0; i < kCommits; ++i) {
        EXPECT_EQ((*changes)[i].sequence, i + 1);
        EXPECT_EQ((*changes)[i].op_id, numbered_op(i + 1));
    }
}

TEST(PostgresStore, answers_no_once_and_for_all) {
    const auto store = open_or_fail(fresh_options());
    EXPECT_FALSE(*store->find_commit(numbered_op(1)));
    EXPECT_FALSE(*store->find_commit(numbered_op(1)));
    // Who was told no may commit afresh.
    ASSERT_TRUE(store->commit(put_commit(1, kKey, "x")).ok());
    EXPECT_TRUE(*store->find_commit(numbered_op(1)));
    const CommitResult again = store->commit(put_commit(1, kKey, "y"));
    EXPECT_TRUE(again.ok() && again.repeated);
    EXPECT_EQ(store->get(kKey)->value(), (Stored{"x", 1}));
}

TEST(PostgresStore, has_no_checkpoint) {
    const auto store = open_or_fail(fresh_options());
    EXPECT_EQ(store->checkpoint("/tmp/x").error().code, Code::kInvalid);
}

TEST(PostgresStore, leaves_nothing_of_a_failed_ingest) {
    const auto store = open_or_fail(fresh_options());
    ASSERT_TRUE(store
                    ->commit(put_commit(1,
                                        "\x30"
                                        "5",
                                        "live"))
                    .ok());
    const auto table = [](int count) {
        BulkTable bulk;
        bulk.schema = 3;
        bulk.next = [i = 0, count]() mutable -> std::optional<std::pair<std::string, std::string>> {
            if (i == count) return std::nullopt;
            std::string number(1, static_cast<char>('0' + i++));
            return std::pair{"\x30" + number, "bulk " + number};
        };
        return std::vector<BulkTable>{std::move(bulk)};
    };
    const auto refused = store->ingest("routes", table(8));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::kConflict);
    EXPECT_NE(refused.error().message.find("3035"), std::string::npos) << refused.error().message;
    EXPECT_EQ(store->scan("\x30", "", 100)->size(), 1u);
    const auto loaded = store->ingest("routes", table(5));
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(*loaded, 5u);
    EXPECT_EQ(store->scan("\x30", "", 100)->size(), 6u);
    EXPECT_EQ(store
                  ->get("\x30"
                        "3")
                  ->value(),
              (Stored{"bulk 3", 1}));
}

}  // namespace

}  // namespace homing
