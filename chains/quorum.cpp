#include "chains/quorum.h"

#include "core/crypto/hash.h"

namespace homing {

Error disagreement(const std::string& a, const std::string& b, const std::string& on) {
    return unavailable(a + " and " + b + " disagree on " + on + "; waiting until they agree");
}

void keep_replies(std::vector<NodeReply> from, std::vector<NodeReply>* into) {
    constexpr std::size_t kMaxText = 256u << 10;
    constexpr std::size_t kMaxReplies = 64;
    for (NodeReply& reply : from) {
        if (into->size() == kMaxReplies) into->erase(into->begin());
        reply.digest.bytes = sha256(as_bytes(reply.text));
        if (reply.text.size() > kMaxText) reply.text.resize(kMaxText);
        into->push_back(std::move(reply));
    }
}

std::string endpoint_name(const Network& network, std::size_t endpoint) {
    return network.id.str() + "#" + std::to_string(endpoint);
}

Result<std::unique_ptr<Transport>> open_endpoint(const Network& network, std::size_t endpoint,
                                                 const std::stop_token& stop) {
    constexpr std::string_view kReplay = "replay:";
    const std::string& url = network.endpoints[endpoint];
    auto transport =
        url.starts_with(kReplay)
            ? open_replay_transport(url.substr(kReplay.size()), network.reply_max_bytes)
            : open_http_transport(url, network.reply_max_bytes, stop);
    if (!transport) return within(endpoint_name(network, endpoint), transport.error());
    return transport;
}

RpcLimits limits_of(const Network& network) {
    RpcLimits limits;
    limits.deadline = network.deadline;
    limits.retries = network.retries;
    return limits;
}

Result<void> check_settings(const Network& network) {
    const std::string name = network.id.str();
    if (network.endpoints.empty()) return invalid(name + " has no endpoint");
    if (network.endpoints.size() > 8) return invalid(name + " has more than 8 endpoints");
    if (network.finality_rule != "finalized" && network.finality_rule != "depth") {
        return invalid(name + " has the finality rule \"" + network.finality_rule +
                       "\"; write \"finalized\" or \"depth\"");
    }
    if (network.deadline <= Duration::zero() || network.deadline > std::chrono::minutes(10)) {
        return invalid(name + " has a deadline outside of 1 ms to 10 min");
    }
    if (network.reply_max_bytes == 0 || network.reply_max_bytes > (1u << 30)) {
        return invalid(name + " has reply_max_bytes outside of 1 to 2^30");
    }
    return {};
}

}  // namespace homing
