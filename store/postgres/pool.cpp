#include "store/postgres/pool.h"

namespace homing::postgres {

Lease::~Lease() {
    if (connection_ != nullptr) pool_->give_back(std::move(connection_));
}

Result<Lease> Pool::take(Deadline deadline) {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_until(lock, deadline, [this] { return on_loan_ < size_; })) {
        return unavailable("PostgreSQL: all " + std::to_string(size_) +
                           " connections are in use; try again or raise the pool's size");
    }
    ++on_loan_;
    std::unique_ptr<Connection> connection;
    while (connection == nullptr && !idle_.empty()) {
        connection = std::move(idle_.back());
        idle_.pop_back();
        if (!connection->idle()) connection.reset();
    }
    lock.unlock();
    if (connection != nullptr) return Lease(this, std::move(connection));
    Result<std::unique_ptr<Connection>> opened = Connection::open(options_, role_, deadline);
    if (!opened) {
        give_back(nullptr);
        return opened.error();
    }
    return Lease(this, std::move(*opened));
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
    if (connection != nullptr && !connection->idle()) connection.reset();
    const std::lock_guard lock(mutex_);
    --on_loan_;
    if (connection != nullptr) idle_.push_back(std::move(connection));
    returned_.notify_one();
}

}  // namespace homing::postgres
