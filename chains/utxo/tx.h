#pragma once

#include <string>
#include <vector>

#include "chains/utxo/params.h"
#include "chains/utxo/reader.h"

namespace homing::utxo {

using Hash32 = ByteArray<32>;  // in the order of the bytes; people read it backwards

struct TxOutput {
    std::uint64_t units = 0;
    ByteView script;  // without a token prefix
    bool has_token = false;
};

// One transaction taken apart; views into its bytes. Made to be used again and again.
struct Tx {
    ByteView whole;
    Hash32 txid{};
    bool coinbase = false;
    bool hogex = false;  // Litecoin's integrating transaction
    std::size_t inputs = 0;
    ByteView first_outpoint;  // 32 bytes and an index; empty without inputs
    ByteView first_script_sig;
    std::vector<ByteView> first_witness;
    std::vector<TxOutput> outputs;
};

// Where a transaction stands: alone it may carry the body of its MWEB part, which a block keeps
// apart.
enum class TxPlace { kBlock, kAlone };

// Reads one transaction; false when the reader failed.
bool read_tx(const Params& params, TxPlace place, Reader& reader, Tx* tx);

// As people write hashes: backwards, in lower-case hex.
std::string display(ByteView hash);

}  // namespace homing::utxo
