#include "store/rocksdb/rocksdb_store.h"

#include <rocksdb/db.h>
#include <rocksdb/utilities/checkpoint.h>
#include <sys/random.h>

#include "store/codec.h"
#include "store/key.h"
#include "store/meta.h"
#include "store/rocksdb/committer.h"
#include "store/rocksdb/ingest.h"
#include "store/rocksdb/reader.h"
#include "store/rocksdb/settings.h"
#include "store/system_rows.h"
#include "store/witness.h"

namespace homing {

namespace {

class RocksdbStore final : public Store {
  public:
    RocksdbStore(std::unique_ptr<rocksdb::DB> db, const StoreId& id, std::filesystem::path ingest)
        : db_(std::move(db)),
          id_(id),
          ingest_folder_(std::move(ingest)),
          reader_(*db_),
          committer_(*db_) {}

    std::future<CommitResult> submit(Commit commit) override {
        return committer_.submit(std::move(commit));
    }

    Result<bool> find_commit(const OpId& op_id) const override {
        // After a failed sync the disk may hold what memory does not.
        if (const std::optional<std::string> why = committer_.stopped()) return corrupt(*why);
        Result<std::optional<std::uint64_t>> row = read_commit_row(reader_, op_id);
        if (!row) return row.error();
        return row->has_value();
    }

    Result<std::optional<Stored>> get(std::string_view key) const override {
        return reader_.get(key);
    }
    Result<std::vector<std::optional<Stored>>> multi_get(
        const std::vector<std::string>& keys) const override {
        return reader_.multi_get(keys);
    }
    Result<std::vector<KeyValue>> scan(std::string_view prefix, std::string_view after,
                                       std::size_t limit) const override {
        return reader_.scan(prefix, after, limit);
    }

    Result<std::unique_ptr<Reader>> snapshot() const override {
        return std::unique_ptr<Reader>(std::make_unique<RocksdbReader>(*db_, db_->GetSnapshot()));
    }

    Result<std::vector<Change>> changes(std::uint64_t after, std::size_t limit) const override {
        return read_changes(reader_, after, limit);
    }

    Result<std::uint64_t> ingest(const std::string& generation,
                                 std::vector<BulkTable> tables) override {
        const std::lock_guard one_at_a_time(ingest_mutex_);
        return Ingest(*db_, committer_, ingest_folder_).run(generation, std::move(tables));
    }

    Result<LogHead> log_head() const override {
        return read_log_head(RocksdbReader(*db_, db_->GetSnapshot()));
    }
    Result<std::vector<std::string>> log_entries(std::uint64_t from,
                                                 std::size_t limit) const override {
        return read_log_entries(reader_, from, limit);
    }
    Result<std::vector<Hash>> inclusion_proof(std::uint64_t index,
                                              std::uint64_t size) const override {
        return read_inclusion_proof(reader_, index, size);
    }
    Result<std::vector<Hash>> consistency_proof(std::uint64_t from,
                                                std::uint64_t to) const override {
        return read_consistency_proof(reader_, from, to);
    }
    Result<std::vector<OutboxMessage>> outbox(std::size_t limit) const override {
        return read_outbox(RocksdbReader(*db_, db_->GetSnapshot()), limit);
    }

    StoreId id() const override { return id_; }

    Result<void> checkpoint(const std::string& folder) override {
        std::error_code failed;
        if (std::filesystem::exists(folder, failed)) {
            // RocksDB makes the folder itself, under another name until it is whole.
            if (!std::filesystem::is_empty(folder, failed) || failed ||
                !std::filesystem::remove(folder, failed)) {
                return invalid("the copy needs an empty or absent folder, and " + folder +
                               " is not");
            }
        }
        const std::filesystem::path parent = std::filesystem::absolute(folder).parent_path();
        std::filesystem::create_directories(parent, failed);
        rocksdb::Checkpoint* made = nullptr;
        rocksdb::Status status = rocksdb::Checkpoint::Create(db_.get(), &made);
        const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
        if (status.ok()) status = checkpoint->CreateCheckpoint(folder);
        if (!status.ok()) return rocksdb_error(status, "copying the store to " + folder);
        return {};
    }

