#pragma once

#include <rocksdb/options.h>

#include "store/rocksdb/rocksdb_store.h"

namespace homing {

// RocksDB's settings for money: nothing acknowledged is lost, nothing damaged is read.
rocksdb::Options rocksdb_settings(const RocksdbOptions& options);

// Every commit reaches the disk before it is answered.
rocksdb::WriteOptions synced_write();

// A failure of RocksDB as an Error that says what was being done.
Error rocksdb_error(const rocksdb::Status& status, const std::string& doing);

}  // namespace homing
