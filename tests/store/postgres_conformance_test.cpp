#include <thread>

#include "tests/store/conformance.h"
#include "tests/store/postgres_fixture.h"

namespace homing {

namespace {

class PostgresHome final : public TestStore {
  public:
    explicit PostgresHome(const StoreId& id) : options_(fresh_options()) {
        options_.id = id;
        store_ = open_or_fail(options_);
    }

    Store& store() override { return *store_; }
    bool reopen() override {
        store_.reset();
        store_ = open_or_fail(options_);
        return true;
    }
    bool numbers_at_once() const override { return false; }

  private:
    PostgresOptions options_;
    std::unique_ptr<Store> store_;
};

INSTANTIATE_TEST_SUITE_P(Postgres, StoreConformance,
                         testing::Values(Backend{"postgres", [](const StoreId& id) {
                                                     return std::make_unique<PostgresHome>(id);
                                                 }}));

}  // namespace

}  // namespace homing