  private:
    const std::unique_ptr<rocksdb::DB> db_;
    const StoreId id_;
    const std::filesystem::path ingest_folder_;
    const RocksdbReader reader_;
    std::mutex ingest_mutex_;
    Committer committer_;  // last: it stops before what it uses goes
};

// Whether the name is one that RocksDB gives before a new store first has a CURRENT file.
bool is_of_unborn_store(const std::string& name) {
    return name.starts_with("LOG") || name.starts_with("MANIFEST-") || name.ends_with(".dbtmp") ||
           name == "LOCK" || name == "IDENTITY";
}

// A folder with other files and no store is not ours to fill: it may be a store that lost a file.
Result<void> check_folder(const std::filesystem::path& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) return unavailable("cannot make " + folder.string() + ": " + failed.message());
    if (std::filesystem::exists(folder / "CURRENT")) return {};
    std::filesystem::directory_iterator files(folder, failed);
    if (failed) return unavailable("cannot read " + folder.string() + ": " + failed.message());
    for (const auto& file : files) {
        const std::string name = file.path().filename().string();
        if (!is_of_unborn_store(name)) {
            return invalid(folder.string() + " holds no store, but a file named \"" + name +
                           "\": give an empty folder, or restore the store's CURRENT file");
        }
    }
    return {};
}

Result<std::unique_ptr<rocksdb::DB>> open_database(const std::filesystem::path& folder,
                                                   const RocksdbOptions& options) {
    rocksdb::DB* opened = nullptr;
    const rocksdb::Status status =
        rocksdb::DB::Open(rocksdb_settings(options), folder.string(), &opened);
    if (status.ok()) return std::unique_ptr<rocksdb::DB>(opened);
    const std::string message = status.ToString();
    if (status.IsIOError() && message.find("LOCK") != std::string::npos) {
        return unavailable("another process holds the store in " + folder.string() +
                           ": stop it, or speak to it over its socket");
    }
    return rocksdb_error(status, "opening the store in " + folder.string());
}

Result<StoreId> fresh_id() {
    StoreId id;
    if (getrandom(id.bytes.data(), id.bytes.size(), 0) != static_cast<ssize_t>(id.bytes.size())) {
        return unavailable("the system gives no random bytes");
    }
    return id;
}

// Writes what a new store is into it.
Result<StoreId> found(rocksdb::DB& db, const std::filesystem::path& folder,
                      const RocksdbOptions& options) {
    if (options.expected) {
        return invalid("store " + options.expected->str() + " is expected in " + folder.string() +
                       ", and there is none");
    }
    const std::unique_ptr<rocksdb::Iterator> row(db.NewIterator(rocksdb::ReadOptions()));
    row->SeekToFirst();
    if (row->Valid() || !row->status().ok()) {
        return corrupt("the store in " + folder.string() + " does not say which store it is");
    }
    Result<StoreId> id = options.new_id.empty() ? fresh_id() : options.new_id;
    if (!id) return id;
    rocksdb::WriteBatch batch;
    for (const RowWrite& meta : meta_rows(*id)) {
        const std::string value = seal_value(meta.key, meta.schema, meta.version, meta.body);
        CHECK(batch.Put(meta.key, value).ok());
    }
    const rocksdb::Status status = db.Write(synced_write(), &batch);
    if (!status.ok()) return rocksdb_error(status, "making the store in " + folder.string());
    return id;
}

Result<StoreId> identify(rocksdb::DB& db, const std::filesystem::path& folder,
                         const RocksdbOptions& options) {
    Result<std::optional<StoreId>> id = read_meta(RocksdbReader(db));
    if (!id) return within(folder.string(), id.error());
    if (!*id) return found(db, folder, options);
    if (options.expected && **id != *options.expected) {
        return invalid(folder.string() + " holds store " + (*id)->str() + ", not " +
                       options.expected->str());
    }
    return **id;
}

}  // namespace

Result<std::unique_ptr<Store>> open_rocksdb(const std::filesystem::path& folder,
                                            const RocksdbOptions& options) {
    if (Result<void> checked = check_folder(folder); !checked) return checked.error();
    Result<std::unique_ptr<rocksdb::DB>> db = open_database(folder, options);
    if (!db) return db.error();
    const std::filesystem::path ingest_folder = folder / "ingest";
    clear_ingest(ingest_folder);
    Result<StoreId> id = identify(**db, folder, options);
    if (!id) return id.error();
    std::unique_ptr<Store> store =
        std::make_unique<RocksdbStore>(std::move(*db), *id, ingest_folder);
    if (!options.witness.empty()) {
        Result<std::optional<Witness>> witness = read_witness(options.witness);
        if (!witness) return witness.error();
        if (*witness) {
            if (Result<void> checked = check_witness(*store, **witness); !checked) {
                return checked.error();
            }
        }
    }
    return store;
}

}  // namespace homing
