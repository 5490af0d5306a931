#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "app/run/feed.h"
#include "chains/source.h"

namespace homing {

// Reads a run of blocks through several connections at once and hands them out in order: for
// catching up, where one request after the other leaves the node and the line idle most of the
// time. One thread takes.
class ReadAhead {
  public:
    // Reads the block at a height; called on several threads at once, each with its own source.
    using Read = std::function<Result<FeedItem>(Source&, std::uint64_t height)>;

    // Begins to read the blocks from `from` to `to`, both included. Errors as open_source.
    static Result<std::unique_ptr<ReadAhead>> start(const Network& network, unsigned connections,
                                                    std::uint64_t from, std::uint64_t to,
                                                    Read read);
    // Ends what is on its way.
    ~ReadAhead();

    // The next block, or why it could not be read: nothing comes after an error. kUnavailable when
    // stopped. Not to be called past the last block.
    Result<FeedItem> next(std::stop_token stop);

  private:
    ReadAhead(std::uint64_t from, std::uint64_t to, Read read)
        : read_(std::move(read)), to_(to), to_read_(from), to_take_(from) {}
    void work(Source& source, std::stop_token stop);

    Read read_;
    std::uint64_t to_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::uint64_t to_read_;  // the next height that a thread takes
    std::uint64_t to_take_;
    std::size_t window_ = 0;  // how far ahead of to_take_ they read
    std::map<std::uint64_t, Result<FeedItem>> ready_;
    std::stop_source stop_;
    std::vector<std::unique_ptr<Source>> sources_;
    std::vector<std::jthread> threads_;
};

}  // namespace homing
