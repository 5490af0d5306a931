#include "chains/evm/source.h"

#include <algorithm>

#include "chains/evm/address.h"
#include "chains/evm/agree.h"
#include "chains/evm/node.h"
#include "chains/quorum.h"
#include "core/hex.h"
#include "core/quote.h"

namespace homing::evm {
namespace {

BlockRef to_ref(const Header& header) {
    return {header.number, lower_0x(header.hash)};
}

class EvmSource : public Source {
  public:
    explicit EvmSource(const Network& network) : network_(network) {}

    // Nodes refer to this source's network.
    Result<void> open_nodes(const std::stop_token& stop);

    const Network& network() const override { return network_; }
    Result<void> check() override;
    Result<BlockRef> head() override;
    Result<BlockRef> final_head() override;
    Result<Block> block(std::uint64_t height, const CustodyFilter& filter) override;
    Result<TransactionView> transaction(const std::string& txid) override;
    Result<Amount> balance(const AssetId& asset, const std::string& address,
                           const BlockRef& at) override;
    Result<AccountSigners> signers(const std::string&) override {
        return not_found(network_.id.str() +
                         " keeps no signers: an address is a key or a contract");
    }
    std::vector<NodeReply> take_replies() override { return std::exchange(replies_, {}); }

  private:
    Result<Header> final_header(Node& node);
    void keep(Node& node) { keep_replies(node.take_replies(), &replies_); }
    void forget_replies();

    Error disagree(const Node& a, const Node& b, const std::string& on) const {
        return disagreement(a.name(), b.name(), on);
    }

