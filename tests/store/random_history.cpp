#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>

#include "store/merkle.h"
#include "store/tables.h"
#include "tests/store/conformance.h"

// Random histories, run on the store and on the plainest possible model of it side by side.
namespace homing {
namespace {

// What store.h promises, written down without a thought for speed.
class Model {
  public:
    CommitOutcome commit(const Commit& commit) {
        if (ops_.contains(commit.op_id)) return CommitOutcome::kOk;
        for (const Expect& expect : commit.expects) {
            const auto row = rows.find(expect.key);
            if ((row == rows.end() ? 0 : row->second.version) != expect.version) {
                return CommitOutcome::kConflict;
            }
        }
        for (const OutboxMessage& message : commit.outbox) {
            if (sent_.contains(message.key)) return CommitOutcome::kConflict;
        }
        Change change{changes.size() + 1, commit.op_id, {}};
        for (const Put& put : commit.puts) {
            Stored& row = rows[put.key];
            row = {put.body, row.version + 1};
            change.keys.push_back(put.key);
        }
        for (const std::string& key : commit.dels) {
            rows.erase(key);
            change.keys.push_back(key);
        }
        std::sort(change.keys.begin(), change.keys.end());
        log.insert(log.end(), commit.audit.begin(), commit.audit.end());
        for (const OutboxMessage& message : commit.outbox) {
            sent_.insert(message.key);
            messages_.push_back(message);
        }
        ops_.insert(commit.op_id);
        changes.push_back(std::move(change));
        return CommitOutcome::kOk;
    }

    void ingest(const std::vector<std::pair<std::string, std::string>>& entries,
                const Change& change) {
        for (const auto& [key, body] : entries) rows[key] = {body, 1};
        changes.push_back(change);
    }

    std::vector<OutboxMessage> outbox() const {
        std::vector<OutboxMessage> open;
        for (const OutboxMessage& message : messages_) {
            if (!rows.contains(outbox_ack_key(message.key))) open.push_back(message);
        }
        return open;
    }

    Hash root(std::size_t from, std::size_t to) const {
        if (to - from == 1) return merkle_leaf(log[from]);
        std::size_t left = 1;
        while (left * 2 < to - from) left *= 2;
        return merkle_parent(root(from, from + left), root(from + left, to));
    }

    std::map<std::string, Stored> rows;
    std::vector<Change> changes;
    std::vector<std::string> log;

  private:
    std::set<OpId> ops_;
    std::set<std::string> sent_;
    std::vector<OutboxMessage> messages_;
};

class History {
  public:
    History(TestStore& home, std::uint64_t seed) : home_(home), random_(seed) {}

    void run(int steps) {
        for (int step = 0; step < steps && !testing::Test::HasFailure(); ++step) {
            switch (below(30)) {
                case 0:
                    ingest();
                    break;
                case 1:
                    look_back();
                    break;
                case 2:
                    scan();
                    break;
                case 3:
                    snapshot_.reset();
                    home_.reopen();
                    break;
                default:
                    commit();
            }
        }
        snapshot_.reset();
        compare();
        home_.reopen();
        compare();
    }

  private:
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    // From a small space, so that commits meet; some are prefixes of others.
    std::string any_key() {
        static const std::vector<std::string> kParts{"a", "b", std::string(1, '\0'), "\xff"};
        std::string name = below(2) ? "\x30" : "\x60";
        for (std::uint64_t length = below(4) + 1; length > 0; --length) name += kParts[below(4)];
        return name;
    }

    std::uint64_t version_of(const std::string& key) const {
        const auto row = model_.rows.find(key);
        return row == model_.rows.end() ? 0 : row->second.version;
    }

    Commit any_commit() {
        Commit commit;
        commit.op_id = op(next_op_++);
        std::set<std::string> used;
        for (std::uint64_t n = below(5); n > 0; --n) {
            const std::string key = any_key();
            if (!used.insert(key).second) continue;
            if (below(4) == 0) {
                commit.dels.push_back(key);
            } else {
                commit.puts.push_back({key, 1, std::string(below(50), 'v') + std::to_string(n)});
            }
        }
        for (std::uint64_t n = below(3); n > 0; --n) {
            const std::string key = any_key();
            const std::uint64_t off = below(10) == 0 ? 1 : 0;
            commit.expects.push_back({key, version_of(key) + off});
        }
        for (std::uint64_t n = below(3); n > 0; --n) {
            commit.audit.push_back("{\"leaf\":" + std::to_string(next_op_ * 10 + n) + "}");
        }
        if (below(4) == 0) {
            OutboxMessage message;
            message.key = "message " + std::to_string(below(40));
            message.body = std::to_string(next_op_);
            commit.outbox.push_back(std::move(message));
        }
        if (below(6) == 0) {
            const std::string message_key = "message " + std::to_string(below(40));
            commit.puts.push_back({outbox_ack_key(message_key), 1, "ack"});
        }
        return commit;
    }

