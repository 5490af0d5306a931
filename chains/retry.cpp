#include "chains/retry.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace homing {
namespace {

std::string_view http_hint(int status) {
    if (status == 401 || status == 403) return "; check the endpoint's credentials";
    if (status >= 300 && status < 400) return "; redirects are not followed";
    if (status == 404) return "; check the endpoint's path";
    return "";
}

bool may_pass(int status) {
    return status == 408 || status == 429 || status >= 500;
}

}  // namespace

Retry::Retry(RpcLimits limits, std::stop_token stop)
    : limits_(limits), stop_(std::move(stop)), jitter_(std::random_device{}()) {}

Result<std::string> Retry::run(const std::function<Attempt()>& attempt) {
    for (unsigned tried = 0;; ++tried) {
        if (stop_.stop_requested()) return unavailable("stopped");
        Attempt last = attempt();
        if (last.outcome || tried >= last.retries || !pause(tried)) return std::move(last.outcome);
    }
}

Attempt Retry::no_reply(const Error& error) const {
    return {error, error.code == Code::kUnavailable ? limits_.retries : 0};
}

Attempt Retry::bad_status(int status) const {
    return {unavailable("HTTP " + std::to_string(status) + std::string(http_hint(status))),
            may_pass(status) ? limits_.retries : 0};
}

Attempt Retry::bad_reply(const Error& error) const {
    constexpr unsigned kRetriesOfMalformed = 1;
    switch (error.code) {
        case Code::kUnavailable:
            return {error, limits_.retries};
        case Code::kInvalid:
            return {error, std::min(kRetriesOfMalformed, limits_.retries)};
        case Code::kNotFound:
        case Code::kConflict:
        case Code::kCorrupt:
            break;
    }
    return {error, 0};
}

bool Retry::pause(unsigned attempt) {
    constexpr Duration kLongest = std::chrono::seconds(2);
    const Duration full = std::min(kLongest, limits_.first_pause * (1u << std::min(attempt, 10u)));
    std::uniform_int_distribution<Duration::rep> spread(full.count() / 2, full.count());
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any wake;
    wake.wait_for(lock, stop_, Duration(spread(jitter_)), [] { return false; });
    return !stop_.stop_requested();
}

}  // namespace homing
