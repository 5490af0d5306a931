#include "chains/xrpl/source.h"

#include "chains/quorum.h"
#include "chains/xrpl/node.h"
#include "core/hex.h"
#include "core/quote.h"

namespace homing::xrpl {
namespace {

BlockRef to_ref(const LedgerFacts& ledger) {
    return {ledger.sequence, ledger.hash};
}

std::optional<std::string> difference(const Block& a, const Block& b) {
    if (a.ref.hash != b.ref.hash) return "its hash: " + a.ref.hash + " and " + b.ref.hash;
    if (a.parent_hash != b.parent_hash) return "its parent";
    if (a.time != b.time) return "its time";
    if (a.transactions != b.transactions) return "its number of transactions";
    if (a.transfers != b.transfers) return "its transfers";
    return std::nullopt;
}

std::optional<std::string> difference(const TransactionView& a, const TransactionView& b) {
    if (a.block != b.block) return "its ledger";
    if (a.succeeded != b.succeeded) return "whether it succeeded";
    if (a.transfers != b.transfers) return "its transfers";
    return std::nullopt;
}

class XrplSource : public Source {
  public:
    explicit XrplSource(const Network& network) : network_(network) {}

    // Nodes refer to this source's network.
    Result<void> open_nodes(const std::stop_token& stop);

    const Network& network() const override { return network_; }
    Result<void> check() override;
    Result<BlockRef> head() override;
    // A validated ledger is final; a depth only waits longer.
    Result<BlockRef> final_head() override;
    Result<Block> block(std::uint64_t height, const CustodyFilter& filter) override;
    Result<TransactionView> transaction(const std::string& txid) override;
    Result<Amount> balance(const AssetId& asset, const std::string& address,
                           const BlockRef& at) override;
    Result<AccountSigners> signers(const std::string& address) override;
    std::vector<NodeReply> take_replies() override { return std::exchange(replies_, {}); }

  private:
    // What both nodes say, where they say the same; nullopt where both have no `which`.
    template <class Value, class Ask>
    Result<std::optional<Value>> agreed(const std::string& which, Ask&& ask);
    Result<LedgerFacts> final_ledger(Node& node);
    Result<Amount> balance_of(Node& node, const AssetId& asset, const std::string& address,
                              const BlockRef& at);
    void forget_replies() {
        for (const auto& node : nodes_) (void)node->take_replies();
    }
    void keep_all_replies() {
        for (const auto& node : nodes_) keep_replies(node->take_replies(), &replies_);
    }

