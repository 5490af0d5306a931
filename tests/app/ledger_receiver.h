#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace homing {

// The reference ledger that credits are told to: answers the ledger port on 127.0.0.1 and can fail
// on the way as real ones do. Keeps each key's credit once.
class LedgerReceiver {
  public:
    enum class Fault {
        kNone,
        kHangAfterEffect,  // takes the credit and never answers
        kDropAfterEffect,  // takes the credit and closes the connection
        kDropBefore,       // closes without having done anything
        kError500,         // answers 500 without having done anything
        kGarbage,          // takes the credit and answers what is no JSON
    };
    LedgerReceiver();
    ~LedgerReceiver();

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    // For the next POSTs, one each; then none.
    void fail_next(std::deque<Fault> faults);
    // Times that a credit was really booked, by key.
    std::map<std::string, int> booked() const;
    void say_unknown(bool unknown) { unknown_ = unknown; }

  private:
    void serve(std::stop_token stop);
    void answer(int connection);
    std::string reply_to(const std::string& request, bool& silent);

    int listener_ = -1;
    int port_ = 0;
    mutable std::mutex mutex_;
    std::deque<Fault> faults_;
    std::map<std::string, int> booked_;
    std::map<std::string, std::string> bodies_;
    std::atomic<bool> unknown_{false};
    std::jthread thread_;
};

}  // namespace homing