    Network network_;
    std::vector<std::unique_ptr<Node>> nodes_;
    std::vector<NodeReply> replies_;
};

Result<void> EvmSource::open_nodes(const std::stop_token& stop) {
    for (std::size_t i = 0; i < network_.endpoints.size(); ++i) {
        auto transport = open_endpoint(network_, i, stop);
        if (!transport) return transport.error();
        nodes_.push_back(std::make_unique<Node>(
            network_,
            Rpc(endpoint_name(network_, i), *std::move(transport), limits_of(network_), stop)));
    }
    return {};
}

void EvmSource::forget_replies() {
    for (const auto& node : nodes_) (void)node->take_replies();
}

Result<void> EvmSource::check() {
    for (const auto& node : nodes_) {
        const Result<void> good = node->check();
        forget_replies();
        if (!good) return good;
    }
    return {};
}

Result<BlockRef> EvmSource::head() {
    std::optional<Error> last;
    for (const auto& node : nodes_) {
        const auto latest = node->header("latest");
        forget_replies();
        if (latest && *latest) return to_ref(**latest);
        last = latest ? unavailable(node->name() + " has no latest block") : latest.error();
    }
    return *last;
}

Result<Header> EvmSource::final_header(Node& node) {
    const bool by_depth = network_.finality_rule == "depth";
    const auto asked = node.header(by_depth ? "latest" : "finalized");
    if (!asked) return asked.error();
    if (!*asked) {
        return unavailable(node.name() +
                           (by_depth ? " has no latest block" : " has no finalized block yet"));
    }
    if (!by_depth) return **asked;
    if ((*asked)->number < network_.finality_depth) {
        return unavailable(node.name() + " is at block " + std::to_string((*asked)->number) +
                           "; no block is " + std::to_string(network_.finality_depth) +
                           " deep yet");
    }
    const auto deep = node.header((*asked)->number - network_.finality_depth);
    if (!deep) return deep.error();
    if (!*deep) return unavailable(node.name() + " went back while it was asked");
    return **deep;
}

// The lower of the two answers, which the other node must know by the same hash.
Result<BlockRef> EvmSource::final_head() {
    auto answers = ask_enough<Header>(nodes_, [&](Node& node) { return final_header(node); });
    forget_replies();
    if (!answers) return answers.error();
    if (answers->size() == 1) return to_ref(answers->front().value);
    std::sort(answers->begin(), answers->end(),
              [](const auto& a, const auto& b) { return a.value.number < b.value.number; });
    const auto& [low_node, low] = answers->front();
    const auto& [high_node, high] = answers->back();
    const auto same = high.number == low.number ? Result<std::optional<Header>>(std::optional(high))
                                                : high_node->header(low.number);
    forget_replies();
    if (!same) return same.error();
    if (!*same || (*same)->hash != low.hash) {
        return disagree(*low_node, *high_node, "final block " + std::to_string(low.number));
    }
    return to_ref(low);
}

Result<Block> EvmSource::block(std::uint64_t height, const CustodyFilter& filter) {
    forget_replies();
    auto answers = ask_enough<std::optional<Block>>(
        nodes_, [&](Node& node) { return node.block(height, filter); });
    if (!answers) return answers.error();
    const std::string which = "block " + std::to_string(height);
    auto& first = answers->front();
    if (answers->size() == 2) {
        const auto& second = answers->back();
        if (first.value.has_value() != second.value.has_value()) {
            return disagree(*first.node, *second.node, "whether there is a " + which);
        }
        const auto differ =
            first.value ? difference(*first.value, *second.value,
                                     {first.node->trace_method(), second.node->trace_method()})
                        : std::nullopt;
        if (differ) return disagree(*first.node, *second.node, which + ": " + *differ);
    }
    if (!first.value) return not_found(network_.id.str() + " has no " + which + " yet");
    if (!first.value->transfers.empty()) {
        for (const auto& answer : *answers) keep(*answer.node);
    }
    return *std::move(first.value);
}

Result<TransactionView> EvmSource::transaction(const std::string& txid) {
    forget_replies();
    const auto hash = parse_hex_array<32>(without_0x(txid));
    if (!hash) {
        return invalid(quote(txid) + " is no EVM transaction id: 0x and 64 hex digits are wanted");
    }
    auto answers = ask_enough<std::optional<TransactionView>>(
        nodes_, [&](Node& node) { return node.transaction(*hash); });
    if (!answers) return answers.error();
    auto& first = answers->front();
    if (answers->size() == 2) {
        const auto& second = answers->back();
        const std::string which = "transaction " + lower_0x(*hash);
        if (first.value.has_value() != second.value.has_value()) {
            return disagree(*first.node, *second.node, "whether there is a " + which);
        }
        const auto differ =
            first.value ? difference(*first.value, *second.value,
                                     {first.node->trace_method(), second.node->trace_method()})
                        : std::nullopt;
        if (differ) return disagree(*first.node, *second.node, which + ": " + *differ);
    }
    if (!first.value) {
        return not_found(network_.id.str() + " has no transaction " + lower_0x(*hash));
    }
    const std::size_t before = replies_.size();
    for (const auto& answer : *answers) keep(*answer.node);
    first.value->replies.assign(
        replies_.begin() + static_cast<std::ptrdiff_t>(std::min(before, replies_.size())),
        replies_.end());
    return *std::move(first.value);
}

Result<Amount> EvmSource::balance(const AssetId& asset, const std::string& address,
                                  const BlockRef& at) {
    forget_replies();
    const auto holder = parse_address_text(network_.id, address);
    if (!holder) return holder.error();
    if (asset.network() != network_.id) {
        return invalid(asset.str() + " is not an asset of " + network_.id.str());
    }
    std::optional<Address> token;
    if (asset.name_space() == "erc20") {
        const auto contract = parse_address_text(network_.id, asset.reference());
        if (!contract) return contract.error();
        token = *contract;
    } else if (asset.name_space() != "slip44") {
        return invalid(asset.str() + " is neither a coin nor an ERC-20 token");
    }
    auto answers =
        ask_enough<Amount>(nodes_, [&](Node& node) { return node.balance(token, *holder, at); });
    if (!answers) return answers.error();
    const auto& first = answers->front();
    const auto& second = answers->back();
    if (first.value != second.value) {
        return disagree(*first.node, *second.node,
                        "the balance of " + address + " in " + asset.str());
    }
    for (const auto& answer : *answers) keep(*answer.node);
    return first.value;
}

Result<void> check_network(const Network& network) {
    if (auto good = check_settings(network); !good) return good;
    if (!network.genesis_hash.starts_with("0x") ||
        !parse_hex_array<32>(network.genesis_hash.substr(2))) {
        return invalid(network.id.str() + " has no pinned genesis hash of 0x and 64 hex digits");
    }
    return {};
}

}  // namespace

Result<std::unique_ptr<Source>> open_evm_source(const Network& network, std::stop_token stop) {
    if (auto good = check_network(network); !good) return good.error();
    auto source = std::make_unique<EvmSource>(network);
    if (auto good = source->open_nodes(stop); !good) return good.error();
    return std::unique_ptr<Source>(std::move(source));
}

}  // namespace homing::evm
