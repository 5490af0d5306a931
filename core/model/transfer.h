#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/amount.h"
#include "core/caip.h"
#include "core/id.h"
#include "core/model/fingerprint.h"
#include "core/record.h"
#include "core/time.h"

namespace homing {

// How value moved on chain. Stored; never renumber.
enum class TransferKind : std::uint8_t {
    kNative = 0,    // the value of the transaction itself
    kInternal = 1,  // a call frame's value, known from a trace
    kToken = 2,     // a token contract's Transfer log
    kOutput = 3,    // an output of a UTXO transaction
    kPayment = 4,   // a payment of an account-based ledger with memos
};
template <>
inline constexpr std::array kEnumNames<TransferKind> =
    std::to_array<std::string_view>({"native", "internal", "token", "output", "payment"});

// An on-chain movement exactly as the chain states it; immutable.
struct Transfer {
    NetworkId network;
    std::string txid;   // as the chain writes it, lower case where it is hex
    std::string index;  // within the transaction: "tx", "call:0.2" (path of child frames), "log:3"
                        // (ordinal of the log within its transaction), "out:1"
    TransferKind kind = TransferKind::kNative;
    AssetId asset;
    Amount units;
    Fingerprint recipient;
    std::string recipient_address;
    Fingerprint sender;  // empty where the chain names none
    std::string sender_address;
    std::optional<std::string> memo;  // Memo::str() of the field that names a customer: "tag:123"
    // Memo::str() of everything else people may have written it into: "note:616263", "muxed:7"
    std::vector<std::string> other_memos;
    // What stays the same when a UTXO transaction is malleated or replaced: "<txid>:<n>" of its
    // first spent outpoint, "coinbase:<height>:<txid>"; empty on other chains
    std::string origin;
    std::uint32_t maturity = 0;  // blocks on top before it can be spent (coinbase 100, peg-out 6)
    std::string refused_by;  // empty, or the id of the refusal rule ("E2"): must never be credited

    bool operator==(const Transfer&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"network", &Transfer::network},
                          Field{"txid", &Transfer::txid},
                          Field{"index", &Transfer::index},
                          Field{"kind", &Transfer::kind},
                          Field{"asset", &Transfer::asset},
                          Field{"units", &Transfer::units},
                          Field{"recipient", &Transfer::recipient},
                          Field{"recipient_address", &Transfer::recipient_address},
                          Field{"sender", &Transfer::sender},
                          Field{"sender_address", &Transfer::sender_address},
                          Field{"memo", &Transfer::memo},
                          Field{"other_memos", &Transfer::other_memos},
                          Field{"origin", &Transfer::origin},
                          Field{"maturity", &Transfer::maturity},
                          Field{"refused_by", &Transfer::refused_by}};
    }
};

// Identity of the deposit a transfer makes: the first 4 bytes of SHA-256 of the network, then the
// first 16 of SHA-256 over (network, txid, index, asset), or where the transfer has an origin over
// (network, origin, index, recipient, units, asset). Never the block: a re-mined transaction is the
// same deposit in a new inclusion.
DepositId deposit_id(const Transfer& transfer);

// Where a transfer was included.
struct BlockRef {
    std::uint64_t height = 0;
    std::string hash;

    bool operator==(const BlockRef&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"height", &BlockRef::height}, Field{"hash", &BlockRef::hash}};
    }
};

// One block of a network with those of its transfers that the custody filter did not rule out.
struct Block {
    NetworkId network;
    BlockRef ref;
    std::string parent_hash;
    Time time{};
    std::uint64_t transactions = 0;    // all of the block's, before filtering
    std::uint64_t transfers_seen = 0;  // all well-formed transfers, before filtering
    std::vector<Transfer> transfers;   // in chain order

    bool operator==(const Block&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"network", &Block::network},
                          Field{"ref", &Block::ref},
                          Field{"parent_hash", &Block::parent_hash},
                          Field{"time", &Block::time},
                          Field{"transactions", &Block::transactions},
                          Field{"transfers_seen", &Block::transfers_seen},
                          Field{"transfers", &Block::transfers}};
    }
};

}  // namespace homing
