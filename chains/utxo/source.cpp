#include "chains/utxo/source.h"

#include <algorithm>

#include "chains/quorum.h"
#include "chains/utxo/address.h"
#include "chains/utxo/node.h"
#include "core/hex.h"
#include "core/quote.h"

namespace homing::utxo {
namespace {

std::optional<std::string> difference(const Block& a, const Block& b) {
    if (a.ref.hash != b.ref.hash) return "its hash: " + a.ref.hash + " and " + b.ref.hash;
    if (a == b) return std::nullopt;
    return "what stands in it";
}

std::optional<std::string> difference(const TransactionView& a, const TransactionView& b) {
    if (a.block != b.block) return "its block";
    if (a.transfers != b.transfers) return "what it pays";
    return std::nullopt;
}

std::optional<std::string> difference(const Amount& a, const Amount& b) {
    if (a == b) return std::nullopt;
    return a.to_string() + " and " + b.to_string();
}

class UtxoSource : public Source {
  public:
    UtxoSource(const Network& network, const Params& params) : network_(network), params_(params) {}

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
        return not_found(network_.id.str() + " keeps no signers: an address is a key or a script");
    }
    std::vector<NodeReply> take_replies() override { return std::exchange(replies_, {}); }

  private:
    // Asks nodes in turn until two have answered (or the one there is) and holds them against each
    // other. The last error when too few did, the first when one answered with nonsense.
    template <class Value, class Ask>
    Result<std::optional<Value>> agreed(const std::string& what, Ask&& ask);
    Result<BlockRef> final_ref(Node& node);
    Result<BlockRef> ref_at(Node& node, std::uint64_t height);
    void keep_replies();
    void forget_replies();

