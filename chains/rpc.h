#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "chains/retry.h"
#include "chains/transport.h"

namespace homing {

class Walk;
struct JsonNode;

// Reads one result; false when the walk failed. May be called again for a repeated request, so it
// starts from nothing each time.
using ReplyReader = std::function<bool(Walk&, JsonNode)>;

// Bitcoin-like nodes name no version, send a null result beside an error, and have error codes of
// their own.
enum class RpcDialect { kJsonRpc2, kBitcoin };

// JSON-RPC 2.0 with one node. Asks again when the node does not answer or is busy; once more when
// the reply is malformed. Not thread-safe.
class Rpc {
  public:
    // `node` names the endpoint in every message: "eip155:56#0".
    Rpc(std::string node, std::unique_ptr<Transport> transport, RpcLimits limits,
        std::stop_token stop, RpcDialect dialect = RpcDialect::kJsonRpc2);
    Rpc(Rpc&&) noexcept;
    ~Rpc();

    const std::string& node() const { return node_; }

    // Calls a method and lets `read` walk its result. The raw reply on success; kNotFound when the
    // node does not offer the method (in Bitcoin's dialect: has no such block or transaction),
    // kInvalid for a malformed reply or a request it rejects, kUnavailable otherwise.
    Result<std::string> call(const std::string& method, const std::string& params_json,
                             const ReplyReader& read);

    // The same method for many parameters in one request, at most 1,000; results are read in the
    // order of `params_json`, whatever order the node answers in. Errors as for call.
    Result<std::string> batch(const std::string& method,
                              const std::vector<std::string>& params_json, const ReplyReader& read);

  private:
    struct Parser;
    using ReadReply = std::function<Result<void>(std::string&)>;

    Result<std::string> ask(const std::string& method, const std::string& body,
                            const ReadReply& read);
    Attempt attempt(const std::string& body, const ReadReply& read);
    Result<void> read_one(std::string& text, std::uint64_t id, const ReplyReader& read);
    Result<void> read_batch(std::string& text, std::uint64_t first_id, std::size_t count,
                            const ReplyReader& read);

    std::string node_;
    std::unique_ptr<Transport> transport_;
    Retry retry_;
    RpcDialect dialect_;
    std::uint64_t next_id_ = 1;
    std::unique_ptr<Parser> parser_;
};

}  // namespace homing
