#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>

#include "store/codec.h"
#include "store/commit_plan.h"
#include "store/meta.h"
#include "store/system_rows.h"

namespace homing {

namespace {

// Rows at every moment a snapshot still looks at: key → commit number → value, nullopt once
// deleted.
class MemoryRows {
  public:
    std::optional<Stored> get(std::string_view key, std::uint64_t at) const {
        const auto row = rows_.find(key);
        return row == rows_.end() ? std::nullopt : as_of(row->second, at);
    }

    std::vector<KeyValue> scan(std::string_view prefix, std::string_view after, std::size_t limit,
                               std::uint64_t at) const {
        std::vector<KeyValue> found;
        auto row = after < prefix ? rows_.lower_bound(prefix) : rows_.upper_bound(after);
        for (; row != rows_.end() && row->first.starts_with(prefix) && found.size() < limit;
             ++row) {
            if (std::optional<Stored> value = as_of(row->second, at)) {
                found.push_back({row->first, std::move(*value)});
            }
        }
        return found;
    }

    // What nobody at or after `oldest` can see is forgotten.
    void write(RowWrite row, std::uint64_t at, std::uint64_t oldest) {
        History& history = rows_[row.key];
        std::optional<Stored> value;
        if (row.version > 0) value = Stored{std::move(row.body), row.version};
        history.insert_or_assign(at, std::move(value));
        auto keep = history.upper_bound(oldest);
        if (keep != history.begin()) history.erase(history.begin(), std::prev(keep));
        if (history.size() == 1 && !history.begin()->second && history.begin()->first <= oldest) {
            rows_.erase(row.key);
        }
    }

  private:
    using History = std::map<std::uint64_t, std::optional<Stored>>;

    static std::optional<Stored> as_of(const History& history, std::uint64_t at) {
        auto next = history.upper_bound(at);
        return next == history.begin() ? std::nullopt : std::prev(next)->second;
    }

    std::map<std::string, History, std::less<>> rows_;
};

class MemoryStore final : public Store {
  public:
    explicit MemoryStore(const StoreId& id) : id_(id) {
        for (RowWrite& row : meta_rows(id)) rows_.write(std::move(row), 0, 0);
    }

    std::future<CommitResult> submit(Commit commit) override {
        std::promise<CommitResult> promise;
        promise.set_value(apply(std::move(commit)));
        return promise.get_future();
    }

    Result<bool> find_commit(const OpId& op_id) const override {
        Result<std::optional<std::uint64_t>> row = read_commit_row(*this, op_id);
        if (!row) return row.error();
        return row->has_value();
    }

    Result<std::optional<Stored>> get(std::string_view key) const override {
        const std::shared_lock lock(mutex_);
        return rows_.get(key, sequence_);
    }
    Result<std::vector<std::optional<Stored>>> multi_get(
        const std::vector<std::string>& keys) const override {
        const std::shared_lock lock(mutex_);
        return multi_get_at(keys, sequence_);
    }
    Result<std::vector<KeyValue>> scan(std::string_view prefix, std::string_view after,
                                       std::size_t limit) const override {
        const std::shared_lock lock(mutex_);
        return rows_.scan(prefix, after, limit, sequence_);
    }

    Result<std::unique_ptr<Reader>> snapshot() const override {
        const std::unique_lock lock(mutex_);
        watched_.insert(sequence_);
        return std::unique_ptr<Reader>(std::make_unique<Snapshot>(*this, sequence_));
    }

    Result<std::vector<Change>> changes(std::uint64_t after, std::size_t limit) const override {
        return read_changes(*this, after, limit);
    }

    Result<std::uint64_t> ingest(const std::string& generation,
                                 std::vector<BulkTable> tables) override {
        std::vector<RowWrite> loaded;
        for (BulkTable& table : tables) {
            if (Result<void> taken = take_table(table, loaded); !taken) return taken.error();
        }
        const std::uint64_t entries = loaded.size();
        const std::unique_lock lock(mutex_);
        for (const RowWrite& row : loaded) {
            if (rows_.get(row.key, sequence_)) return key_exists(row.key);
        }
        Result<std::vector<RowWrite>> flip = plan_generation(Unlocked(*this), generation, entries);
        if (!flip) return flip.error();
        write(std::move(loaded), std::move(*flip));
        return entries;
    }

