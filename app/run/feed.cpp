#include "app/run/feed.h"

namespace homing {

bool Feed::push(FeedItem item, std::stop_token stop) {
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [&] { return items_.size() < max_ || failure_; });
        if (stop.stop_requested() || failure_) return false;
        items_.push_back(std::move(item));
    }
    wake_engine_();
    return true;
}

std::optional<FeedItem> Feed::pop() {
    const std::lock_guard lock(mutex_);
    if (items_.empty()) return std::nullopt;
    FeedItem item = std::move(items_.front());
    items_.pop_front();
    busy_ = true;
    changed_.notify_all();
    return item;
}

void Feed::done() {
    const std::lock_guard lock(mutex_);
    busy_ = false;
    changed_.notify_all();
}

void Feed::fail(const std::string& reason) {
    const std::lock_guard lock(mutex_);
    items_.clear();
    busy_ = false;
    failure_ = reason;
    changed_.notify_all();
}

std::optional<std::string> Feed::take_failure() {
    const std::lock_guard lock(mutex_);
    return std::exchange(failure_, std::nullopt);
}

bool Feed::wait_until_empty(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [&] { return items_.empty() && !busy_; });
    return !stop.stop_requested();
}

bool Feed::is_empty() const {
    const std::lock_guard lock(mutex_);
    return items_.empty() && !busy_;
}

}  // namespace homing
