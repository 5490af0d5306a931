#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/model/transfer.h"

namespace homing {

// How a network stands at this moment.
struct NetworkStatus {
    std::string state = "starting";  // starting, syncing, live, paused, stalled
    std::string reason;              // for paused and stalled: what is wrong and what to do
    std::uint64_t head = 0;
    std::uint64_t final_head = 0;
    std::uint64_t applied = 0;
    Time head_since{};  // when the head was first seen
    std::uint64_t younger_blocks = 0;
};

// How the ledger port stands.
struct LedgerStatus {
    std::string name;
    std::string problem;        // the last one; empty when all is well
    std::uint64_t waiting = 0;  // messages of the outbox
    std::uint64_t refused = 0;  // of them: those that a person must look at
};

// What the threads of `homing run` show to the others. Any thread may call it.
class Board {
  public:
    // Changes what is there under the lock.
    template <class Change>
    void change(const NetworkId& network, Change change) {
        const std::lock_guard lock(mutex_);
        change(networks_[network]);
    }
    std::map<NetworkId, NetworkStatus> networks() const;

    // The younger blocks of a network that hold a transfer of interest, replaced whole.
    void set_younger(const NetworkId& network, std::vector<Block> blocks);
    std::vector<Block> younger() const;

    void set_ledger(const LedgerStatus& status);
    LedgerStatus ledger() const;

  private:
    mutable std::mutex mutex_;
    LedgerStatus ledger_;
    std::map<NetworkId, NetworkStatus> networks_;
    std::map<NetworkId, std::vector<Block>> younger_;
};

}  // namespace homing