    Result<LogHead> log_head() const override { return on_snapshot(read_log_head); }
    Result<std::vector<std::string>> log_entries(std::uint64_t from,
                                                 std::size_t limit) const override {
        return read_log_entries(*this, from, limit);
    }
    Result<std::vector<Hash>> inclusion_proof(std::uint64_t index,
                                              std::uint64_t size) const override {
        return read_inclusion_proof(*this, index, size);
    }
    Result<std::vector<Hash>> consistency_proof(std::uint64_t from,
                                                std::uint64_t to) const override {
        return read_consistency_proof(*this, from, to);
    }
    Result<std::vector<OutboxMessage>> outbox(std::size_t limit) const override {
        return on_snapshot([limit](const Reader& reader) { return read_outbox(reader, limit); });
    }

    StoreId id() const override { return id_; }
    Result<void> checkpoint(const std::string&) override {
        return invalid("a store in memory has no files to copy");
    }

  private:
    // Reads of the state after one commit.
    class Snapshot final : public Reader {
      public:
        Snapshot(const MemoryStore& store, std::uint64_t at) : store_(store), at_(at) {}
        ~Snapshot() override {
            const std::unique_lock lock(store_.mutex_);
            store_.watched_.erase(store_.watched_.find(at_));
        }
        Snapshot(const Snapshot&) = delete;
        Snapshot& operator=(const Snapshot&) = delete;

        Result<std::optional<Stored>> get(std::string_view key) const override {
            const std::shared_lock lock(store_.mutex_);
            return store_.rows_.get(key, at_);
        }
        Result<std::vector<std::optional<Stored>>> multi_get(
            const std::vector<std::string>& keys) const override {
            const std::shared_lock lock(store_.mutex_);
            return store_.multi_get_at(keys, at_);
        }
        Result<std::vector<KeyValue>> scan(std::string_view prefix, std::string_view after,
                                           std::size_t limit) const override {
            const std::shared_lock lock(store_.mutex_);
            return store_.rows_.scan(prefix, after, limit, at_);
        }

      private:
        const MemoryStore& store_;
        std::uint64_t at_;
    };

    // Reads for a writer that holds the lock already.
    class Unlocked final : public Reader {
      public:
        explicit Unlocked(const MemoryStore& store) : store_(store) {}
        Result<std::optional<Stored>> get(std::string_view key) const override {
            return store_.rows_.get(key, store_.sequence_);
        }
        Result<std::vector<std::optional<Stored>>> multi_get(
            const std::vector<std::string>& keys) const override {
            return store_.multi_get_at(keys, store_.sequence_);
        }
        Result<std::vector<KeyValue>> scan(std::string_view prefix, std::string_view after,
                                           std::size_t limit) const override {
            return store_.rows_.scan(prefix, after, limit, store_.sequence_);
        }

      private:
        const MemoryStore& store_;
    };

    CommitResult apply(Commit commit) {
        const std::unique_lock lock(mutex_);
        CommitPlan plan = plan_commit(Unlocked(*this), std::move(commit));
        if (!plan.rows.empty()) write({}, std::move(plan.rows));
        return plan.result;
    }

    void write(std::vector<RowWrite> first, std::vector<RowWrite> second) {
        const std::uint64_t at = sequence_ + 1;
        const std::uint64_t oldest = watched_.empty() ? at : *watched_.begin();
        for (RowWrite& row : first) rows_.write(std::move(row), at, oldest);
        for (RowWrite& row : second) rows_.write(std::move(row), at, oldest);
        sequence_ = at;
    }

    std::vector<std::optional<Stored>> multi_get_at(const std::vector<std::string>& keys,
                                                    std::uint64_t at) const {
        std::vector<std::optional<Stored>> found;
        found.reserve(keys.size());
        for (const std::string& key : keys) found.push_back(rows_.get(key, at));
        return found;
    }

    static Result<void> take_table(BulkTable& table, std::vector<RowWrite>& loaded) {
        std::string previous;
        while (auto entry = table.next()) {
            Result<void> checked = check_bulk_entry(previous, entry->first, entry->second);
            if (!checked) return checked;
            previous = entry->first;
            loaded.push_back({std::move(entry->first), table.schema, 1, std::move(entry->second)});
        }
        return {};
    }

    template <class Read>
    auto on_snapshot(const Read& read) const -> decltype(read(*this)) {
        Result<std::unique_ptr<Reader>> now = snapshot();
        if (!now) return now.error();
        return read(**now);
    }

    const StoreId id_;
    mutable std::shared_mutex mutex_;
    MemoryRows rows_;
    std::uint64_t sequence_ = 0;
    mutable std::multiset<std::uint64_t> watched_;  // the moments that live snapshots look at
};

}  // namespace

std::unique_ptr<Store> make_memory_store(const StoreId& id) {
    return std::make_unique<MemoryStore>(id);
}

}  // namespace homing
