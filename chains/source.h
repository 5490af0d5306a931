#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "chains/proof.h"
#include "core/custody_filter.h"
#include "core/model/memo.h"
#include "core/model/transfer.h"

// Where blocks come from. Knows chains and nodes; knows no store, no customer and no rule.
namespace homing {

struct Network {
    NetworkId id;
    std::string name;                    // for people: "BNB Chain"
    std::string genesis_hash;            // pinned: a node with another is refused
    std::vector<std::string> endpoints;  // "http://…" or "replay:<folder>"; the second must agree
    std::string native_symbol;
    std::uint8_t native_decimals = 0;
    std::string finality_rule;  // "finalized" or "depth"
    std::uint64_t finality_depth = 0;
    bool traces = true;                            // ask for internal transfers
    Duration deadline = std::chrono::seconds(10);  // per request
    std::uint64_t reply_max_bytes = 64u << 20;
    unsigned retries = 3;
};

// A raw reply and who gave it, for evidence.
struct NodeReply {
    std::string node;  // "eip155:56#0": network and which endpoint
    std::string method;
    std::string text;  // as received; the first 256 KiB of a longer one
    Hash digest;       // SHA-256 of the whole
};

struct TransactionView {
    std::string txid;
    bool succeeded = false;
    std::optional<BlockRef> block;    // nullopt: still pending
    std::vector<Transfer> transfers;  // all of them, whoever they pay
    std::vector<NodeReply> replies;
};

// One network read through its nodes. Not thread-safe; one reader thread owns it. Every call ends
// within its deadlines, and soon after a stop is requested.
class Source {
  public:
    virtual ~Source() = default;

    virtual const Network& network() const = 0;

    // That the node is the pinned chain (id and genesis) and in sync; kInvalid when it is another
    // chain, kUnavailable when it cannot say.
    virtual Result<void> check() = 0;
    // Newest block, and the newest that the network's finality rule calls final.
    virtual Result<BlockRef> head() = 0;
    virtual Result<BlockRef> final_head() = 0;
    // The block at a height with the transfers that touch custody (sender or recipient may be in
    // the filter). kNotFound beyond the head, kUnavailable when nodes disagree or do not answer,
    // kInvalid when a reply is malformed or contradicts itself.
    virtual Result<Block> block(std::uint64_t height, const CustodyFilter& filter) = 0;
    // kNotFound when the chain has no such transaction.
    virtual Result<TransactionView> transaction(const std::string& txid) = 0;
    // What an address held at the end of a block; `asset` is native or a token of this network.
    virtual Result<Amount> balance(const AssetId& asset, const std::string& address,
                                   const BlockRef& at) = 0;
    // Who may sign for an account, read at the newest block; kNotFound when the chain has no such
    // account or keeps no signers.
    virtual Result<AccountSigners> signers(const std::string& address) = 0;
    // The replies that a block or transaction was read from since the last call, for evidence.
    virtual std::vector<NodeReply> take_replies() = 0;
};

// The source for a network's family (by CAIP-2 namespace); kInvalid for one we do not speak or an
// endpoint we cannot parse. Does not call the node.
Result<std::unique_ptr<Source>> open_source(const Network& network, std::stop_token stop = {});

// What an address string says: some forms (X-address, M-address) carry the memo with them.
struct Destination {
    Fingerprint fingerprint;
    std::optional<Memo> memo;
};
// kInvalid when it is no address of the network.
Result<Destination> parse_destination(const NetworkId& network, std::string_view address);

// The fingerprint alone.
Result<Fingerprint> parse_address(const NetworkId& network, std::string_view address);

// How the network writes the address (EIP-55 checksum for EVM).
Result<std::string> format_address(const NetworkId& network, const Fingerprint& fingerprint);

// A memo as the operator writes it in a file: "tag:123", or bare ("123") in the kind that the
// network's customers are told. kInvalid where payments of the network carry none.
Result<Memo> parse_memo(const NetworkId& network, std::string_view text);

// The network's coin as an asset: "eip155:1/slip44:60".
Result<AssetId> native_asset(const NetworkId& network);

}  // namespace homing
