#include "store/postgres/postgres_store.h"

#include <algorithm>

#include "store/merkle.h"
#include "store/postgres/commit_queue.h"
#include "store/postgres/committer.h"
#include "store/postgres/ingest.h"
#include "store/postgres/layout.h"
#include "store/postgres/log_reads.h"
#include "store/postgres/pool.h"
#include "store/postgres/reads.h"
#include "store/postgres/sealer.h"

namespace homing {

namespace {

using postgres::Connection;
using postgres::ConnectionOptions;
using postgres::Deadline;
using postgres::Lease;
using postgres::Pool;
using postgres::Role;

// Reads of one moment: a REPEATABLE READ statement block on a connection of its own.
class PostgresSnapshot : public Reader {
  public:
    PostgresSnapshot(Lease connection, std::chrono::milliseconds timeout)
        : timeout_(timeout), connection_(std::move(connection)) {}
    ~PostgresSnapshot() override {
        // A connection that cannot end its block is closed by the pool.
        (void)connection_->run_script("ROLLBACK", deadline());
    }

    // The first read, not BEGIN, is the moment.
    std::optional<postgres::Failure> begin() {
        if (auto failure = connection_->run_script("BEGIN", deadline())) return failure;
        return connection_->run("SELECT version FROM kv LIMIT 0", {}, deadline());
    }

    Result<std::optional<Stored>> get(std::string_view key) const override {
        const std::lock_guard lock(mutex_);
        return postgres::read_one(*connection_, key, deadline());
    }
    Result<std::vector<std::optional<Stored>>> multi_get(
        const std::vector<std::string>& keys) const override {
        const std::lock_guard lock(mutex_);
        return postgres::read_many(*connection_, keys, deadline());
    }
    Result<std::vector<KeyValue>> scan(std::string_view prefix, std::string_view after,
                                       std::size_t limit) const override {
        const std::lock_guard lock(mutex_);
        return postgres::read_range(*connection_, prefix, after, limit, deadline());
    }

  private:
    Deadline deadline() const { return std::chrono::steady_clock::now() + timeout_; }

    const std::chrono::milliseconds timeout_;
    mutable std::mutex mutex_;
    Lease connection_;
};

class PostgresStore : public Store {
  public:
    PostgresStore(const ConnectionOptions& connection, const PostgresOptions& options,
                  const StoreId& id)
        : timeout_(options.timeout),
          id_(id),
          commits_(connection, Role::kCommit, options.connections),
          lookups_(connection, Role::kCommit, options.connections),
          reads_(connection, Role::kRead, options.connections),
          snapshots_(connection, Role::kRead, options.snapshots),
          ingest_options_(connection),
          sealer_(connection),
          queue_(options.connections, [this](const Commit& commit) { return run(commit); }) {}

    std::future<CommitResult> submit(Commit commit) override {
        return queue_.submit(std::move(commit));
    }
    Result<bool> find_commit(const OpId& op_id) const override {
        return postgres::settle(lookups_, op_id, timeout_);
    }

    Result<std::optional<Stored>> get(std::string_view key) const override {
        return read([&](Connection& connection, Deadline deadline) {
            return postgres::read_one(connection, key, deadline);
        });
    }
    Result<std::vector<std::optional<Stored>>> multi_get(
        const std::vector<std::string>& keys) const override {
        return read([&](Connection& connection, Deadline deadline) {
            return postgres::read_many(connection, keys, deadline);
        });
    }
    Result<std::vector<KeyValue>> scan(std::string_view prefix, std::string_view after,
                                       std::size_t limit) const override {
        return read([&](Connection& connection, Deadline deadline) {
            return postgres::read_range(connection, prefix, after, limit, deadline);
        });
    }

    Result<std::unique_ptr<Reader>> snapshot() const override {
        Result<Lease> connection = snapshots_.take(from_now());
        if (!connection) return connection.error();
        auto snapshot = std::make_unique<PostgresSnapshot>(std::move(*connection), timeout_);
        if (auto failure = snapshot->begin()) return postgres::to_error(*failure);
        return std::unique_ptr<Reader>(std::move(snapshot));
    }

    Result<std::vector<Change>> changes(std::uint64_t after, std::size_t limit) const override {
        if (Result<void> sealed = sealer_.seal_now(); !sealed) return sealed.error();
        return read([&](Connection& connection, Deadline deadline) {
            return postgres::read_changes(connection, after, limit, deadline);
        });
    }

    Result<std::uint64_t> ingest(const std::string& generation,
                                 std::vector<BulkTable> tables) override {
        Result<std::uint64_t> number =
            postgres::ingest(ingest_options_, generation, std::move(tables));
        sealer_.poke();
        return number;
    }