    Network network_;
    const Params& params_;
    std::vector<std::unique_ptr<Node>> nodes_;
    std::vector<NodeReply> replies_;
};

Result<void> UtxoSource::open_nodes(const std::stop_token& stop) {
    for (std::size_t i = 0; i < network_.endpoints.size(); ++i) {
        auto rpc = open_endpoint(network_, i, stop);
        if (!rpc) return rpc.error();
        auto rest = open_endpoint(network_, i, stop);
        if (!rest) return rest.error();
        nodes_.push_back(
            std::make_unique<Node>(network_, params_,
                                   Rpc(endpoint_name(network_, i), *std::move(rpc),
                                       limits_of(network_), stop, RpcDialect::kBitcoin),
                                   *std::move(rest)));
    }
    return {};
}

template <class Value, class Ask>
Result<std::optional<Value>> UtxoSource::agreed(const std::string& what, Ask&& ask) {
    auto answers = ask_enough<std::optional<Value>>(nodes_, ask);
    if (!answers) return answers.error();
    auto& [first_node, first] = answers->front();
    const auto& [second_node, second] = answers->back();
    if (first.has_value() != second.has_value()) {
        return disagreement(first_node->name(), second_node->name(), "whether there is a " + what);
    }
    const auto differ = first ? difference(*first, *second) : std::nullopt;
    if (differ) return disagreement(first_node->name(), second_node->name(), what + ": " + *differ);
    return std::move(first);
}

void UtxoSource::keep_replies() {
    for (const auto& node : nodes_) homing::keep_replies(node->take_replies(), &replies_);
}

void UtxoSource::forget_replies() {
    for (const auto& node : nodes_) (void)node->take_replies();
}

Result<void> UtxoSource::check() {
    for (const auto& node : nodes_) {
        const Result<void> good = node->check();
        forget_replies();
        if (!good) return good;
    }
    return {};
}

Result<BlockRef> UtxoSource::ref_at(Node& node, std::uint64_t height) {
    const auto hash = node.hash_at(height);
    if (!hash) return hash.error();
    if (!*hash) return unavailable(node.name() + " went back while it was asked");
    return BlockRef{height, **hash};
}

Result<BlockRef> UtxoSource::head() {
    std::optional<Error> last;
    for (const auto& node : nodes_) {
        const auto height = node->height();
        const auto ref = height ? ref_at(*node, *height) : Result<BlockRef>(height.error());
        forget_replies();
        if (ref) return ref;
        last = ref.error();
    }
    return *last;
}

Result<BlockRef> UtxoSource::final_ref(Node& node) {
    const auto height = node.height();
    if (!height) return height.error();
    if (*height < network_.finality_depth) {
        return unavailable(node.name() + " is at block " + std::to_string(*height) +
                           "; no block is " + std::to_string(network_.finality_depth) +
                           " deep yet");
    }
    return ref_at(node, *height - network_.finality_depth);
}

// The lower of two answers, which the other node must know by the same hash.
Result<BlockRef> UtxoSource::final_head() {
    auto answers = ask_enough<BlockRef>(nodes_, [&](Node& node) { return final_ref(node); });
    forget_replies();
    if (!answers) return answers.error();
    if (answers->size() == 1) return answers->front().value;
    std::sort(answers->begin(), answers->end(),
              [](const auto& a, const auto& b) { return a.value.height < b.value.height; });
    const auto& [low_node, low] = answers->front();
    Node& high_node = *answers->back().node;
    const auto same = ref_at(high_node, low.height);
    forget_replies();
    if (!same) return same.error();
    if (*same != low) {
        return disagreement(low_node->name(), high_node.name(),
                            "final block " + std::to_string(low.height));
    }
    return low;
}

Result<Block> UtxoSource::block(std::uint64_t height, const CustodyFilter& filter) {
    forget_replies();
    const std::string which = "block " + std::to_string(height);
    auto block = agreed<Block>(which, [&](Node& node) { return node.block(height, filter); });
    if (!block) return block.error();
    if (!*block) return not_found(network_.id.str() + " has no " + which + " yet");
    if (!(*block)->transfers.empty()) keep_replies();
    return **std::move(block);
}

Result<TransactionView> UtxoSource::transaction(const std::string& txid) {
    forget_replies();
    const auto bytes = parse_hex_array<32>(txid);
    if (!bytes) {
        return invalid(quote(txid) + " is no transaction id: 64 hex digits are wanted");
    }
    const std::string id = to_hex(*bytes);
    auto view = agreed<TransactionView>("transaction " + id,
                                        [&](Node& node) { return node.transaction(id); });
    if (!view) return view.error();
    if (!*view) return not_found(network_.id.str() + " has no transaction " + id);
    const std::size_t before = replies_.size();
    keep_replies();
    (*view)->replies.assign(
        replies_.begin() + static_cast<std::ptrdiff_t>(std::min(before, replies_.size())),
        replies_.end());
    return **std::move(view);
}

Result<Amount> UtxoSource::balance(const AssetId& asset, const std::string& address,
                                   const BlockRef& at) {
    forget_replies();
    const Result<Bytes> script = parse_address_text(params_, address);
    if (!script) return script.error();
    if (asset.network() != network_.id || asset.name_space() != "slip44") {
        return invalid(asset.str() + " is not the coin of " + network_.id.str());
    }
    auto units =
        agreed<Amount>("balance of " + address, [&](Node& node) -> Result<std::optional<Amount>> {
            const Result<Amount> held = node.balance(*script, at);
            if (!held) return held.error();
            return std::optional(*held);
        });
    if (!units) return units.error();
    keep_replies();
    return **units;
}

Result<void> check_network(const Network& network) {
    if (auto good = check_settings(network); !good) return good;
    const std::string name = network.id.str();
    if (network.finality_rule != "depth") {
        return invalid(name + " has the finality rule \"" + network.finality_rule +
                       "\"; a proof-of-work chain knows \"depth\" alone");
    }
    const auto genesis = parse_hex_array<32>(network.genesis_hash);
    if (!genesis || to_hex(*genesis) != network.genesis_hash) {
        return invalid(name + " has no pinned genesis hash of 64 lower-case hex digits");
    }
    return {};
}

}  // namespace

Result<std::unique_ptr<Source>> open_utxo_source(const Network& network, std::stop_token stop) {
    const Result<const Params*> params = find_params(network.id);
    if (!params) return params.error();
    if (auto good = check_network(network); !good) return good.error();
    auto source = std::make_unique<UtxoSource>(network, **params);
    if (auto good = source->open_nodes(stop); !good) return good.error();
    return std::unique_ptr<Source>(std::move(source));
}

}  // namespace homing::utxo
