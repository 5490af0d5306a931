#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "chains/source.h"
#include "core/model/cursor.h"
#include "core/model/transfer.h"

namespace homing {

// What a reader hands to the engine, in order.
struct FeedItem {
    enum class Kind { kBlock, kRescan, kUndo };
    Kind kind = Kind::kBlock;
    Block block;                          // kBlock, kRescan
    std::vector<NodeReply> replies;       // what the block was read from
    std::uint64_t filter_generation = 0;  // of the filter it was read under
    Rescan rescan;                        // kRescan: the row as it was
    BlockRef ancestor;                    // kUndo
};

// The bounded queue between one network's reader and the engine.
class Feed {
  public:
    Feed(std::size_t max, std::function<void()> wake_engine)
        : max_(max), wake_engine_(std::move(wake_engine)) {}

    // Waits while the feed is full; false when stopped or failed meanwhile.
    bool push(FeedItem item, std::stop_token stop);
    // The next item for the engine, which must say done() or fail() before it takes another.
    std::optional<FeedItem> pop();
    void done();
    // Drops all that waits: the reader must start again from the stored cursor.
    void fail(const std::string& reason);
    // Why the feed failed since the last call; nullopt when it did not.
    std::optional<std::string> take_failure();
    // Waits until the engine has dealt with everything; false when stopped.
    bool wait_until_empty(std::stop_token stop);
    bool is_empty() const;

  private:
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<FeedItem> items_;
    bool busy_ = false;
    std::optional<std::string> failure_;
    std::size_t max_;
    std::function<void()> wake_engine_;
};

}  // namespace homing
