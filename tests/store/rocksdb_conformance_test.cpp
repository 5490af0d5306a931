#include "tests/store/rocksdb_home.h"

namespace homing {
namespace {

INSTANTIATE_TEST_SUITE_P(Rocksdb, StoreConformance,
                         testing::Values(Backend{"rocksdb", [](const StoreId& id) {
                                                     return std::make_unique<RocksdbHome>(id);
                                                 }}));

}  // namespace
}  // namespace homing
