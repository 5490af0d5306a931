#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "app/config.h"
#include "app/run/board.h"
#include "app/run/feed.h"
#include "app/run/read_ahead.h"
#include "app/run/shared_filter.h"
#include "chains/source.h"
#include "core/model/evidence.h"
#include "store/store.h"

namespace homing {

// What an address held before and after a block, asked for a deposit.
struct BalanceAsk {
    DepositId deposit;
    Transfer transfer;
    BlockRef block;
};

// The thread that reads one network: final blocks into the feed, younger ones onto the board,
// rescans and balances in between. Whatever goes wrong with the node pauses this network alone.
class NetworkReader {
  public:
    // Told the evidence, or nothing when the node could not say.
    using Answer = std::function<void(const DepositId&, std::optional<Evidence>)>;

    // All but `config` must outlive it. It opens so many `connections` at a time when it has much
    // to catch up.
    NetworkReader(NetworkConfig config, Network network, Store& store, SharedFilter& filter,
                  Board& board, Feed& feed, unsigned connections, Answer answer);
    ~NetworkReader();

    void start();
    void request_stop() { thread_.request_stop(); }
    void ask(BalanceAsk ask);
    // Whether every final block that the node last named was handed on, and no rescan is left.
    bool is_caught_up() const { return caught_up_; }
    bool has_asks() const;

  private:
    using Stop = std::stop_token;

    void run(Stop stop);
    // One look at the node and everything that follows from it.
    Result<void> round(Stop stop);
    Result<void> place();
    Result<void> read_final(const BlockRef& final_head, Stop stop);
    Result<void> heal_fork(const BlockRef& final_head, Stop stop);
    Result<void> read_rescans(Stop stop);
    Result<void> read_younger(const BlockRef& final_head, const BlockRef& head, Stop stop);
    void answer_asks();
    Result<Evidence> measure(const BalanceAsk& ask);
    Result<FeedItem> read(Source& source, std::uint64_t height) const;
    // Where there is much to read from here to the height; nothing where there is not.
    Result<std::unique_ptr<ReadAhead>> read_ahead(std::uint64_t to);

    void note_heads(const BlockRef& head, const BlockRef& final_head);
    void pause(const std::string& reason);
    void wait(Duration duration, Stop stop);

    NetworkConfig config_;
    Network network_;
    Store& store_;
    SharedFilter& filter_;
    Board& board_;
    Feed& feed_;
    unsigned connections_;
    Answer answer_;
    SystemClock clock_;

    std::unique_ptr<Source> source_;
    bool checked_ = false;
    bool placed_ = false;     // next_ and last_hash_ follow the stored cursor
    std::uint64_t next_ = 0;  // first block not yet handed on
    std::string last_hash_;   // of the block before it; empty at the very start
    BlockRef head_;
    std::map<std::uint64_t, Block> younger_;
    std::atomic<bool> caught_up_{false};

    mutable std::mutex mutex_;
    std::condition_variable_any asked_;
    std::deque<BalanceAsk> asks_;
    bool answering_ = false;
    std::jthread thread_;
};

}  // namespace homing
