#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "app/ledger.h"
#include "app/run/board.h"
#include "core/id.h"
#include "core/model/evidence.h"
#include "store/store.h"

namespace homing {

// The thread that speaks to the operator's ledger: asks whether a movement was credited, and
// delivers the outbox, each message under its key until it is acknowledged.
class LedgerWorker {
  public:
    struct Callbacks {
        // The answer as evidence; nothing when the ledger could not say.
        std::function<void(const DepositId&, std::optional<Evidence>)> answer;
        // The receiver has the message.
        std::function<Result<void>(const std::string& key, const std::string& id)> acknowledge;
    };
    // `store` must outlive it.
    LedgerWorker(std::unique_ptr<Ledger> ledger, const Store& store, Duration idempotency_window,
                 Callbacks callbacks);

    void start();
    void request_stop() { thread_.request_stop(); }
    void ask(const DepositId& deposit, const LedgerSubject& subject);

    LedgerStatus status() const;
    // Whether the outbox is empty, or what is left cannot be delivered now.
    bool is_idle() const;

  private:
    struct Try {
        unsigned failed = 0;
        Time again{};
        bool refused = false;
    };
    void run(std::stop_token stop);
    bool answer_asks(std::stop_token stop);
    void deliver_outbox(std::stop_token stop);
    // Whether the receiver has it: by sending it, or by asking first where it may have forgotten.
    Result<std::string> deliver(const OutboxMessage& message);

    std::unique_ptr<Ledger> ledger_;
    const Store& store_;
    Duration window_;
    Callbacks callbacks_;
    SystemClock clock_;
    std::map<std::string, Try> tries_;

    mutable std::mutex mutex_;
    std::condition_variable_any woken_;
    std::deque<std::pair<DepositId, LedgerSubject>> asks_;
    LedgerStatus status_;
    bool idle_ = false;
    std::jthread thread_;
};

}  // namespace homing
