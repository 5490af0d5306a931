#include "app/run/read_ahead.h"

#include "core/check.h"

namespace homing {

Result<std::unique_ptr<ReadAhead>> ReadAhead::start(const Network& network, unsigned connections,
                                                    std::uint64_t from, std::uint64_t to,
                                                    Read read) {
    constexpr std::size_t kBlocksEach = 4;
    std::unique_ptr<ReadAhead> ahead(new ReadAhead(from, to, std::move(read)));
    ahead->window_ = connections * kBlocksEach;
    for (unsigned i = 0; i < connections; ++i) {
        Result<std::unique_ptr<Source>> source = open_source(network, ahead->stop_.get_token());
        if (!source) return source.error();
        ahead->sources_.push_back(std::move(*source));
    }
    for (const auto& source : ahead->sources_) {
        ahead->threads_.emplace_back(
            [&self = *ahead, &source = *source] { self.work(source, self.stop_.get_token()); });
    }
    return ahead;
}

ReadAhead::~ReadAhead() {
    stop_.request_stop();
    threads_.clear();
}

void ReadAhead::work(Source& source, std::stop_token stop) {
    for (;;) {
        std::uint64_t height = 0;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, stop,
                          [&] { return to_read_ > to_ || to_read_ < to_take_ + window_; });
            if (stop.stop_requested() || to_read_ > to_) return;
            height = to_read_++;
        }
        Result<FeedItem> item = read_(source, height);
        const bool is_good = item.has_value();
        {
            const std::lock_guard lock(mutex_);
            ready_.emplace(height, std::move(item));
            if (!is_good) to_ = std::min(to_, height);  // nothing after it will be asked for
        }
        changed_.notify_all();
    }
}

Result<FeedItem> ReadAhead::next(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [&] { return ready_.contains(to_take_); });
    const auto found = ready_.find(to_take_);
    if (found == ready_.end()) return unavailable("reading ahead was stopped");
    Result<FeedItem> item = std::move(found->second);
    ready_.erase(found);
    ++to_take_;
    changed_.notify_all();
    return item;
}

}  // namespace homing
