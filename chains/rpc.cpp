#include "chains/rpc.h"

#include <optional>

#include "chains/walk.h"
#include "core/quote.h"

namespace homing {
namespace {

constexpr std::string_view kErrorNames[] = {"code", "message"};
constexpr std::string_view kEnvelopeNames[] = {"jsonrpc", "id", "result", "error"};
constexpr std::string_view kIdNames[] = {"id"};

// The error member of a reply.
struct NodeError {
    std::int64_t code = 0;
    std::string message;
};

bool read_node_error(Walk& walk, JsonNode node, NodeError* out) {
    ObjectShape shape(kErrorNames);
    return walk.object(node, shape, [&](int member, JsonNode value) {
        return member == 0 ? walk.integer(value, &out->code)
                           : walk.message_text(value, &out->message);
    });
}

// What a node's error means to us (JSON-RPC 2.0 section 5.1, EIP-1474).
Error to_error(const NodeError& error) {
    const std::string said =
        "the node answers error " + std::to_string(error.code) + " " + quote(error.message);
    switch (error.code) {
        case -32601:  // method not found
        case -32004:  // method not supported
            return not_found(said);
        case -32700:  // parse error
        case -32600:  // invalid request
        case -32602:  // invalid params
            return invalid(said);
        default:
            return unavailable(said);
    }
}

// The same for Bitcoin-like nodes (their rpc/protocol.h).
Error to_bitcoin_error(const NodeError& error) {
    const std::string said =
        "the node answers error " + std::to_string(error.code) + " " + quote(error.message);
    switch (error.code) {
        case -5:  // no such block or transaction
        case -8:  // block height out of range
            return not_found(said);
        case -3:      // type error
        case -22:     // deserialization error
        case -32601:  // method not found
            return invalid(said);
        default:  // such as -28, still warming up
            return unavailable(said);
    }
}

struct Envelope {
    bool version = false;
    bool id_matches = false;
    bool has_result = false;
    std::optional<NodeError> error;
};

bool read_envelope(Walk& walk, JsonNode root, std::uint64_t id, RpcDialect dialect,
                   const ReplyReader& read, Envelope* out) {
    ObjectShape shape(kEnvelopeNames);
    return walk.object(root, shape, [&](int member, JsonNode value) {
        if (member == 0) {
            std::string_view version;
            out->version = walk.text(value, &version) && version == "2.0";
            return walk.ok();
        }
        if (member == 1) {
            std::int64_t echoed = 0;
            if (walk.is_null(value)) return true;
            out->id_matches = walk.integer(value, &echoed) && std::uint64_t(echoed) == id;
            return walk.ok();
        }
        if (member == 2) {
            if (dialect == RpcDialect::kBitcoin && walk.is_null(value)) return true;
            out->has_result = true;
            return read(walk, value);
        }
        if (walk.is_null(value)) return true;
        return read_node_error(walk, value, &out->error.emplace());
    });
}

Result<void> judge(const Envelope& envelope, RpcDialect dialect) {
    const bool bitcoin = dialect == RpcDialect::kBitcoin;
    if (envelope.error) {
        return bitcoin ? to_bitcoin_error(*envelope.error) : to_error(*envelope.error);
    }
    if (!envelope.version && !bitcoin) return invalid("the reply is not JSON-RPC 2.0");
    if (!envelope.id_matches) return invalid("the reply's id is not the request's");
    if (!envelope.has_result) return invalid("the reply has neither result nor error");
    return {};
}

std::string request(std::uint64_t id, const std::string& method, const std::string& params) {
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":")" + method +
           R"(","params":)" + params + "}";
}

}  // namespace

struct Rpc::Parser {
    simdjson::ondemand::parser simdjson;
};

Rpc::Rpc(std::string node, std::unique_ptr<Transport> transport, RpcLimits limits,
         std::stop_token stop, RpcDialect dialect)
    : node_(std::move(node)),
      transport_(std::move(transport)),
      retry_(limits, std::move(stop)),
      dialect_(dialect),
      parser_(std::make_unique<Parser>()) {}

Rpc::Rpc(Rpc&&) noexcept = default;
Rpc::~Rpc() = default;

