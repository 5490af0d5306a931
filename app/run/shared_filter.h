#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "core/custody_filter.h"
#include "store/store.h"

namespace homing {

// The custody filter of the running process: readers take it, imports add to it before they are
// acknowledged. Any thread may call it.
class SharedFilter {
  public:
    explicit SharedFilter(CustodyFilter filter)
        : filter_(std::make_shared<CustodyFilter>(std::move(filter))) {}

    // The filter as it is now; what is added later may or may not be seen through it.
    std::shared_ptr<const CustodyFilter> get() const {
        const std::lock_guard lock(mutex_);
        return filter_;
    }
    // From the return on, every get() answers a filter that holds the fingerprints. Rebuilds a
    // larger one from the book when this one is over full.
    Result<void> add(const std::vector<Fingerprint>& fingerprints, const Reader& book);

  private:
    mutable std::mutex mutex_;
    std::mutex adding_;
    std::shared_ptr<CustodyFilter> filter_;
};

}  // namespace homing