    Result<LogHead> log_head() const override {
        if (Result<void> sealed = sealer_.seal_now(); !sealed) return sealed.error();
        return read([](Connection& connection, Deadline deadline) {
            return postgres::read_log_head(connection, deadline);
        });
    }
    Result<std::vector<std::string>> log_entries(std::uint64_t from,
                                                 std::size_t limit) const override {
        if (Result<void> sealed = sealer_.seal_now(); !sealed) return sealed.error();
        return read([&](Connection& connection, Deadline deadline) {
            return postgres::read_log_entries(connection, from, limit, deadline);
        });
    }
    Result<std::vector<Hash>> inclusion_proof(std::uint64_t index,
                                              std::uint64_t size) const override {
        return read([&](Connection& connection, Deadline deadline) {
            return postgres::read_inclusion_proof(connection, index, size, deadline);
        });
    }
    Result<std::vector<Hash>> consistency_proof(std::uint64_t from,
                                                std::uint64_t to) const override {
        return read([&](Connection& connection, Deadline deadline) {
            return postgres::read_consistency_proof(connection, from, to, deadline);
        });
    }

    Result<std::vector<OutboxMessage>> outbox(std::size_t limit) const override {
        return read([&](Connection& connection, Deadline deadline) {
            return postgres::read_outbox(connection, limit, deadline);
        });
    }

    StoreId id() const override { return id_; }

    Result<void> checkpoint(const std::string&) override {
        return invalid("a PostgreSQL store is copied by pg_basebackup, not by a checkpoint");
    }

  private:
    Deadline from_now() const { return std::chrono::steady_clock::now() + timeout_; }

    // Reads change nothing, so a connection that broke under one is replaced once.
    template <class Read>
    auto read(Read&& work) const -> decltype(work(std::declval<Connection&>(), Deadline())) {
        for (bool again = true;; again = false) {
            const Deadline deadline = from_now();
            Result<Lease> connection = reads_.take(deadline);
            if (!connection) return connection.error();
            auto answer = work(**connection, deadline);
            const bool broke =
                !answer && answer.error().code == Code::kUnavailable && !(*connection)->idle();
            if (!broke || !again) return answer;
        }
    }

    CommitResult run(const Commit& commit) {
        if (corrupt_) {
            return {CommitOutcome::kCorrupt,
                    "PostgreSQL: the server met damaged data earlier; this store takes no more "
                    "commits until it is opened again"};
        }
        CommitResult result = postgres::apply(commits_, commit, timeout_);
        if (result.outcome == CommitOutcome::kCorrupt) corrupt_ = true;
        if (result.ok()) sealer_.poke();
        return result;
    }

    const std::chrono::milliseconds timeout_;
    const StoreId id_;
    std::atomic<bool> corrupt_ = false;
    mutable Pool commits_;
    mutable Pool lookups_;  // find_commit must not wait behind commits
    mutable Pool reads_;
    mutable Pool snapshots_;
    const ConnectionOptions ingest_options_;
    mutable postgres::Sealer sealer_;
    postgres::CommitQueue queue_;  // last, so that it ends first
};

bool is_schema_name(const std::string& name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    const auto other = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
    return !name.empty() && name.size() <= 63 && letter(name.front()) &&
           std::all_of(name.begin(), name.end(), other);
}

}  // namespace

Result<std::unique_ptr<Store>> open_postgres_store(const PostgresOptions& options) {
    if (!is_schema_name(options.schema)) {
        return invalid("\"" + options.schema.substr(0, 80) +
                       "\" is not a schema name: lower-case letters, digits and _, at most 63");
    }
    if (options.connections == 0 || options.snapshots == 0 || options.timeout.count() < 1) {
        return invalid("PostgreSQL: connections, snapshots and timeout must be above zero");
    }
    const ConnectionOptions connection_options{options.conninfo, options.schema, options.timeout};
    const Deadline deadline = std::chrono::steady_clock::now() + 2 * options.timeout;
    Result<std::unique_ptr<Connection>> connection =
        Connection::open(connection_options, Role::kCommit, deadline);
    if (!connection) return connection.error();
    if (!options.allow_unsafe_server) {
        if (Result<void> safe = postgres::check_durability(**connection, deadline); !safe) {
            return safe.error();
        }
    }
    const Result<StoreId> id =
        postgres::ensure_layout(**connection, options.schema, options.id, deadline);
    if (!id) return id.error();
    return std::unique_ptr<Store>(
        std::make_unique<PostgresStore>(connection_options, options, *id));
}

}  // namespace homing
