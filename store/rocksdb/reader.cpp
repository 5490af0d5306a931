#include "store/rocksdb/reader.h"

#include "store/codec.h"
#include "store/key.h"
#include "store/rocksdb/settings.h"

namespace homing {

namespace {

rocksdb::Slice slice(std::string_view bytes) {
    return {bytes.data(), bytes.size()};
}
std::string_view view(const rocksdb::Slice& bytes) {
    return {bytes.data(), bytes.size()};
}

Result<Stored> open_stored(std::string_view key, std::string_view value) {
    Result<OpenedValue> opened = open_value(key, value);
    if (!opened) return opened.error();
    return Stored{std::string(opened->body), opened->version};
}

}  // namespace

RocksdbReader::~RocksdbReader() {
    if (snapshot_ != nullptr) db_.ReleaseSnapshot(snapshot_);
}

rocksdb::ReadOptions RocksdbReader::read_options() const {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    return options;
}

Result<std::optional<Stored>> RocksdbReader::get(std::string_view key) const {
    rocksdb::PinnableSlice value;
    const rocksdb::Status status =
        db_.Get(read_options(), db_.DefaultColumnFamily(), slice(key), &value);
    if (status.IsNotFound()) return std::optional<Stored>();
    if (!status.ok()) return rocksdb_error(status, "reading " + show_key(key));
    Result<Stored> stored = open_stored(key, view(value));
    if (!stored) return stored.error();
    return std::optional(std::move(*stored));
}

Result<std::vector<std::optional<Stored>>> RocksdbReader::multi_get(
    const std::vector<std::string>& keys) const {
    const std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
    std::vector<rocksdb::PinnableSlice> values(keys.size());
    std::vector<rocksdb::Status> statuses(keys.size());
    // One call of RocksDB sees one moment only where it holds a snapshot.
    rocksdb::ReadOptions options = read_options();
    const rocksdb::Snapshot* own = snapshot_ == nullptr ? db_.GetSnapshot() : nullptr;
    if (own != nullptr) options.snapshot = own;
    db_.MultiGet(options, db_.DefaultColumnFamily(), keys.size(), slices.data(), values.data(),
                 statuses.data());
    if (own != nullptr) db_.ReleaseSnapshot(own);

    std::vector<std::optional<Stored>> found(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (statuses[i].IsNotFound()) continue;
        if (!statuses[i].ok()) return rocksdb_error(statuses[i], "reading " + show_key(keys[i]));
        Result<Stored> stored = open_stored(keys[i], view(values[i]));
        if (!stored) return stored.error();
        found[i] = std::move(*stored);
    }
    return found;
}

Result<std::vector<KeyValue>> RocksdbReader::scan(std::string_view prefix, std::string_view after,
                                                  std::size_t limit) const {
    constexpr std::size_t kLong = 4096;  // beyond it, the cache is left to others
    rocksdb::ReadOptions options = read_options();
    const std::string end = after_prefix(prefix);
    const rocksdb::Slice end_slice = end;
    if (!end.empty()) options.iterate_upper_bound = &end_slice;
    options.fill_cache = limit <= kLong;
    const std::unique_ptr<rocksdb::Iterator> row(db_.NewIterator(options));
    row->Seek(slice(std::max(prefix, after)));
    if (row->Valid() && !after.empty() && view(row->key()) == after) row->Next();

    std::vector<KeyValue> found;
    for (; found.size() < limit && row->Valid(); row->Next()) {
        const std::string_view key = view(row->key());
        if (!key.starts_with(prefix)) break;
        Result<OpenedValue> opened = open_value(key, view(row->value()));
        if (!opened) return opened.error();
        found.push_back({std::string(key), Stored{std::string(opened->body), opened->version}});
    }
    if (!row->status().ok()) {
        return rocksdb_error(row->status(), "scanning from " + show_key(prefix));
    }
    return found;
}

}  // namespace homing
