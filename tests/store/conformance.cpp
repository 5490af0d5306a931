#include "tests/store/conformance.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "core/crypto/hash.h"
#include "store/merkle.h"
#include "store/tables.h"

namespace homing {

BulkTable bulk(std::vector<std::pair<std::string, std::string>> entries) {
    auto list = std::make_shared<decltype(entries)>(std::move(entries));
    auto next = std::make_shared<std::size_t>(0);
    return {1, [list, next]() -> std::optional<std::pair<std::string, std::string>> {
                if (*next == list->size()) return std::nullopt;
                return (*list)[(*next)++];
            }};
}

namespace {

// "body@version", or "-" when there is no such row.
std::string shown(const Reader& reader, const std::string& name) {
    const Result<std::optional<Stored>> row = reader.get(key(name));
    if (!row) return "error: " + row.error().message;
    return *row ? (*row)->body + "@" + std::to_string((*row)->version) : "-";
}

std::string listed(const Result<std::vector<KeyValue>>& rows) {
    if (!rows) return "error: " + rows.error().message;
    std::string text;
    for (const KeyValue& row : *rows) text += row.key.substr(1) + "=" + row.value.body + " ";
    return text;
}

OutboxMessage message(const std::string& message_key) {
    OutboxMessage message;
    message.key = message_key;
    message.body = "{}";
    return message;
}

std::string outbox_keys(const Store& store, std::size_t limit = 100) {
    const Result<std::vector<OutboxMessage>> messages = store.outbox(limit);
    if (!messages) return "error: " + messages.error().message;
    std::string keys;
    for (const OutboxMessage& each : *messages) keys += each.key + " ";
    return keys;
}

TEST_P(StoreConformance, knows_its_id) {
    EXPECT_EQ(store().id(), id_);
}

TEST_P(StoreConformance, an_empty_store_has_no_changes_log_or_outbox) {
    EXPECT_TRUE(store().changes(0, 10)->empty());
    EXPECT_TRUE(store().outbox(10)->empty());
    const LogHead head = *store().log_head();
    EXPECT_EQ(head.size, 0u);
    EXPECT_EQ(head.root.str(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_FALSE(*store().find_commit(op(1)));
    EXPECT_EQ(shown(store(), "a"), "-");
}

TEST_P(StoreConformance, versions_rise_by_one_a_write_and_start_again_after_a_delete) {
    ASSERT_TRUE(store().commit(put(1, "a", "one")).ok());
    EXPECT_EQ(shown(store(), "a"), "one@1");
    ASSERT_TRUE(store().commit(put(2, "a", "two")).ok());
    EXPECT_EQ(shown(store(), "a"), "two@2");
    Commit del{.op_id = op(3)};
    del.dels = {key("a")};
    ASSERT_TRUE(store().commit(del).ok());
    EXPECT_EQ(shown(store(), "a"), "-");
    ASSERT_TRUE(store().commit(put(4, "a", "three")).ok());
    EXPECT_EQ(shown(store(), "a"), "three@1");
}

TEST_P(StoreConformance, bodies_are_kept_byte_for_byte) {
    std::string all;
    for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
    for (const std::string& body : {std::string(), all, std::string(100'000, 'x')}) {
        ASSERT_TRUE(store().commit(put(body.size() + 1, "k" + all, body)).ok());
        const auto row = store().get(key("k" + all));
        ASSERT_TRUE(row && *row);
        EXPECT_EQ((*row)->body, body);
    }
}

TEST_P(StoreConformance, deleting_what_is_not_there_changes_nothing) {
    Commit del{.op_id = op(1)};
    del.dels = {key("nothing")};
    EXPECT_TRUE(store().commit(del).ok());
    EXPECT_EQ(shown(store(), "nothing"), "-");
}

TEST_P(StoreConformance, an_expectation_that_fails_is_a_conflict_that_names_the_key) {
    ASSERT_TRUE(store().commit(put(1, "a", "one")).ok());
    struct Row {
        const char* name;
        std::uint64_t version;
        bool holds;
    };
    std::uint64_t number = 10;
    for (const Row& row : {Row{"a", 1, true}, Row{"a", 0, false}, Row{"a", 2, false},
                           Row{"b", 0, true}, Row{"b", 1, false}}) {
        Commit commit = put(++number, "other", "x");
        commit.expects.push_back({key(row.name), row.version});
        commit.audit.push_back("{}");
        commit.outbox.push_back(message("m" + std::to_string(number)));
        const CommitResult result = store().commit(commit);
        EXPECT_EQ(result.outcome, row.holds ? CommitOutcome::kOk : CommitOutcome::kConflict);
        EXPECT_EQ(*store().find_commit(op(number)), row.holds);
        EXPECT_EQ(result.message.find("key 30") == std::string::npos, row.holds);
    }
    home_->settle();
    EXPECT_EQ(shown(store(), "other"), "x@2");
    EXPECT_EQ(store().log_head()->size, 2u);
    EXPECT_EQ(outbox_keys(store()), "m11 m14 ");
    EXPECT_EQ(store().changes(0, 100)->size(), 3u);
}

TEST_P(StoreConformance, a_repeated_op_id_answers_ok_and_changes_nothing) {
    Commit first = put(1, "a", "one");
    first.expects.push_back({key("a"), 0});
    first.audit.push_back("{\"n\":1}");
    first.outbox.push_back(message("m"));
    const CommitResult done = store().commit(first);
    ASSERT_TRUE(done.ok());
    EXPECT_FALSE(done.repeated);
    ASSERT_TRUE(store().commit(put(2, "b", "between")).ok());
    const CommitResult again = store().commit(first);
    EXPECT_TRUE(again.ok());
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.sequence, done.sequence);
    home_->settle();
    EXPECT_EQ(shown(store(), "a"), "one@1");
    EXPECT_EQ(store().log_head()->size, 1u);
    EXPECT_EQ(store().changes(0, 10)->size(), 2u);
}

TEST_P(StoreConformance, a_commit_that_no_store_would_take_is_invalid) {
    Commit twice = put(1, "a", "x");
    twice.dels.push_back(key("a"));
    Commit no_op = put(1, "a", "x");
    no_op.op_id = OpId();
    Commit empty_key = put(1, "a", "x");
    empty_key.puts[0].key.clear();
    Commit system_key = put(1, "a", "x");
    system_key.puts[0].key = "\xf0\x01";
    Commit meta_key = put(1, "a", "x");
    meta_key.puts[0].key = "\x01store_id";
    Commit long_key = put(1, std::string(4096, 'k'), "x");
    Commit long_body = put(1, "a", std::string((16u << 20) + 1, 'x'));
    Commit empty_audit = put(1, "a", "x");
    empty_audit.audit.push_back("");
    Commit no_message_key = put(1, "a", "x");
    no_message_key.outbox.push_back(message(""));
    for (const Commit& commit : {twice, no_op, empty_key, system_key, meta_key, long_key, long_body,
                                 empty_audit, no_message_key}) {
        const CommitResult result = store().commit(commit);
        EXPECT_EQ(result.outcome, CommitOutcome::kInvalid);
        EXPECT_FALSE(result.message.empty());
    }
    EXPECT_TRUE(store().changes(0, 10)->empty());
}

TEST_P(StoreConformance, multi_get_answers_in_the_order_asked) {
    ASSERT_TRUE(store().commit(put(1, "a", "A")).ok());
    ASSERT_TRUE(store().commit(put(2, "b", "B")).ok());
    const auto rows = store().multi_get({key("b"), key("x"), key("a"), key("b")});
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 4u);
    EXPECT_EQ((*rows)[0]->body, "B");
    EXPECT_FALSE((*rows)[1]);
    EXPECT_EQ((*rows)[2]->body, "A");
    EXPECT_EQ((*rows)[3]->body, "B");
    EXPECT_TRUE(store().multi_get({})->empty());
}

TEST_P(StoreConformance, scan_pages_in_byte_order_under_the_prefix) {
    Commit commit{.op_id = op(1)};
    for (const char* name : {"b", "a", "ab", "a\x7f", "a\x80", "a\xff", "aa"}) {
        commit.puts.push_back({key(name), 1, "v"});
    }
    commit.puts.push_back({"\x31", 1, "next table"});
    commit.puts.push_back({std::string("\x30\x61\x00", 3), 1, "zero"});
    ASSERT_TRUE(store().commit(commit).ok());
    const std::string zero("a\0", 2);
    EXPECT_EQ(listed(store().scan(key("a"), "", 100)),
              "a=v " + zero + "=zero aa=v ab=v a\x7f=v a\x80=v a\xff=v ");
    EXPECT_EQ(listed(store().scan(key("a"), "", 2)), "a=v " + zero + "=zero ");
    EXPECT_EQ(listed(store().scan(key("a"), key(zero), 2)), "aa=v ab=v ");
    EXPECT_EQ(listed(store().scan(key("a"), key("aaa"), 1)), "ab=v ");
    EXPECT_EQ(listed(store().scan(key("a"), key("a\xff"), 9)), "");
    EXPECT_EQ(listed(store().scan(key("a"), key("b"), 9)), "");
    EXPECT_EQ(listed(store().scan(key("a\xff"), "", 9)), "a\xff=v ");
    EXPECT_EQ(listed(store().scan("\x31", "", 9)), "=next table ");
    EXPECT_EQ(listed(store().scan(key("a"), "", 0)), "");
}

TEST_P(StoreConformance, a_snapshot_stays_at_its_moment) {
    ASSERT_TRUE(store().commit(put(1, "a", "old")).ok());
    ASSERT_TRUE(store().commit(put(2, "gone", "here")).ok());
    const auto snapshot = store().snapshot();
    ASSERT_TRUE(snapshot);
    Commit commit = put(3, "a", "new");
    commit.puts.push_back({key("b"), 1, "b"});
    commit.dels.push_back(key("gone"));
    ASSERT_TRUE(store().commit(commit).ok());
    const Reader& then = **snapshot;
    EXPECT_EQ(shown(then, "a"), "old@1");
    EXPECT_EQ(shown(then, "b"), "-");
    EXPECT_EQ(shown(then, "gone"), "here@1");
    EXPECT_EQ(listed(then.scan(key(""), "", 10)), "a=old gone=here ");
    EXPECT_EQ((*then.multi_get({key("a")}))[0]->version, 1u);
    EXPECT_EQ(listed(store().scan(key(""), "", 10)), "a=new b=b ");
}

TEST_P(StoreConformance, changes_are_numbered_without_gaps_and_name_their_keys) {
    Commit first = put(1, "b", "x");
    first.puts.push_back({key("a"), 1, "x"});
    expect_number(store().commit(first), 1);
    Commit second{.op_id = op(2)};
    second.dels = {key("a")};
    expect_number(store().commit(second), 2);
    Commit third{.op_id = op(3)};
    third.audit = {"{}"};
    expect_number(store().commit(third), 3);

    const auto all = store().changes(0, 10);
    ASSERT_TRUE(all);
    ASSERT_EQ(all->size(), 3u);
    EXPECT_EQ((*all)[0].sequence, 1u);
    EXPECT_EQ((*all)[0].op_id, op(1));
    EXPECT_EQ((*all)[0].keys, (std::vector<std::string>{key("a"), key("b")}));
    EXPECT_EQ((*all)[1].keys, (std::vector<std::string>{key("a")}));
    EXPECT_TRUE((*all)[2].keys.empty());
    EXPECT_EQ(store().changes(1, 1)->front().sequence, 2u);
    EXPECT_TRUE(store().changes(3, 10)->empty());
}

TEST_P(StoreConformance, the_audit_log_is_the_merkle_tree_over_its_entries) {
    std::vector<std::string> entries;
    std::vector<LogHead> heads;
    for (std::uint64_t number = 1; number <= 12; ++number) {
        Commit commit{.op_id = op(number)};
        for (std::uint64_t i = 0; i < number % 4; ++i) {
            commit.audit.push_back("{\"entry\":" + std::to_string(entries.size()) + "}");
            entries.push_back(commit.audit.back());
        }
        ASSERT_TRUE(store().commit(commit).ok());
        home_->settle();
        heads.push_back(*store().log_head());
        ASSERT_EQ(heads.back().size, entries.size());
    }
    EXPECT_EQ(*store().log_entries(0, 1000), entries);
    EXPECT_EQ(*store().log_entries(3, 2), (std::vector<std::string>{entries[3], entries[4]}));
    EXPECT_TRUE(store().log_entries(entries.size(), 10)->empty());
    for (const LogHead& head : heads) {
        for (std::uint64_t index = 0; index < head.size; ++index) {
            const auto proof = store().inclusion_proof(index, head.size);
            ASSERT_TRUE(proof);
            EXPECT_TRUE(
                verify_inclusion(merkle_leaf(entries[index]), index, head.size, *proof, head.root));
        }
        if (head.size == 0) continue;
        const auto proof = store().consistency_proof(head.size, heads.back().size);
        ASSERT_TRUE(proof);
        EXPECT_TRUE(
            verify_consistency(head.size, head.root, heads.back().size, heads.back().root, *proof));
    }
    const std::uint64_t size = entries.size();
    EXPECT_EQ(store().inclusion_proof(size, size).error().code, Code::kInvalid);
    EXPECT_EQ(store().inclusion_proof(0, size + 1).error().code, Code::kInvalid);
    EXPECT_EQ(store().consistency_proof(0, size).error().code, Code::kInvalid);
    EXPECT_EQ(store().consistency_proof(1, size + 1).error().code, Code::kInvalid);
}

TEST_P(StoreConformance, the_outbox_holds_messages_until_they_are_acknowledged) {
    Commit first{.op_id = op(1)};
    first.outbox = {message("z"), message("a")};
    ASSERT_TRUE(store().commit(first).ok());
    Commit second{.op_id = op(2)};
    second.outbox = {message("m")};
    ASSERT_TRUE(store().commit(second).ok());
    EXPECT_EQ(outbox_keys(store()), "z a m ");
    EXPECT_EQ(outbox_keys(store(), 2), "z a ");

    CommitBuilder acknowledge(op(3));
    acknowledge.insert(OutboxAck{"a", "their id", Time{}});
    acknowledge.insert(OutboxAck{"before it was sent", "", Time{}});
    ASSERT_TRUE(store().commit(std::move(acknowledge).take()).ok());
    EXPECT_EQ(outbox_keys(store()), "z m ");

    Commit late{.op_id = op(4)};
    late.outbox = {message("before it was sent")};
    ASSERT_TRUE(store().commit(late).ok());
    EXPECT_EQ(outbox_keys(store()), "z m ");
}

TEST_P(StoreConformance, an_outbox_key_is_used_once_even_after_its_acknowledgement) {
    Commit first{.op_id = op(1)};
    first.outbox = {message("once")};
    ASSERT_TRUE(store().commit(first).ok());
    Commit again = put(2, "a", "x");
    again.outbox = {message("once")};
    EXPECT_EQ(store().commit(again).outcome, CommitOutcome::kConflict);
    CommitBuilder acknowledge(op(3));
    acknowledge.insert(OutboxAck{"once", "", Time{}});
    ASSERT_TRUE(store().commit(std::move(acknowledge).take()).ok());
    EXPECT_EQ(store().commit(again).outcome, CommitOutcome::kConflict);
    Commit twice{.op_id = op(4)};
    twice.outbox = {message("two"), message("two")};
    EXPECT_EQ(store().commit(twice).outcome, CommitOutcome::kConflict);
    Commit take_back{.op_id = op(5)};
    take_back.dels = {outbox_ack_key("once")};
    EXPECT_EQ(store().commit(take_back).outcome, CommitOutcome::kInvalid);
    EXPECT_EQ(shown(store(), "a"), "-");
    EXPECT_EQ(outbox_keys(store()), "");
}

TEST_P(StoreConformance, an_ingest_is_one_change_with_all_its_entries) {
    ASSERT_TRUE(store().commit(put(1, "a", "live")).ok());
    const auto before = store().snapshot();
    std::vector<std::pair<std::string, std::string>> first;
    std::vector<std::pair<std::string, std::string>> second;
    for (int i = 0; i < 2000; ++i) {
        const std::string number = std::to_string(10'000 + i);
        first.push_back({"\x12" + number, "route " + number});
        second.push_back({"\x60" + number, ""});
    }
    const auto loaded = store().ingest("routes", {bulk(first), bulk(second), bulk({})});
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(*loaded, 4000u);
    EXPECT_EQ(store().scan("\x12", "", 5000)->size(), 2000u);
    EXPECT_EQ((*store().get("\x12"
                            "10007"))
                  ->body,
              "route 10007");
    EXPECT_EQ((*store().get("\x12"
                            "10007"))
                  ->version,
              1u);
    EXPECT_TRUE((*before)->scan("\x12", "", 10)->empty());
    const auto changes = store().changes(1, 10);
    ASSERT_TRUE(changes);
    ASSERT_EQ(changes->size(), 1u);
    EXPECT_EQ(changes->front().sequence, 2u);
    EXPECT_TRUE(*store().find_commit(changes->front().op_id));

    // Life goes on over loaded rows, and a second load may follow.
    Commit over = put(3, "b", "x");
    over.puts.push_back(
        {"\x12"
         "10007",
         1, "changed"});
    over.expects.push_back(
        {"\x12"
         "10007",
         1});
    expect_number(store().commit(over), 3);
    EXPECT_EQ(*store().ingest("routes", {bulk({{"\x12"
                                                "99999",
                                                "more"}})}),
              1u);
    EXPECT_EQ(store().changes(0, 10)->size(), 4u);
}

TEST_P(StoreConformance, an_ingest_that_cannot_be_whole_loads_nothing) {
    ASSERT_TRUE(store().commit(put(1, "m", "live")).ok());
    struct Row {
        std::vector<std::pair<std::string, std::string>> entries;
        Code code;
    };
    const std::vector<Row> rows{
        {{{key("b"), "x"}, {key("a"), "x"}}, Code::kConflict},
        {{{key("a"), "x"}, {key("a"), "x"}}, Code::kConflict},
        {{{key("a"), "x"}, {key("m"), "x"}, {key("z"), "x"}}, Code::kConflict},
        {{{key("a"), "x"}, {"\xf0\x01", "x"}}, Code::kInvalid},
        {{{"\x01layout", "x"}}, Code::kInvalid},
        {{{key("a"), std::string((16u << 20) + 1, 'x')}}, Code::kInvalid}};
    for (const Row& row : rows) {
        const auto loaded = store().ingest("bad", {bulk({{"\x12x", "x"}}), bulk(row.entries)});
        ASSERT_FALSE(loaded);
        EXPECT_EQ(loaded.error().code, row.code) << loaded.error().message;
    }
    EXPECT_TRUE(store().scan("\x12", "", 10)->empty());
    EXPECT_EQ(listed(store().scan(key(""), "", 10)), "m=live ");
    EXPECT_EQ(store().changes(0, 10)->size(), 1u);
}

TEST_P(StoreConformance, an_ingest_sees_a_key_that_a_commit_wrote_meanwhile) {
    std::vector<std::string> names;
    for (int i = 0; i < 100; ++i) names.push_back(std::to_string(1000 + i));
    std::size_t given = 0;
    BulkTable table{1, [&]() -> std::optional<std::pair<std::string, std::string>> {
                        if (given == 50) {
                            EXPECT_TRUE(store().commit(put(1, names[10], "first")).ok());
                        }
                        if (given == names.size()) return std::nullopt;
                        return std::pair(key(names[given++]), std::string("loaded"));
                    }};
    const auto loaded = store().ingest("late", {std::move(table)});
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, Code::kConflict);
    EXPECT_EQ(listed(store().scan(key(""), "", 10)), names[10] + "=first ");
}

TEST_P(StoreConformance, of_many_who_raise_one_version_each_round_has_one_winner) {
    constexpr int kThreads = 8;
    constexpr int kRounds = 25;
    ASSERT_TRUE(store().commit(put(1, "counter", "0")).ok());
    std::atomic<std::uint64_t> number{100};
    std::atomic<int> wins{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&] {
            for (int won = 0; won < kRounds;) {
                const auto row = store().get(key("counter"));
                ASSERT_TRUE(row && *row);
                Commit commit =
                    put(++number, "counter", std::to_string(std::stoi((*row)->body) + 1));
                commit.expects.push_back({key("counter"), (*row)->version});
                commit.audit.push_back("{}");
                const CommitResult result = store().commit(commit);
                if (result.ok()) {
                    ++won;
                    ++wins;
                } else {
                    ASSERT_EQ(result.outcome, CommitOutcome::kConflict) << result.message;
                }
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    home_->settle();
    EXPECT_EQ(wins, kThreads * kRounds);
    EXPECT_EQ(shown(store(), "counter"), "200@201");
    EXPECT_EQ(store().log_head()->size, 200u);
    const auto changes = store().changes(0, 1000);
    ASSERT_EQ(changes->size(), 201u);
    for (std::size_t i = 0; i < changes->size(); ++i) EXPECT_EQ((*changes)[i].sequence, i + 1);
}

TEST_P(StoreConformance, commits_submitted_one_behind_the_other_build_on_each_other) {
    std::vector<std::future<CommitResult>> answers;
    for (std::uint64_t number = 1; number <= 300; ++number) {
        Commit commit = put(number, "chain", std::to_string(number));
        commit.expects.push_back({key("chain"), number - 1});
        answers.push_back(store().submit(std::move(commit)));
    }
    std::uint64_t sequence = 0;
    for (auto& answer : answers) {
        const CommitResult result = answer.get();
        ASSERT_TRUE(result.ok()) << result.message;
        expect_number(result, ++sequence);
    }
    EXPECT_EQ(shown(store(), "chain"), "300@300");
}

TEST_P(StoreConformance, the_same_op_id_from_many_threads_is_one_commit) {
    std::vector<std::thread> threads;
    std::atomic<int> first{0};
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            Commit commit = put(1, "a", "x");
            commit.audit.push_back("{}");
            const CommitResult result = store().commit(commit);
            ASSERT_TRUE(result.ok()) << result.message;
            if (!result.repeated) ++first;
        });
    }
    for (std::thread& thread : threads) thread.join();
    home_->settle();
    EXPECT_EQ(first, 1);
    EXPECT_EQ(shown(store(), "a"), "x@1");
    EXPECT_EQ(store().log_head()->size, 1u);
}

TEST_P(StoreConformance, what_was_answered_is_there_after_opening_again) {
    Commit commit = put(1, "a", "one");
    commit.audit = {"{\"a\":1}", "{\"b\":2}"};
    commit.outbox = {message("m")};
    ASSERT_TRUE(store().commit(commit).ok());
    ASSERT_TRUE(store().ingest("load", {bulk({{"\x12x", "x"}})}));
    home_->settle();
    const LogHead head = *store().log_head();
    if (!home_->reopen()) GTEST_SKIP() << "this store does not outlive its process";
    EXPECT_EQ(store().id(), id_);
    EXPECT_EQ(shown(store(), "a"), "one@1");
    EXPECT_EQ((*store().get("\x12x"))->body, "x");
    EXPECT_EQ(*store().log_head(), head);
    EXPECT_EQ(outbox_keys(store()), "m ");
    EXPECT_EQ(store().changes(0, 10)->size(), 2u);
    EXPECT_TRUE(store().commit(commit).repeated);
    expect_number(store().commit(put(2, "a", "two")), 3);
}

}  // namespace
}  // namespace homing
