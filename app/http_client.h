#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace homing {

struct HttpCall {
    std::string method = "GET";
    std::string url;
    std::string unix_socket;           // empty: over TCP
    std::vector<std::string> headers;  // "Name: value"
    std::string body;
    Duration deadline = std::chrono::seconds(5);
    std::size_t reply_max_bytes = 64u << 20;
};

struct HttpAnswer {
    int status = 0;
    std::string body;
};

// Sends HTTP calls one after another over a kept connection. Not thread-safe.
class HttpClient {
  public:
    HttpClient();
    ~HttpClient();

    // Whatever status the peer gave; kUnavailable when there was no whole answer in time (then the
    // call may still have had its effect). Never repeats a call.
    Result<HttpAnswer> send(const HttpCall& call, std::stop_token stop = {});

  private:
    struct Handle;
    std::unique_ptr<Handle> handle_;
};

// The text with everything but unreserved characters percent-encoded (RFC 3986 §2.3).
std::string percent_encoded(std::string_view text);

}  // namespace homing
