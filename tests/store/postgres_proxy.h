#pragma once

#include <array>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

namespace homing {

// Stands between the store and a PostgreSQL server on a Unix socket and now and then cuts a
// connection in the middle of a commit.
class PostgresProxy {
  public:
    enum class Cut : int {
        kBeforeRequest,  // the server gets half of the request
        kBeforeCommit,   // it gets all but the word to commit
        kWhileCommits,   // it gets all, and the connection is closed at once
        kBeforeAnswer,   // it has answered, and the answer is lost
        kDelayed,        // it gets all, some time after the client was cut off
    };
    static constexpr int kCuts = 5;

    // Listens in `folder`, which must exist; one statement in `odds` is cut while active().
    PostgresProxy(std::filesystem::path folder, std::filesystem::path server_socket, unsigned odds,
                  std::uint64_t seed);
    ~PostgresProxy();

    void set_active(bool active) { active_ = active; }
    int cuts(Cut cut) const { return counts_[static_cast<std::size_t>(cut)]; }

  private:
    void accept_all();
    void serve(int client);
    bool draw(Cut& cut);

    const std::filesystem::path server_socket_;
    const unsigned odds_;
    std::atomic<bool> active_ = false;
    std::atomic<bool> stopping_ = false;
    std::array<std::atomic<int>, kCuts> counts_{};
    int listener_ = -1;
    std::mutex mutex_;
    std::mt19937_64 random_;
    std::vector<std::thread> sessions_;
    std::thread acceptor_;
};

}  // namespace homing
