#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "chains/retry.h"
#include "chains/source.h"
#include "chains/transport.h"

// Several nodes of one network: what every family's source does with them (E13).
namespace homing {

// What one node said.
template <class Node, class Value>
struct NodeAnswer {
    Node* node = nullptr;
    Value value;
};

// Asks nodes in turn until enough have answered: two, or the one there is. The last error when too
// few did, the first when one answered with nonsense.
template <class Value, class Node, class Ask>
Result<std::vector<NodeAnswer<Node, Value>>> ask_enough(
    const std::vector<std::unique_ptr<Node>>& nodes, Ask&& ask) {
    const std::size_t enough = std::min<std::size_t>(2, nodes.size());
    std::vector<NodeAnswer<Node, Value>> answers;
    std::optional<Error> last;
    for (const auto& node : nodes) {
        if (answers.size() == enough) break;
        Result<Value> value = ask(*node);
        if (value)
            answers.push_back({node.get(), *std::move(value)});
        else if (value.error().code == Code::kInvalid)
            return value.error();
        else
            last = value.error();
    }
    if (answers.size() < enough) return *last;
    return answers;
}

// Two nodes, by name, say different things: kUnavailable.
Error disagreement(const std::string& a, const std::string& b, const std::string& on);

// Adds replies with their digests, long texts cut; the oldest give way.
void keep_replies(std::vector<NodeReply> from, std::vector<NodeReply>* into);

// "eip155:56#0".
std::string endpoint_name(const Network& network, std::size_t endpoint);

// The transport of an endpoint: a node's URL, or "replay:<folder>".
Result<std::unique_ptr<Transport>> open_endpoint(const Network& network, std::size_t endpoint,
                                                 const std::stop_token& stop);

// Deadline and retries of a network's nodes.
RpcLimits limits_of(const Network& network);

// That the network's endpoints, finality rule and limits can be used; the genesis hash is its
// family's to judge.
Result<void> check_settings(const Network& network);

}  // namespace homing
