#include "chains/rest.h"

#include "chains/walk.h"

namespace homing {

struct Rest::Parser {
    simdjson::ondemand::parser simdjson;
};

Rest::Rest(std::string node, std::unique_ptr<Transport> transport, RpcLimits limits,
           std::stop_token stop)
    : node_(std::move(node)),
      transport_(std::move(transport)),
      retry_(limits, std::move(stop)),
      parser_(std::make_unique<Parser>()) {}

Rest::Rest(Rest&&) noexcept = default;
Rest::~Rest() = default;

Result<std::string> Rest::get(const std::string& path, const Reader& read) {
    Result<std::string> text = retry_.run([&] { return attempt(path, read); });
    if (!text) return within(node_ + " " + path, text.error());
    return text;
}

Attempt Rest::attempt(const std::string& path, const Reader& read) {
    Result<HttpReply> reply = transport_->get(path, retry_.limits().deadline);
    if (!reply) return retry_.no_reply(reply.error());
    switch (reply->status) {
        case 200:
            break;
        case 404:
        case 410:
            return {not_found("HTTP " + std::to_string(reply->status)), 0};
        case 400:
            return {invalid("the node rejects the request (HTTP 400)"), 0};
        default:
            return retry_.bad_status(reply->status);
    }
    const Result<void> walked = walk_document(parser_->simdjson, reply->text, read);
    if (!walked) return retry_.bad_reply(walked.error());
    return {std::move(reply->text), 0};
}

}  // namespace homing
