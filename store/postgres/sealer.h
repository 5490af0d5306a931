#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "store/postgres/pool.h"

namespace homing::postgres {

// Numbers queued commits and audit leaves, and writes the Merkle nodes, in a thread of its own. Of
// all processes on a database one seals: whoever holds the lease row, which every sealing bumps, so
// that a holder who slept through its lease cannot write. Others take over when it runs out.
class Sealer {
  public:
    explicit Sealer(ConnectionOptions options);
    ~Sealer();  // gives the lease up

    // Something was committed here: seal soon.
    void poke();
    // Seals what was committed so far unless another process holds the lease.
    Result<void> seal_now();

    // How long a silent holder keeps the lease, and how often the others look.
    static constexpr std::chrono::milliseconds kLease{2000};
    static constexpr std::chrono::milliseconds kPoll{500};
    // Commits sealed at once.
    static constexpr std::int64_t kBatch = 1000;

  private:
    enum class Step { kIdle, kMore, kNotOurs };

    void work();
    Result<Step> step(Connection& connection, Deadline deadline);
    Result<Step> seal_batch(Connection& connection, Deadline deadline);
    void give_up();

    const std::chrono::milliseconds timeout_;
    Pool pool_;
    const std::string holder_;  // 16 random bytes, this process's name in the lease row
    std::mutex sealing_;        // one sealing of this process at a time
    std::mutex mutex_;
    std::condition_variable poked_;
    bool work_waits_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace homing::postgres
