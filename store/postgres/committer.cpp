#include "store/postgres/committer.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "store/commit_plan.h"
#include "store/postgres/layout.h"
#include "store/postgres/lists.h"
#include "store/postgres/reads.h"
#include "store/system_rows.h"
#include "store/tables.h"

namespace homing::postgres {

namespace {

using std::chrono::milliseconds;

constexpr const char* kSettle = "SELECT settle_1($1)";

bool is_ack(const std::string& key) {
    return key.front() == static_cast<char>(TableTag::kOutboxAck);
}

// Sorts a commit's rows by what is expected of them. The commit's form was checked.
class Arranger {
  public:
    explicit Arranger(const Commit& commit) {
        for (const Expect& expect : commit.expects) expect_version(expect);
        for (const Put& put : commit.puts) add_put(put);
        for (const std::string& key : commit.dels) add_delete(key);
        for (const OutboxMessage& message : commit.outbox) add_message(message);
        for (const auto& [key, version] : expected_) check(key, to_bigint(version));
        rows_.leaves = pack(commit.audit);
    }

    CommitRows take(const std::vector<std::string>& changed) && {
        rows_.keys = pack(changed);
        return std::move(rows_);
    }

  private:
    void check(const std::string& key, std::int64_t version) {
        rows_.check_keys.push_back(key);
        rows_.check_versions.push_back(version);
    }

    // Two expectations of one key that differ cannot both hold; the server finds the wrong one.
    void expect_version(const Expect& expect) {
        const auto [known, is_new] = expected_.emplace(expect.key, expect.version);
        if (!is_new && known->second != expect.version)
            check(expect.key, to_bigint(expect.version));
    }

    void add_put(const Put& put) {
        const auto expect = expected_.find(put.key);
        std::string value = to_column(put.key, put.schema, put.body);
        if (expect == expected_.end()) {
            rows_.upsert_keys.push_back(put.key);
            rows_.upsert_values.push_back(std::move(value));
        } else if (expect->second == 0) {
            rows_.insert_keys.push_back(put.key);
            rows_.insert_values.push_back(std::move(value));
        } else {
            rows_.update_keys.push_back(put.key);
            rows_.update_versions.push_back(to_bigint(expect->second));
            rows_.update_values.push_back(std::move(value));
        }
        if (expect != expected_.end()) expected_.erase(expect);
        if (!is_ack(put.key)) return;
        const std::string_view message = std::string_view(put.key).substr(1);
        rows_.acked.push_back(std::move(system_key(SystemTag::kMessage).raw(message)).str());
    }

    void add_delete(const std::string& key) {
        const auto expect = expected_.find(key);
        if (expect == expected_.end() || expect->second == 0) {
            rows_.delete_keys.push_back(key);
            return;
        }
        rows_.drop_keys.push_back(key);
        rows_.drop_versions.push_back(to_bigint(expect->second));
        expected_.erase(expect);
    }

    // A message's row is inserted like any other, so that its key is used once.
    void add_message(const OutboxMessage& message) {
        std::string key = message_row_key(message.key);
        if (!messages_.insert(key).second) {
            check(key, -1);
            return;
        }
        // Its place in the outbox is the table's business; here it is its number in the commit.
        std::string position;
        append_big_endian<std::uint64_t>(position, 0);
        append_big_endian(position, static_cast<std::uint32_t>(rows_.message_rows.size()));
        rows_.insert_keys.push_back(key);
        rows_.insert_values.push_back(
            to_column(key, kSystemSchema, encode_message(position, message)));
        rows_.ack_rows.push_back(outbox_ack_key(message.key));
        rows_.message_rows.push_back(std::move(key));
    }