Result<std::string> Rpc::call(const std::string& method, const std::string& params_json,
                              const ReplyReader& read) {
    const std::uint64_t id = next_id_++;
    return ask(method, request(id, method, params_json),
               [&](std::string& text) { return read_one(text, id, read); });
}

Result<std::string> Rpc::batch(const std::string& method,
                               const std::vector<std::string>& params_json,
                               const ReplyReader& read) {
    CHECK(params_json.size() <= 1000);
    const std::uint64_t first = next_id_;
    next_id_ += params_json.size();
    std::string body = "[";
    for (std::size_t i = 0; i < params_json.size(); ++i) {
        body += (i == 0 ? "" : ",") + request(first + i, method, params_json[i]);
    }
    return ask(method, body + "]", [&](std::string& text) {
        return read_batch(text, first, params_json.size(), read);
    });
}

Result<std::string> Rpc::ask(const std::string& method, const std::string& body,
                             const ReadReply& read) {
    Result<std::string> text = retry_.run([&] { return attempt(body, read); });
    if (!text) return within(node_ + " " + method, text.error());
    return text;
}

Attempt Rpc::attempt(const std::string& body, const ReadReply& read) {
    Result<HttpReply> reply = transport_->post(body, retry_.limits().deadline);
    if (!reply) return retry_.no_reply(reply.error());
    const Result<void> read_well = read(reply->text);
    if (read_well && reply->status == 200) return {std::move(reply->text), 0};
    const bool is_json_rpc = read_well || read_well.error().code != Code::kInvalid;
    if (reply->status != 200 && !is_json_rpc) return retry_.bad_status(reply->status);
    if (read_well) {
        return {unavailable("HTTP " + std::to_string(reply->status)), retry_.limits().retries};
    }
    return retry_.bad_reply(read_well.error());
}

Result<void> Rpc::read_one(std::string& text, std::uint64_t id, const ReplyReader& read) {
    Envelope envelope;
    const Result<void> walked =
        walk_document(parser_->simdjson, text, [&](Walk& walk, JsonNode root) {
            return read_envelope(walk, root, id, dialect_, read, &envelope);
        });
    if (!walked) return walked;
    return judge(envelope, dialect_);
}

Result<void> Rpc::read_batch(std::string& text, std::uint64_t first_id, std::size_t count,
                             const ReplyReader& read) {
    std::vector<std::string> replies(count);
    std::optional<Error> refused;
    const auto sort_in = [&](Walk& walk, JsonNode element) {
        std::string_view raw;
        simdjson::ondemand::object object;
        if (element.value.get_object().get(object)) return walk.fail("not an object");
        if (object.raw_json().get(raw)) return walk.fail("a broken reply");
        std::string one(raw);
        ObjectShape shape(kIdNames);
        std::uint64_t id = 0;
        simdjson::ondemand::parser parser;
        const auto walked = walk_document(parser, one, [&](Walk& inner, JsonNode root) {
            return inner.object(root, shape, [&](int, JsonNode value) {
                std::int64_t echoed = 0;
                if (!inner.integer(value, &echoed)) return false;
                id = std::uint64_t(echoed);
                return true;
            });
        });
        if (!walked) return walk.fail(walked.error().message);
        if (id < first_id || id - first_id >= count) return walk.fail("an id we did not ask for");
        if (!replies[id - first_id].empty()) return walk.fail("an id that comes twice");
        replies[id - first_id] = std::move(one);
        return true;
    };
    const auto walked = walk_document(parser_->simdjson, text, [&](Walk& walk, JsonNode root) {
        if (walk.kind(root) == '[') {
            return walk.array(root, [&](std::size_t, JsonNode one) { return sort_in(walk, one); });
        }
        Envelope envelope;  // a single error for the whole batch
        const ReplyReader skip = [](Walk& inner, JsonNode value) { return inner.skip(value); };
        if (!read_envelope(walk, root, 0, dialect_, skip, &envelope)) return false;
        refused = envelope.error ? to_error(*envelope.error) : invalid("a batch without replies");
        return true;
    });
    if (!walked) return walked;
    if (refused) return *refused;
    for (std::size_t i = 0; i < count; ++i) {
        if (replies[i].empty()) return invalid("a reply of the batch is missing");
        if (auto one = read_one(replies[i], first_id + i, read); !one) return one;
    }
    return {};
}

}  // namespace homing
