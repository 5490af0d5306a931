#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/caip.h"
#include "core/result.h"

namespace homing::utxo {

// How one network of the Bitcoin family writes addresses and blocks. The network id says how, the
// pinned genesis hash of the configuration says which chain: a test chain may stand in for another.
struct Params {
    std::string_view network;  // CAIP-2
    std::string_view name;     // for people
    std::uint8_t key_version = 0;
    std::uint8_t script_version = 0;
    std::optional<std::uint8_t> old_script_version;  // still read, never written
    std::string_view hrp;                            // bech32 prefix; empty: no segwit
    std::string_view mweb_hrp;                       // of addresses that pay into MWEB
    std::string_view cash_prefix;                    // cashaddr; empty: base58 is what it writes
    std::string_view scheme;                         // of payment links (BIP-21)
    bool taproot = false;
    bool mweb = false;         // flag 8 transactions and an extension block
    bool auxpow = false;       // merged-mined headers
    bool cash_tokens = false;  // token prefixes in outputs
    std::uint32_t coinbase_maturity = 100;
    std::string_view message_magic;  // in front of signed messages
    std::string_view slip44;

    // A block by height that tells it from another chain with the same genesis; 0: none needed.
    std::uint64_t fork_height = 0;
    std::string_view fork_hash;

    bool segwit() const { return !hrp.empty(); }
};

// Blocks on top of a peg-out before it can be spent (LIP-0003).
inline constexpr std::uint32_t kPegOutMaturity = 6;

// All networks we know.
std::span<const Params> all_params();
// kInvalid naming what we know when the network is none of them.
Result<const Params*> find_params(const NetworkId& network);

}  // namespace homing::utxo
