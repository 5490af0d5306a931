#include "store/rocksdb/ingest.h"

#include <rocksdb/sst_file_reader.h>
#include <rocksdb/sst_file_writer.h>

#include "store/codec.h"
#include "store/commit_plan.h"
#include "store/key.h"
#include "store/rocksdb/reader.h"
#include "store/rocksdb/settings.h"
#include "store/system_rows.h"

namespace homing {

namespace {

constexpr std::uint64_t kFileBytesMax = 256u << 20;

rocksdb::Options file_options(const rocksdb::DB& db) {
    rocksdb::Options options = db.GetOptions();
    options.bottommost_compression = rocksdb::kDisableCompressionOption;  // LZ4: the load is urgent
    return options;
}

// Walks the live keys beside a rising sequence of new ones, to find one that is in both.
class LiveKeys {
  public:
    explicit LiveKeys(rocksdb::DB& db) {
        rocksdb::ReadOptions options;
        options.fill_cache = false;
        row_.reset(db.NewIterator(options));
    }

    bool contains(std::string_view key) {
        const rocksdb::Slice wanted(key.data(), key.size());
        if (!started_) row_->Seek(wanted);
        started_ = true;
        for (int steps = 0; row_->Valid() && row_->key().compare(wanted) < 0; ++steps) {
            if (steps < kStepsBeforeSeek) {
                row_->Next();
            } else {
                row_->Seek(wanted);
            }
        }
        return row_->Valid() && row_->key() == wanted;
    }

    rocksdb::Status status() const { return row_->status(); }

  private:
    static constexpr int kStepsBeforeSeek = 8;

    std::unique_ptr<rocksdb::Iterator> row_;
    bool started_ = false;
};

}  // namespace

void clear_ingest(const std::filesystem::path& work_folder) {
    std::error_code ignored;
    std::filesystem::remove_all(work_folder, ignored);
}

Result<std::uint64_t> Ingest::run(const std::string& generation, std::vector<BulkTable> tables) {
    clear_ingest(folder_);
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    if (failed) return unavailable("cannot make " + folder_.string() + ": " + failed.message());

    Result<Tail> start = read_tail(RocksdbReader(db_));
    if (!start) return start.error();
    Result<void> result;
    for (BulkTable& table : tables) {
        if (result) result = write_table(table);
    }
    if (result) {
        Result<std::uint64_t> checked = check_commits(start->sequence);
        if (!checked) {
            result = checked.error();
        } else {
            result = committer_.run_alone([&] { return enter(generation, *checked); });
        }
    }
    clear_ingest(folder_);
    if (!result) return result.error();
    return entries_;
}

Result<void> Ingest::write_table(BulkTable& table) {
    LiveKeys live(db_);
    std::string previous;
    auto entry = table.next();
    while (entry) {
        File file;
        file.path = (folder_ / (std::to_string(files_.size()) + ".sst")).string();
        file.first = entry->first;
        rocksdb::SstFileWriter writer(rocksdb::EnvOptions(), file_options(db_));
        rocksdb::Status status = writer.Open(file.path);
        for (; status.ok() && entry && writer.FileSize() < kFileBytesMax; entry = table.next()) {
            const auto& [key, body] = *entry;
            if (Result<void> ok = check_bulk_entry(previous, key, body); !ok) return ok;
            if (live.contains(key)) return key_exists(key);
            status = writer.Put(key, seal_value(key, table.schema, 1, body));
            previous = key;
            ++entries_;
        }
        if (status.ok()) status = writer.Finish();
        if (!status.ok()) return rocksdb_error(status, "writing " + file.path);
        file.last = previous;
        files_.push_back(std::move(file));
    }
    if (!live.status().ok()) return rocksdb_error(live.status(), "reading the keys there are");
    return {};
}

Result<void> Ingest::check_key(const std::string& key) {
    for (const File& file : files_) {
        if (key < file.first || key > file.last) continue;
        rocksdb::SstFileReader reader(file_options(db_));
        rocksdb::Status status = reader.Open(file.path);
        if (!status.ok()) return rocksdb_error(status, "reading " + file.path);
        const std::unique_ptr<rocksdb::Iterator> row(reader.NewIterator(rocksdb::ReadOptions()));
        row->Seek(key);
        if (!row->status().ok()) return rocksdb_error(row->status(), "reading " + file.path);
        if (row->Valid() && row->key() == key) return key_exists(key);
    }
    return {};
}

Result<std::uint64_t> Ingest::check_commits(std::uint64_t after) {
    constexpr std::size_t kPage = 1000;
    const RocksdbReader reader(db_);
    for (;;) {
        Result<std::vector<Change>> changes = read_changes(reader, after, kPage);
        if (!changes) return changes.error();
        if (changes->empty()) return after;
        for (const Change& change : *changes) {
            for (const std::string& key : change.keys) {
                if (Result<void> ok = check_key(key); !ok) return ok.error();
            }
        }
        after = changes->back().sequence;
    }
}

Result<void> Ingest::write_system_rows(const std::string& generation) {
    Result<std::vector<RowWrite>> rows = plan_generation(RocksdbReader(db_), generation, entries_);
    if (!rows) return rows.error();
    std::ranges::sort(*rows, {}, &RowWrite::key);
    File file;
    file.path = (folder_ / "commit.sst").string();
    rocksdb::SstFileWriter writer(rocksdb::EnvOptions(), file_options(db_));
    rocksdb::Status status = writer.Open(file.path);
    for (const RowWrite& row : *rows) {
        if (!status.ok()) break;
        status = writer.Put(row.key, seal_value(row.key, row.schema, row.version, row.body));
    }
    if (status.ok()) status = writer.Finish();
    if (!status.ok()) return rocksdb_error(status, "writing " + file.path);
    files_.push_back(std::move(file));
    return {};
}

Result<void> Ingest::enter(const std::string& generation, std::uint64_t checked) {
    if (Result<std::uint64_t> ok = check_commits(checked); !ok) return ok.error();
    if (Result<void> written = write_system_rows(generation); !written) return written;
    rocksdb::IngestExternalFileOptions options;
    options.move_files = true;
    options.write_global_seqno = false;
    options.verify_checksums_before_ingest = true;
    std::vector<std::string> paths;
    for (const File& file : files_) paths.push_back(file.path);
    const rocksdb::Status status = db_.IngestExternalFile(paths, options);
    if (status.ok()) return {};
    const Error error = rocksdb_error(status, "loading \"" + generation + "\"");
    // Where the manifest was being written, the load may or may not be on the disk.
    return error.code == Code::kInvalid ? error : corrupt(error.message);
}

}  // namespace homing
