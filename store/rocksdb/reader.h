#pragma once

#include <rocksdb/db.h>

#include "store/store.h"

namespace homing {

// Reads of a RocksDB: of one moment where it holds a snapshot, of the present otherwise.
class RocksdbReader final : public Reader {
  public:
    // Borrows the database. The snapshot, if any, is released with the reader.
    explicit RocksdbReader(rocksdb::DB& db, const rocksdb::Snapshot* snapshot = nullptr)
        : db_(db), snapshot_(snapshot) {}
    ~RocksdbReader() override;
    RocksdbReader(const RocksdbReader&) = delete;
    RocksdbReader& operator=(const RocksdbReader&) = delete;

    Result<std::optional<Stored>> get(std::string_view key) const override;
    Result<std::vector<std::optional<Stored>>> multi_get(
        const std::vector<std::string>& keys) const override;
    Result<std::vector<KeyValue>> scan(std::string_view prefix, std::string_view after,
                                       std::size_t limit) const override;

  private:
    rocksdb::ReadOptions read_options() const;

    rocksdb::DB& db_;
    const rocksdb::Snapshot* snapshot_;
};

}  // namespace homing
