#pragma once

#include <functional>
#include <memory>

#include "chains/retry.h"
#include "chains/transport.h"

namespace homing {

class Walk;
struct JsonNode;

// JSON documents of one node by GET. Asks again as Rpc does. Not thread-safe.
class Rest {
  public:
    // Reads a document; false when the walk failed. May be called again, so it starts from nothing.
    using Reader = std::function<bool(Walk&, JsonNode)>;

    // `node` names the endpoint in every message: "stellar:pubnet#0".
    Rest(std::string node, std::unique_ptr<Transport> transport, RpcLimits limits,
         std::stop_token stop);
    Rest(Rest&&) noexcept;
    ~Rest();

    const std::string& node() const { return node_; }

    // The raw document at a path below the endpoint. kNotFound for HTTP 404 and 410, kInvalid for a
    // malformed one or HTTP 400, kUnavailable otherwise.
    Result<std::string> get(const std::string& path, const Reader& read);

  private:
    struct Parser;

    Attempt attempt(const std::string& path, const Reader& read);

    std::string node_;
    std::unique_ptr<Transport> transport_;
    Retry retry_;
    std::unique_ptr<Parser> parser_;
};

}  // namespace homing