    CommitRows rows_;
    std::map<std::string, std::uint64_t> expected_;
    std::set<std::string> messages_;
};

// Waits a random while that doubles with each try; false when the deadline would pass.
bool back_off(int tries, Deadline deadline) {
    thread_local std::minstd_rand random{std::random_device{}()};
    const int most = 1 << std::min(tries, 7);
    const milliseconds pause{std::uniform_int_distribution<int>(0, most)(random)};
    if (std::chrono::steady_clock::now() + pause >= deadline) return false;
    std::this_thread::sleep_for(pause);
    return true;
}

CommitResult to_result(const Failure& failure) {
    const std::string message = "PostgreSQL: " + failure.message;
    if (failure.sqlstate == kConflictState) {
        const Result<Bytes> key = parse_hex(failure.detail);
        return {CommitOutcome::kConflict, "key " +
                                              (key ? show_key(as_text(*key)) : failure.detail) +
                                              " is at another version than expected"};
    }
    switch (failure.kind) {
        case FailureKind::kUnknown:
            return {CommitOutcome::kAmbiguous, message + "; the commit may or may not be done"};
        case FailureKind::kCorrupt:
            return {CommitOutcome::kCorrupt, message};
        case FailureKind::kRetry:
        case FailureKind::kRefused:
            break;
    }
    return {CommitOutcome::kUnavailable, message};
}

}  // namespace

CommitRows arrange(const Commit& commit, const std::vector<std::string>& changed) {
    return Arranger(commit).take(changed);
}

Parameters to_parameters(const OpId& op_id, std::int64_t bar, const CommitRows& rows) {
    Parameters parameters;
    parameters.add(as_text(op_id.bytes)).add(bar);
    parameters.add(rows.check_keys).add(rows.check_versions);
    parameters.add(rows.insert_keys).add(rows.insert_values);
    parameters.add(rows.update_keys).add(rows.update_versions).add(rows.update_values);
    parameters.add(rows.upsert_keys).add(rows.upsert_values);
    parameters.add(rows.drop_keys).add(rows.drop_versions).add(rows.delete_keys);
    parameters.add(rows.message_rows).add(rows.ack_rows).add(rows.acked);
    parameters.add(std::string_view(rows.keys)).add(std::string_view(rows.leaves));
    return parameters;
}

CommitResult apply(Pool& pool, const Commit& commit, milliseconds timeout) {
    const Deadline deadline = std::chrono::steady_clock::now() + timeout;
    const Result<std::vector<std::string>> changed = check_commit(commit);
    if (!changed) return {CommitOutcome::kInvalid, changed.error().message};
    const CommitRows rows = arrange(commit, *changed);
    std::int64_t bar = 0;
    for (int tries = 0;; ++tries) {
        Result<Lease> connection = pool.take(deadline);
        if (!connection) return {CommitOutcome::kUnavailable, connection.error().message};
        CommitStatus status = CommitStatus::kDone;
        const std::optional<Failure> failure =
            (*connection)
                ->run(kCommitCall, to_parameters(commit.op_id, bar, rows), deadline + kGrace,
                      [&](const Row& row) {
                          status = static_cast<CommitStatus>(row.number(0));
                          if (status == CommitStatus::kBarred) bar = row.number(1);
                      });
        if (!failure && status == CommitStatus::kBarred) {
            // Told no before we began: the caller commits afresh. Told no since: that must hold.
            if (tries == 0) continue;
            return {CommitOutcome::kUnavailable, "PostgreSQL: op " + commit.op_id.str() +
                                                     " was looked up meanwhile and found absent"};
        }
        if (!failure) return {CommitOutcome::kOk, "", status == CommitStatus::kRepeated};
        if (failure->kind != FailureKind::kRetry) return to_result(*failure);
        if (!back_off(tries, deadline)) return to_result(*failure);
    }
}

Result<bool> settle(Pool& pool, const OpId& op_id, milliseconds timeout) {
    const Deadline deadline = std::chrono::steady_clock::now() + timeout;
    for (int tries = 0;; ++tries) {
        Result<Lease> connection = pool.take(deadline);
        if (!connection) return connection.error();
        bool done = false;
        const std::optional<Failure> failure =
            (*connection)
                ->run(kSettle, Parameters().add(as_text(op_id.bytes)), deadline + kGrace,
                      [&](const Row& row) { done = row.number(0) == 1; });
        if (!failure) return done;
        if (failure->kind != FailureKind::kRetry) return to_error(*failure);
        if (!back_off(tries, deadline)) return to_error(*failure);
    }
}

}  // namespace homing::postgres
