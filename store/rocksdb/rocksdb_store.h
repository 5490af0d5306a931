#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "store/store.h"

namespace rocksdb {
class Env;
}

namespace homing {

struct RocksdbOptions {
    StoreId new_id;                   // of a store made now; an existing one keeps its own
    std::optional<StoreId> expected;  // any other store is refused
    std::filesystem::path witness;    // a store behind it is refused; empty: none is kept
    std::size_t cache_bytes = 256u << 20;
    std::size_t write_buffer_bytes = 64u << 20;
    rocksdb::Env* env = nullptr;  // files, for tests with failing disks; must outlive the store
};

// Opens the store in a folder, or makes one where the folder is empty or absent. kUnavailable when
// another process holds it, kInvalid when it is not the store expected or has a newer layout,
// kCorrupt when it is damaged or behind its witness. After a failed sync it takes no more writes.
Result<std::unique_ptr<Store>> open_rocksdb(const std::filesystem::path& folder,
                                            const RocksdbOptions& options);

}  // namespace homing
