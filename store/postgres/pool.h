#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "store/postgres/connection.h"

namespace homing::postgres {

class Pool;

// A connection on loan; goes back to the pool when still usable, and is closed otherwise.
class Lease {
  public:
    Lease(Pool* pool, std::unique_ptr<Connection> connection)
        : pool_(pool), connection_(std::move(connection)) {}
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

  private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
};

// At most `size` connections of one role, opened when first needed and kept. Thread-safe; must
// outlive its leases.
class Pool {
  public:
    Pool(ConnectionOptions options, Role role, std::size_t size)
        : options_(std::move(options)), role_(role), size_(size) {}

    // kUnavailable when all are on loan, or none can be opened, until the deadline.
    Result<Lease> take(Deadline deadline);

  private:
    friend class Lease;
    void give_back(std::unique_ptr<Connection> connection);

    const ConnectionOptions options_;
    const Role role_;
    const std::size_t size_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::size_t on_loan_ = 0;
    std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace homing::postgres
