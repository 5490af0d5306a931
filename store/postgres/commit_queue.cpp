#include "store/postgres/commit_queue.h"

#include <algorithm>
#include <set>

#include "core/check.h"

namespace homing::postgres {

CommitQueue::CommitQueue(std::size_t threads, Run run) : run_(std::move(run)) {
    CHECK(threads > 0);
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

CommitQueue::~CommitQueue() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    ready_changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

std::future<CommitResult> CommitQueue::submit(Commit commit) {
    auto job = std::make_unique<Job>();
    std::future<CommitResult> answer = job->answer.get_future();
    std::set<std::string> written;
    for (const Put& put : commit.puts) written.insert(put.key);
    written.insert(commit.dels.begin(), commit.dels.end());
    std::set<std::string> only_read;
    for (const Expect& expect : commit.expects) {
        if (!written.contains(expect.key)) only_read.insert(expect.key);
    }
    job->written.assign(written.begin(), written.end());
    // No row key starts with a zero byte (store/tables.h), so op_ids cannot be mistaken for one.
    job->written.push_back(std::string(1, '\0') + std::string(as_text(commit.op_id.bytes)));
    job->only_read.assign(only_read.begin(), only_read.end());
    job->commit = std::move(commit);

    const std::lock_guard lock(mutex_);
    if (jobs_.size() >= kMaxWaiting) {
        job->answer.set_value(
            {CommitOutcome::kUnavailable, "PostgreSQL: " + std::to_string(kMaxWaiting) +
                                              " commits are waiting already; submit again later"});
        return answer;
    }
    Job* raw = job.get();
    jobs_.emplace(raw, std::move(job));
    enqueue(raw);
    return answer;
}

void CommitQueue::enqueue(Job* job) {
    std::set<Job*> before;
    for (const std::string& key : job->written) {
        Holders& holders = held_[key];
        if (holders.writer != nullptr) before.insert(holders.writer);
        before.insert(holders.readers.begin(), holders.readers.end());
        holders = {job, {}};
    }
    for (const std::string& key : job->only_read) {
        Holders& holders = held_[key];
        if (holders.writer != nullptr) before.insert(holders.writer);
        holders.readers.push_back(job);
    }
    for (Job* earlier : before) earlier->followers.push_back(job);
    job->waits_for = before.size();
    if (job->waits_for > 0) return;
    ready_.push_back(job);
    ready_changed_.notify_one();
}

void CommitQueue::release(Job* job) {
    const auto forget = [&](const std::string& key) {
        const auto found = held_.find(key);
        if (found == held_.end()) return;
        Holders& holders = found->second;
        if (holders.writer == job) holders.writer = nullptr;
        std::erase(holders.readers, job);
        if (holders.writer == nullptr && holders.readers.empty()) held_.erase(found);
    };
    std::for_each(job->written.begin(), job->written.end(), forget);
    std::for_each(job->only_read.begin(), job->only_read.end(), forget);
    for (Job* follower : job->followers) {
        if (--follower->waits_for == 0) ready_.push_back(follower);
    }
    jobs_.erase(job);
    ready_changed_.notify_all();
}

void CommitQueue::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        ready_changed_.wait(lock,
                            [this] { return !ready_.empty() || (stopping_ && jobs_.empty()); });
        if (ready_.empty()) return;
        Job* job = ready_.front();
        ready_.pop_front();
        lock.unlock();
        CommitResult result = run_(job->commit);
        std::promise<CommitResult> answer = std::move(job->answer);
        lock.lock();
        release(job);
        lock.unlock();
        answer.set_value(std::move(result));
        lock.lock();
    }
}

}  // namespace homing::postgres
