#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/result.h"
#include "core/time.h"

namespace homing {

struct HttpRequest {
    std::string method;
    std::string target;
    std::string body;
    uid_t peer = 0;  // the Unix user at the other end
};

struct HttpReply {
    int status = 200;
    std::string body;  // JSON
};

struct HttpLimits {
    std::size_t body_max_bytes = 8u << 20;
    std::size_t header_max_bytes = 16u << 10;
    std::size_t connections_max = 64;
    unsigned handler_threads = 4;
    Duration read_deadline = std::chrono::seconds(10);  // for one whole request, and between two
};

// Answers HTTP/1.1 on a Unix socket. Requests beyond a limit get 400, 413, 408 or 503 with a
// sentence. Handlers run on threads of the server, several at once.
class HttpServer {
  public:
    using Handler = std::function<HttpReply(const HttpRequest&)>;

    // Replaces a socket that nobody listens on any more; kConflict when somebody does. The socket
    // is open to every Unix user of the machine where the folder is; who they are decides what they
    // may.
    static Result<std::unique_ptr<HttpServer>> listen(const std::filesystem::path& socket,
                                                      const HttpLimits& limits, Handler handler);
    // Stops listening, lets running handlers end, drops the rest.
    virtual ~HttpServer() = default;
};

// Whether somebody listens on the socket.
bool is_listening(const std::filesystem::path& socket);

}  // namespace homing
