#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "app/host.h"
#include "app/run/feed.h"
#include "app/run/followups.h"

namespace homing {

// The thread that owns the engine: applies what the feeds bring, in turn, and what commands and
// answers ask for in between.
class EngineLoop {
  public:
    using Work = std::function<void(Engine&)>;

    // `host`, the board and the followups' askers must outlive it.
    EngineLoop(Host& host, Board& board, SharedFilter& filter, Followups::Askers askers);

    // Before run().
    Feed& add_feed(const NetworkId& network, std::size_t max);

    // Queues work and does not wait. Any thread.
    void post(Work work);
    // Queues work and waits for its end; kUnavailable when the loop has ended. Any other thread.
    Result<void> call(const Work& work);
    // What came of asking for a deposit's need; none: nobody could say, ask again later. Any
    // thread.
    void learned(const DepositId& deposit, const std::string& need,
                 std::optional<Evidence> evidence);

    // Until stopped; an Error when going on would be wrong (the store is corrupt).
    Result<void> run(std::stop_token stop);
    // Whether nothing is queued and no open question can be answered.
    bool is_idle() const { return idle_; }

  private:
    bool take_work();
    bool take_items(std::stop_token stop);
    Result<void> take(FeedItem& item);
    Result<void> take_block(FeedItem& item);
    Result<void> take_rescan(FeedItem& item);
    Result<void> take_undo(FeedItem& item);
    // Repeats a step whose outcome is open until it is known, at most until stopped.
    Result<void> insist(const std::function<Result<void>()>& step, std::stop_token stop);
    void attach_replies(const FeedItem& item, const std::vector<DepositId>& deposits);
    void wake();
    // Warnings and breaches of cases, and the messages of them, into the log; once a second.
    Result<void> tick_cases();
    void tell_staff();

    Host& host_;
    Board& board_;
    SharedFilter& filter_;
    Followups followups_;
    std::map<NetworkId, std::unique_ptr<Feed>> feeds_;
    std::optional<Error> fatal_;
    Time next_sweep_{};

    std::mutex mutex_;
    std::condition_variable_any woken_;
    std::deque<Work> work_;
    bool signalled_ = false;
    bool ended_ = false;
    std::atomic<bool> idle_{false};
};

}  // namespace homing
