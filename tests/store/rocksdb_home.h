#pragma once

#include "store/rocksdb/rocksdb_store.h"
#include "tests/store/conformance.h"
#include "tests/store/scratch_folder.h"

namespace homing {

class RocksdbHome final : public TestStore {
  public:
    explicit RocksdbHome(const StoreId& id) {
        options_.new_id = id;
        open();
    }
    Store& store() override { return *store_; }
    bool reopen() override {
        store_.reset();
        open();
        return true;
    }
    bool is_open() const { return store_ != nullptr; }

  private:
    void open() {
        Result<std::unique_ptr<Store>> opened = open_rocksdb(folder_.path(), options_);
        ASSERT_TRUE(opened) << opened.error().message;
        store_ = std::move(*opened);
    }

    ScratchFolder folder_;
    RocksdbOptions options_;
    std::unique_ptr<Store> store_;
};

}  // namespace homing