    Network network_;
    std::vector<std::unique_ptr<Node>> nodes_;
    std::vector<NodeReply> replies_;
};

Result<void> XrplSource::open_nodes(const std::stop_token& stop) {
    for (std::size_t i = 0; i < network_.endpoints.size(); ++i) {
        auto transport = open_endpoint(network_, i, stop);
        if (!transport) return transport.error();
        nodes_.push_back(std::make_unique<Node>(
            network_,
            Rpc(endpoint_name(network_, i), *std::move(transport), limits_of(network_), stop)));
    }
    return {};
}

Result<void> XrplSource::check() {
    for (const auto& node : nodes_) {
        const Result<void> good = node->check();
        forget_replies();
        if (!good) return good;
    }
    return {};
}

Result<BlockRef> XrplSource::head() {
    std::optional<Error> last;
    for (const auto& node : nodes_) {
        const auto latest = node->latest();
        forget_replies();
        if (latest) return to_ref(*latest);
        last = latest.error();
    }
    return *last;
}

Result<LedgerFacts> XrplSource::final_ledger(Node& node) {
    const auto latest = node.latest();
    const std::uint64_t depth = network_.finality_rule == "depth" ? network_.finality_depth : 0;
    if (!latest || depth == 0) return latest;
    if (latest->sequence <= depth) return unavailable(node.name() + " has no ledger so deep yet");
    const auto deep = node.ledger(latest->sequence - depth);
    if (!deep) return deep.error();
    if (!*deep) return unavailable(node.name() + " does not keep a ledger so deep");
    return **deep;
}

// The lower of the two answers, which the other node must know by the same hash.
Result<BlockRef> XrplSource::final_head() {
    auto answers = ask_enough<LedgerFacts>(nodes_, [&](Node& node) { return final_ledger(node); });
    forget_replies();
    if (!answers) return answers.error();
    if (answers->size() == 1) return to_ref(answers->front().value);
    std::ranges::sort(*answers, {}, [](const auto& one) { return one.value.sequence; });
    const auto& [low_node, low] = answers->front();
    Node* high_node = answers->back().node;
    const auto same = high_node->ledger(low.sequence);
    forget_replies();
    if (!same) return same.error();
    if (!*same || (*same)->hash != low.hash) {
        return disagreement(low_node->name(), high_node->name(),
                            "final ledger " + std::to_string(low.sequence));
    }
    return to_ref(low);
}

template <class Value, class Ask>
Result<std::optional<Value>> XrplSource::agreed(const std::string& which, Ask&& ask) {
    forget_replies();
    auto answers = ask_enough<std::optional<Value>>(nodes_, ask);
    if (!answers) return answers.error();
    auto& first = answers->front();
    const auto& second = answers->back();
    if (first.value.has_value() != second.value.has_value()) {
        return disagreement(first.node->name(), second.node->name(), "whether there is a " + which);
    }
    if (!first.value) return std::optional<Value>();
    if (const auto differ = difference(*first.value, *second.value)) {
        return disagreement(first.node->name(), second.node->name(), which + ": " + *differ);
    }
    return std::move(first.value);
}

Result<Block> XrplSource::block(std::uint64_t height, const CustodyFilter& filter) {
    const std::string which = "ledger " + std::to_string(height);
    auto block = agreed<Block>(which, [&](Node& node) { return node.block(height, filter); });
    if (!block) return block.error();
    if (!*block) return not_found(network_.id.str() + " has no " + which + " yet");
    if (!(*block)->transfers.empty()) keep_all_replies();
    return **std::move(block);
}

Result<TransactionView> XrplSource::transaction(const std::string& txid) {
    const auto bytes = parse_hex_array<32>(txid);
    if (!bytes) return invalid(quote(txid) + " is no XRPL transaction: 64 hex digits are wanted");
    const std::string hash = to_hex(*bytes);
    auto view = agreed<TransactionView>("transaction " + hash,
                                        [&](Node& node) { return node.transaction(hash); });
    if (!view) return view.error();
    if (!*view) return not_found(network_.id.str() + " has no transaction " + hash);
    for (const auto& node : nodes_) keep_replies(node->take_replies(), &(*view)->replies);
    replies_.insert(replies_.end(), (*view)->replies.begin(), (*view)->replies.end());
    return **std::move(view);
}

// XRP from the account itself, a token from its trust line to the issuer.
Result<Amount> XrplSource::balance_of(Node& node, const AssetId& asset, const std::string& address,
                                      const BlockRef& at) {
    if (asset.name_space() == "slip44") {
        const auto account = node.account(address, at.hash);
        if (!account) return account.error();
        if (!*account) return not_found(network_.id.str() + " has no account " + address);
        return (*account)->drops;
    }
    const std::string reference(asset.reference());
    const std::size_t dot = reference.find('.');
    const Result<AccountId> issuer =
        parse_classic(dot == reference.npos ? "" : std::string_view(reference).substr(dot + 1));
    if (!issuer) return issuer.error();
    const auto lines = node.trust_lines(address, to_classic(*issuer), at.hash);
    if (!lines) return lines.error();
    for (const TrustLineFacts& line : *lines) {
        if (line.currency != reference.substr(0, dot) || line.peer != *issuer) continue;
        if (line.balance.is_negative) return Amount();
        return line.balance.units;
    }
    return not_found(address + " holds no " + reference);
}

Result<Amount> XrplSource::balance(const AssetId& asset, const std::string& address,
                                   const BlockRef& at) {
    forget_replies();
    const Result<AccountId> holder = parse_classic(address);
    if (!holder) return holder.error();
    if (asset.network() != network_.id ||
        (asset.name_space() != "slip44" && asset.name_space() != "token")) {
        return invalid(asset.str() + " is not an asset of " + network_.id.str());
    }
    auto answers = ask_enough<Amount>(
        nodes_, [&](Node& node) { return balance_of(node, asset, to_classic(*holder), at); });
    if (!answers) return answers.error();
    const auto& first = answers->front();
    const auto& second = answers->back();
    if (first.value != second.value) {
        return disagreement(first.node->name(), second.node->name(), "the balance of " + address);
    }
    keep_all_replies();
    return first.value;
}

// Master and regular key move money alone: they weigh what the quorum is.
AccountSigners signers_of(const std::string& address, const AccountFacts& facts,
                          const LedgerFacts& at) {
    AccountSigners signers{facts.signer_list, std::max(1u, facts.quorum), to_ref(at)};
    if (!facts.is_master_disabled) signers.signers.push_back({address, signers.threshold});
    if (!facts.regular_key.empty()) {
        signers.signers.push_back({facts.regular_key, signers.threshold});
    }
    return signers;
}

Result<AccountSigners> XrplSource::signers(const std::string& address) {
    forget_replies();
    const Result<AccountId> account = parse_classic(address);
    if (!account) return account.error();
    const std::string classic = to_classic(*account);
    auto answers = ask_enough<AccountSigners>(nodes_, [&](Node& node) -> Result<AccountSigners> {
        const auto latest = node.latest();
        if (!latest) return latest.error();
        const auto facts = node.account(classic, latest->hash);
        if (!facts) return facts.error();
        if (!*facts) return not_found(network_.id.str() + " has no account " + address);
        return signers_of(classic, **facts, *latest);
    });
    if (!answers) return answers.error();
    auto& first = answers->front();
    const auto& second = answers->back();
    const auto same = [](const auto& a, const auto& b) {
        return a.key == b.key && a.weight == b.weight;
    };
    if (first.value.threshold != second.value.threshold ||
        !std::ranges::equal(first.value.signers, second.value.signers, same)) {
        return disagreement(first.node->name(), second.node->name(), "the signers of " + address);
    }
    keep_all_replies();
    return std::move(first.value);
}

}  // namespace

Result<std::unique_ptr<Source>> open_xrpl_source(const Network& network, std::stop_token stop) {
    if (auto good = check_settings(network); !good) return good.error();
    const auto genesis = parse_hex_array<32>(network.genesis_hash);
    if (!genesis || to_hex(*genesis) != network.genesis_hash) {
        return invalid(
            network.id.str() +
            " has no pinned genesis hash: 64 lower-case hex digits of its first ledger's");
    }
    auto source = std::make_unique<XrplSource>(network);
    if (auto good = source->open_nodes(stop); !good) return good.error();
    return std::unique_ptr<Source>(std::move(source));
}

}  // namespace homing::xrpl
