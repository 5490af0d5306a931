#include "app/print/progress.h"

#include <unistd.h>

#include <cstdio>

#include "app/print/style.h"

namespace homing {

namespace {

constexpr auto kRedraw = std::chrono::milliseconds(100);
constexpr auto kLineEvery = std::chrono::seconds(5);
constexpr std::uint64_t kBarWidth = 28;

std::string bar(std::uint64_t done, std::uint64_t total) {
    const std::uint64_t filled = std::min(kBarWidth, done * kBarWidth / total);
    std::string out;
    for (std::uint64_t i = 0; i < kBarWidth; ++i) out += i < filled ? "█" : "░";
    return out;
}

}  // namespace

Progress::Progress(std::string what, std::uint64_t total, bool quiet)
    : what_(std::move(what)),
      total_(total),
      quiet_(quiet),
      terminal_(::isatty(STDERR_FILENO) == 1),
      next_(std::chrono::steady_clock::now() +
            (terminal_ ? std::chrono::steady_clock::duration(kRedraw) : kLineEvery)) {}

Progress::~Progress() {
    if (drawn_ && terminal_) std::fputs("\r\x1b[K", stderr);
}

void Progress::set_total(std::uint64_t total) {
    const std::lock_guard lock(mutex_);
    total_ = total;
}

void Progress::at(std::uint64_t done, const std::string& note) {
    const std::lock_guard lock(mutex_);
    done_ = done;
    const auto now = std::chrono::steady_clock::now();
    if (quiet_ || now < next_) return;
    next_ = now + (terminal_ ? std::chrono::steady_clock::duration(kRedraw) : kLineEvery);
    draw(note);
}

void Progress::draw(const std::string& note) {
    std::string line = what_ + " ";
    if (total_ > 0 && terminal_) line += bar(done_, total_) + " ";
    line += with_commas(done_);
    if (total_ > 0) line += " of " + with_commas(total_);
    if (!note.empty()) line += "  " + note;
    std::fputs((terminal_ ? "\r\x1b[K" + line : line + "\n").c_str(), stderr);
    std::fflush(stderr);
    drawn_ = true;
}

}  // namespace homing
