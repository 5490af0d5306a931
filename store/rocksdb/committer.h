#pragma once

#include <rocksdb/db.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "store/store.h"

namespace homing {

// The one thread that writes: it takes what is queued, plans each commit on the state with the
// group's earlier commits, and makes the group durable by one synced batch.
class Committer {
  public:
    // The database must outlive the committer.
    explicit Committer(rocksdb::DB& db);
    // Finishes what is queued.
    ~Committer();
    Committer(const Committer&) = delete;
    Committer& operator=(const Committer&) = delete;

    std::future<CommitResult> submit(Commit commit);

    // Runs a writer of its own between two groups and waits for it. The writer's kCorrupt stops the
    // store; a store that stopped refuses to run it.
    Result<void> run_alone(std::function<Result<void>()> writer);

    // Why the store takes no more writes; nullopt while it does.
    std::optional<std::string> stopped() const;

  private:
    struct Request {
        Commit commit;
        std::promise<CommitResult> answer;
    };
    struct Alone {
        std::function<Result<void>()> writer;
        std::promise<Result<void>> answer;
    };

    void run();
    void write_group(std::vector<Request> group);
    void run_writer(Alone alone);
    void stop(const std::string& why);

    rocksdb::DB& db_;
    mutable std::mutex mutex_;
    std::condition_variable queued_;
    std::deque<Request> requests_;
    std::deque<Alone> alone_;
    std::optional<std::string> stopped_;
    bool ending_ = false;
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace homing
