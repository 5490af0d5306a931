#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "core/result.h"
#include "core/time.h"

namespace homing {

// What came back for one request.
struct HttpReply {
    int status = 200;
    std::string text;
};

// Carries one request to a node and its reply back. Not thread-safe.
class Transport {
  public:
    virtual ~Transport() = default;

    // The reply, whatever its status. kUnavailable when there is none within the deadline, the stop
    // token fired or the connection failed; kInvalid when it is larger than the cap or compressed.
    virtual Result<HttpReply> post(const std::string& body, Duration deadline) = 0;
    // As post, for a path with its query below the endpoint: "/ledgers/7?limit=1".
    virtual Result<HttpReply> get(const std::string& path, Duration deadline) = 0;
};

// HTTP or HTTPS by libcurl: one connection kept open, no redirect followed, no signals. The URL may
// carry user and password; they stay out of every message. kInvalid for a URL we cannot use.
Result<std::unique_ptr<Transport>> open_http_transport(const std::string& url,
                                                       std::uint64_t reply_max_bytes,
                                                       std::stop_token stop);

// Recorded results in a folder (chains/README.md says how they are named); kInvalid when there is
// no such folder.
Result<std::unique_ptr<Transport>> open_replay_transport(const std::string& folder,
                                                         std::uint64_t reply_max_bytes);

// The file name, without folder, under which a call's result is recorded.
std::string replay_file_name(std::string_view method, std::string_view params_json);
// The same for a path: "GET" and the path's parts, each joined by a dot.
std::string replay_file_name(std::string_view path);

}  // namespace homing
