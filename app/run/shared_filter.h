#pragma once

#include <atomic>
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

    // Shared because an import may put a larger one in place while a block is being read by it.
    std::shared_ptr<const CustodyFilter> get() const {
        const std::lock_guard lock(mutex_);
        return filter_;
    }
    // Rises with every add. A block read under an older number may lack transfers to what was
    // added.
    std::uint64_t generation() const { return generation_; }
    // From the return on, every get() answers a filter that holds the fingerprints. Rebuilds a
    // larger one from the book when this one is over full.
    Result<void> add(const std::vector<Fingerprint>& fingerprints, const Reader& book);

  private:
    mutable std::mutex mutex_;
    std::mutex adding_;
    std::shared_ptr<CustodyFilter> filter_;
    std::atomic<std::uint64_t> generation_{1};
};

}  // namespace homing