    void commit() {
        if (!last_.op_id.empty() && below(10) == 0) return check(last_);  // again, changed or not
        last_ = any_commit();
        check(last_);
    }

    void check(const Commit& commit) {
        const std::size_t before = model_.changes.size();
        const CommitOutcome expected = model_.commit(commit);
        const CommitResult result = home_.store().commit(commit);
        ASSERT_EQ(result.outcome, expected) << result.message;
        if (expected != CommitOutcome::kOk) return;
        EXPECT_EQ(result.repeated, model_.changes.size() == before);
    }

    void ingest() {
        std::map<std::string, std::string> entries;
        for (std::uint64_t n = below(30); n > 0; --n) {
            const std::string key = "\x12" + any_key() + std::to_string(random_());
            entries[key] = std::to_string(n);
        }
        const std::vector<std::pair<std::string, std::string>> sorted(entries.begin(),
                                                                      entries.end());
        const auto loaded = home_.store().ingest("load", {bulk(sorted)});
        ASSERT_TRUE(loaded) << loaded.error().message;
        EXPECT_EQ(*loaded, sorted.size());
        const auto change = home_.store().changes(model_.changes.size(), 2);
        ASSERT_TRUE(change && change->size() == 1);
        model_.ingest(sorted, change->front());
        snapshot_.reset();
    }

    // Holds a snapshot for a while, and compares it with what the model was when it was taken.
    void look_back() {
        if (snapshot_) {
            for (int i = 0; i < 20; ++i) {
                const std::string key = any_key();
                const auto row = snapshot_->get(key);
                ASSERT_TRUE(row);
                const auto then = then_.find(key);
                ASSERT_EQ(row->has_value(), then != then_.end());
                if (*row) {
                    EXPECT_EQ(**row, then->second);
                }
            }
        }
        snapshot_.reset();
        if (below(2)) {
            auto taken = home_.store().snapshot();
            ASSERT_TRUE(taken);
            snapshot_ = std::move(*taken);
            then_ = model_.rows;
        }
    }

    void scan() {
        const std::string prefix = any_key().substr(0, below(3));
        const std::string after = below(2) ? any_key() : "";
        const std::size_t limit = below(10);
        const auto rows = home_.store().scan(prefix + "\x30", after, limit);
        ASSERT_TRUE(rows);
        std::vector<KeyValue> expected;
        for (const auto& [key, value] : model_.rows) {
            if (expected.size() < limit && key.starts_with(prefix + "\x30") && key > after) {
                expected.push_back({key, value});
            }
        }
        EXPECT_EQ(*rows, expected);
    }

    void compare() {
        Store& store = home_.store();
        home_.settle();
        std::vector<KeyValue> expected;
        for (const auto& [key, value] : model_.rows) expected.push_back({key, value});
        std::vector<KeyValue> found;
        for (const char* table : {"\x12", "\x30", "\x50", "\x60"}) {
            const auto rows = store.scan(table, "", SIZE_MAX);
            ASSERT_TRUE(rows);
            found.insert(found.end(), rows->begin(), rows->end());
        }
        EXPECT_EQ(found, expected);
        const auto changes = store.changes(0, SIZE_MAX);
        ASSERT_TRUE(changes);
        ASSERT_EQ(changes->size(), model_.changes.size());
        for (std::size_t i = 0; i < changes->size(); ++i) {
            EXPECT_EQ((*changes)[i].sequence, model_.changes[i].sequence);
            EXPECT_EQ((*changes)[i].op_id, model_.changes[i].op_id);
            EXPECT_EQ((*changes)[i].keys, model_.changes[i].keys);
        }
        EXPECT_EQ(*store.log_entries(0, SIZE_MAX), model_.log);
        const auto head = store.log_head();
        ASSERT_TRUE(head);
        EXPECT_EQ(head->size, model_.log.size());
        if (!model_.log.empty()) {
            EXPECT_EQ(head->root, model_.root(0, model_.log.size()));
        }
        EXPECT_EQ(*store.outbox(SIZE_MAX), model_.outbox());
    }

    TestStore& home_;
    std::mt19937_64 random_;
    Model model_;
    std::uint64_t next_op_ = 1;
    Commit last_;
    std::unique_ptr<Reader> snapshot_;
    std::map<std::string, Stored> then_;
};

std::vector<std::uint64_t> seeds() {
    if (const char* given = std::getenv("HOMING_SEED")) return {std::stoull(given)};
    return {1, 2, 3, std::random_device()()};
}

TEST_P(StoreConformance, random_histories_are_those_of_the_plain_model) {
    for (const std::uint64_t seed : seeds()) {
        std::cout << "HOMING_SEED=" << seed << " replays this history\n";
        SCOPED_TRACE(seed);
        home_.reset();
        home_ = GetParam().make(id_);
        ASSERT_NE(home_, nullptr);
        History(*home_, seed).run(300);
        if (HasFailure()) return;
    }
}

}  // namespace
}  // namespace homing
