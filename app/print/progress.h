#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace homing {

// How far long work is, on stderr: a bar that is redrawn on a terminal, otherwise a line every few
// seconds. Any thread may call it.
class Progress {
  public:
    // `total` 0: not known; `quiet`: says nothing at all.
    Progress(std::string what, std::uint64_t total, bool quiet = false);
    // Clears the bar.
    ~Progress();

    void set_total(std::uint64_t total);
    void at(std::uint64_t done, const std::string& note = "");

  private:
    void draw(const std::string& note);

    std::mutex mutex_;
    std::string what_;
    std::uint64_t total_;
    std::uint64_t done_ = 0;
    bool quiet_;
    bool terminal_;
    bool drawn_ = false;
    std::chrono::steady_clock::time_point next_;
};

}  // namespace homing
