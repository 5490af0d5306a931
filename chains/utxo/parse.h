#pragma once

#include <optional>

#include "chains/utxo/params.h"
#include "core/custody_filter.h"
#include "core/model/transfer.h"

// Raw bytes to transfers: a block as `getblock <hash> 0` and REST give it.
namespace homing::utxo {

// How to read: whose network, by which rules.
struct Reading {
    const NetworkId& network;
    const Params& params;
    AssetId coin;
    const CustodyFilter* filter = nullptr;  // nullptr: everything
};

// The block with the transfers that touch custody by recipient or first sender. kInvalid when the
// bytes are not whole, the header is not that of `hash` (as people write it), the merkle root is
// another or was mutated (CVE-2012-2459), or the coinbase does not stand where it must.
Result<Block> parse_block(const Reading& reading, ByteView raw, std::uint64_t height,
                          std::string_view hash);

// All transfers of one transaction; `height` for a coinbase's origin. kInvalid when the bytes are
// not those of `txid`.
Result<std::vector<Transfer>> parse_transaction(const Reading& reading, ByteView raw,
                                                std::uint64_t height, std::string_view txid);

}  // namespace homing::utxo
