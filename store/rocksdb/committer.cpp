#include "store/rocksdb/committer.h"

#include <chrono>
#include <unordered_map>

#include "store/codec.h"
#include "store/commit_plan.h"
#include "store/rocksdb/reader.h"
#include "store/rocksdb/settings.h"

namespace homing {

namespace {

constexpr std::size_t kGroupCommitsMax = 512;
constexpr std::size_t kGroupBytesMax = 16u << 20;

// The state that a group's next commit meets: the database, and over it the rows of the commits
// planned before it.
class GroupReader final : public Reader {
  public:
    explicit GroupReader(rocksdb::DB& db) : under_(db) {}

    Result<std::optional<Stored>> get(std::string_view key) const override {
        const auto row = rows_.find(key);
        return row == rows_.end() ? under_.get(key) : Result(row->second);
    }
    Result<std::vector<std::optional<Stored>>> multi_get(
        const std::vector<std::string>&) const override {
        return invalid("commits are planned row by row");
    }
    Result<std::vector<KeyValue>> scan(std::string_view, std::string_view,
                                       std::size_t) const override {
        return invalid("commits are planned row by row");
    }

    void write(RowWrite row) {
        std::optional<Stored> stored;
        if (row.version > 0) stored = Stored{std::move(row.body), row.version};
        rows_.insert_or_assign(std::move(row.key), std::move(stored));
    }

  private:
    struct HashOf {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const {
            return std::hash<std::string_view>()(key);
        }
    };

    RocksdbReader under_;
    std::unordered_map<std::string, std::optional<Stored>, HashOf, std::equal_to<>> rows_;
};

CommitResult refused(const std::string& why) {
    CommitResult result;
    result.outcome = CommitOutcome::kCorrupt;
    result.message = why;
    return result;
}

}  // namespace

Committer::Committer(rocksdb::DB& db) : db_(db), thread_([this] { run(); }) {}

Committer::~Committer() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    queued_.notify_all();
    thread_.join();
}

std::future<CommitResult> Committer::submit(Commit commit) {
    Request request{std::move(commit), {}};
    std::future<CommitResult> answer = request.answer.get_future();
    bool was_empty = false;
    {
        const std::lock_guard lock(mutex_);
        was_empty = requests_.empty();
        requests_.push_back(std::move(request));
    }
    if (was_empty) queued_.notify_one();
    return answer;
}

Result<void> Committer::run_alone(std::function<Result<void>()> writer) {
    Alone alone{std::move(writer), {}};
    std::future<Result<void>> answer = alone.answer.get_future();
    {
        const std::lock_guard lock(mutex_);
        alone_.push_back(std::move(alone));
    }
    queued_.notify_one();
    return answer.get();
}

std::optional<std::string> Committer::stopped() const {
    const std::lock_guard lock(mutex_);
    return stopped_;
}

void Committer::stop(const std::string& why) {
    const std::lock_guard lock(mutex_);
    if (!stopped_) stopped_ = "the store takes no more writes until it is opened again: " + why;
}

void Committer::run() {
    for (;;) {
        std::vector<Request> group;
        std::optional<Alone> alone;
        {
            std::unique_lock lock(mutex_);
            queued_.wait(lock, [&] { return ending_ || !requests_.empty() || !alone_.empty(); });
            if (requests_.empty() && alone_.empty()) return;
            while (!requests_.empty() && group.size() < kGroupCommitsMax) {
                group.push_back(std::move(requests_.front()));
                requests_.pop_front();
            }
            if (!alone_.empty()) {
                alone = std::move(alone_.front());
                alone_.pop_front();
            }
        }
        if (!group.empty()) write_group(std::move(group));
        if (alone) run_writer(std::move(*alone));
    }
}

void Committer::run_writer(Alone alone) {
    if (const std::optional<std::string> why = stopped()) {
        return alone.answer.set_value(corrupt(*why));
    }
    Result<void> result = alone.writer();
    if (!result && result.error().code == Code::kCorrupt) stop(result.error().message);
    alone.answer.set_value(std::move(result));
}

void Committer::write_group(std::vector<Request> group) {
    std::vector<CommitResult> results;
    results.reserve(group.size());
    GroupReader state(db_);
    rocksdb::WriteBatch batch(0, 0, 8, 0);
    std::optional<std::string> why = stopped();

    // Once the group's bytes are enough, it is written and the next commit begins a new one.
    const auto write = [&] {
        if (why || batch.Count() == 0) return;
        const rocksdb::Status status = db_.Write(synced_write(), &batch);
        batch.Clear();
        if (status.ok()) return;
        stop("a synced write failed (" + status.ToString() +
             "), and what it held may or may not be on the disk");
        why = stopped();
    };
    std::size_t answered = 0;
    const auto answer = [&] {
        for (; answered < results.size(); ++answered) {
            group[answered].answer.set_value(why ? refused(*why) : std::move(results[answered]));
        }
    };
    for (Request& request : group) {
        if (why) {
            results.push_back(refused(*why));
            continue;
        }
        CommitPlan plan = plan_commit(state, std::move(request.commit));
        if (plan.result.outcome == CommitOutcome::kCorrupt) stop(plan.result.message);
        for (RowWrite& row : plan.rows) {
            const rocksdb::Status status =
                row.version == 0
                    ? batch.Delete(row.key)
                    : batch.Put(row.key, seal_value(row.key, row.schema, row.version, row.body));
            CHECK(status.ok());
            state.write(std::move(row));
        }
        results.push_back(std::move(plan.result));
        if (batch.GetDataSize() > kGroupBytesMax) {
            write();
            answer();
        }
    }
    write();
    answer();
}

}  // namespace homing
