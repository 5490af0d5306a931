#pragma once

#include <functional>
#include <random>
#include <stop_token>
#include <string>

#include "core/result.h"
#include "core/time.h"

// Asking a node again: shared by the protocols that speak to one.
namespace homing {

struct RpcLimits {
    Duration deadline = std::chrono::seconds(10);  // of one attempt
    unsigned retries = 3;                          // further attempts when the node does not answer
    Duration first_pause = std::chrono::milliseconds(100);  // doubles, with jitter, to at most 2 s
};

// How one attempt ended, and how often the like may be tried again.
struct Attempt {
    Result<std::string> outcome;
    unsigned retries = 0;
};

// Repeats an attempt within its limits, with pauses, until it succeeds, may not be repeated or the
// stop token fires.
class Retry {
  public:
    Retry(RpcLimits limits, std::stop_token stop);

    const RpcLimits& limits() const { return limits_; }
    Result<std::string> run(const std::function<Attempt()>& attempt);

    // A request that got no reply: kUnavailable may be repeated.
    Attempt no_reply(const Error& error) const;
    // An HTTP status that is no answer: 408, 429 and 5xx may be repeated.
    Attempt bad_status(int status) const;
    // A reply that did not read well: kUnavailable may be repeated, kInvalid once.
    Attempt bad_reply(const Error& error) const;

  private:
    // False when the stop token fired.
    bool pause(unsigned attempt);

    RpcLimits limits_;
    std::stop_token stop_;
    std::minstd_rand jitter_;
};

}  // namespace homing
