#include "tests/store/conformance.h"

namespace homing {
namespace {

class MemoryHome final : public TestStore {
  public:
    explicit MemoryHome(const StoreId& id) : store_(make_memory_store(id)) {}
    Store& store() override { return *store_; }

  private:
    std::unique_ptr<Store> store_;
};

INSTANTIATE_TEST_SUITE_P(Memory, StoreConformance,
                         testing::Values(Backend{"memory", [](const StoreId& id) {
                                                     return std::make_unique<MemoryHome>(id);
                                                 }}));

}  // namespace
}  // namespace homing
