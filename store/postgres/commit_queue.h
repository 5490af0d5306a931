#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "store/store.h"

namespace homing::postgres {

// Runs commits on several threads, each behind every earlier one that it shares a written key (or
// its op_id) with, so that the order of submission holds wherever it can be seen.
class CommitQueue {
  public:
    using Run = std::function<CommitResult(const Commit&)>;
    // More commits than this waiting at once are answered kUnavailable.
    static constexpr std::size_t kMaxWaiting = 1 << 16;

    CommitQueue(std::size_t threads, Run run);
    ~CommitQueue();  // finishes what was submitted

    std::future<CommitResult> submit(Commit commit);

  private:
    struct Job {
        Commit commit;
        std::promise<CommitResult> answer;
        std::size_t waits_for = 0;
        std::vector<Job*> followers;
        std::vector<std::string> written;
        std::vector<std::string> only_read;
    };
    // Who holds a key: the last job to write it, and those that read it since.
    struct Holders {
        Job* writer = nullptr;
        std::vector<Job*> readers;
    };

    void enqueue(Job* job);
    void release(Job* job);
    void work();

    const Run run_;
    std::mutex mutex_;
    std::condition_variable ready_changed_;
    bool stopping_ = false;
    std::unordered_map<Job*, std::unique_ptr<Job>> jobs_;
    std::unordered_map<std::string, Holders> held_;
    std::deque<Job*> ready_;
    std::vector<std::thread> threads_;
};

}  // namespace homing::postgres
