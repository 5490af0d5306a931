#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/amount.h"
#include "core/bytes.h"

// What a node's replies say, read but not yet judged: raw bytes, no text.
namespace homing::evm {

using Address = ByteArray<20>;
using Hash32 = ByteArray<32>;

struct Header {
    std::uint64_t number = 0;
    Hash32 hash{};
    Hash32 parent{};
    std::uint64_t timestamp = 0;  // seconds since 1970
};

struct Tx {
    Hash32 hash{};
    Address from{};
    std::optional<Address> to;  // nullopt: creates a contract
    Amount value;
    std::uint64_t nonce = 0;
    std::uint64_t type = 0;            // EIP-2718; 0 to 4 are Ethereum's own
    std::optional<Hash32> block_hash;  // nullopt: pending
    std::uint64_t block_number = 0;
    std::uint64_t position = 0;
};

struct BlockFacts {
    Header header;
    std::vector<Tx> txs;
};

// Whether a transaction took effect; receipts older than Byzantium do not say.
enum class Outcome { kFailed, kSucceeded, kUnstated };

struct Receipt {
    Hash32 tx{};
    Hash32 block_hash{};
    std::uint64_t block_number = 0;
    std::uint64_t position = 0;
    Outcome outcome = Outcome::kUnstated;
    std::optional<Address> created;
};

// A fungible token's Transfer log.
struct TokenMove {
    std::size_t tx = 0;           // position of its receipt among those read
    std::size_t ordinal = 0;      // of the log within its transaction
    std::uint64_t log_index = 0;  // as the node numbers it, within the block
    Address token{};
    Address from{};
    Address to{};
    Amount units;
};

struct ReceiptFacts {
    std::vector<Receipt> receipts;
    std::vector<TokenMove> moves;  // those of interest
    std::uint64_t moves_seen = 0;  // all with a value
};

// Coins moved by a call frame below the transaction itself.
struct CallMove {
    std::size_t tx = 0;
    std::string path;  // of child positions from the root: "0.2"
    Address from{};
    Address to{};
    Amount value;
    bool failed = false;  // the frame or one of its ancestors
};

// The outermost frame of a transaction, to hold against the transaction.
struct RootFrame {
    std::optional<Hash32> tx;
    Address from{};
    std::optional<Address> to;
    Amount value;
    bool failed = false;
};

struct TraceFacts {
    std::vector<RootFrame> roots;  // one a transaction, in the block's order
    std::vector<CallMove> moves;   // those of interest
    std::uint64_t moves_seen = 0;  // all with a value that took effect
};

}  // namespace homing::evm
