#include "chains/utxo/tx.h"

#include <algorithm>

#include "core/crypto/hash.h"
#include "core/hex.h"

namespace homing::utxo {
namespace {

constexpr std::size_t kInputMin = 41;
constexpr std::size_t kOutputMin = 9;
constexpr std::uint8_t kWitnessFlag = 1;
constexpr std::uint8_t kMwebFlag = 8;
constexpr std::uint64_t kUnitsMax = 0x7fffffffffffffff;

void read_inputs(Reader& reader, Tx* tx) {
    tx->inputs = reader.count(kInputMin);
    for (std::size_t i = 0; i < tx->inputs && reader.ok(); ++i) {
        const ByteView outpoint = reader.bytes(36);
        const ByteView script_sig = reader.sized_bytes();
        reader.bytes(4);
        if (i > 0) continue;
        tx->first_outpoint = outpoint;
        tx->first_script_sig = script_sig;
    }
    if (!reader.ok() || tx->inputs == 0) return;
    const ByteView first = tx->first_outpoint;
    const bool no_txid =
        std::all_of(first.begin(), first.begin() + 32, [](std::uint8_t byte) { return byte == 0; });
    tx->coinbase = tx->inputs == 1 && no_txid &&
                   std::all_of(first.begin() + 32, first.end(),
                               [](std::uint8_t byte) { return byte == 0xff; });
}

// CHIP-2022-02: 0xef, category, bit field, commitment, amount, and the script behind. What is not
// well formed is a script that begins with an odd opcode, as it was before the upgrade.
bool strip_token(ByteView script, ByteView* rest) {
    constexpr std::uint8_t kPrefix = 0xef;
    if (script.size() < 34 || script[0] != kPrefix) return false;
    Reader reader(script.subspan(33));
    const std::uint8_t field = reader.number<std::uint8_t>();
    const bool amount = (field & 0x10) != 0;
    const bool nft = (field & 0x20) != 0;
    const bool commitment = (field & 0x40) != 0;
    if ((field & 0x80) != 0 || (field & 15) > 2 || (!amount && !nft)) return false;
    if (!nft && (commitment || (field & 15) != 0)) return false;
    if (commitment) {
        if (reader.sized_bytes().empty()) return false;
    }
    if (amount) {
        const std::uint64_t units = reader.size();
        if (units == 0 || units > kUnitsMax) return false;
    }
    if (!reader.ok()) return false;
    *rest = reader.bytes(reader.left());
    return true;
}

void read_outputs(const Params& params, Reader& reader, Tx* tx) {
    const std::uint64_t count = reader.count(kOutputMin);
    tx->outputs.clear();
    for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
        TxOutput output;
        output.units = reader.number<std::uint64_t>();
        if (output.units > kUnitsMax) reader.fail("a negative amount");
        output.script = reader.sized_bytes();
        if (params.cash_tokens) output.has_token = strip_token(output.script, &output.script);
        tx->outputs.push_back(output);
    }
}

void read_witnesses(Reader& reader, Tx* tx) {
    for (std::size_t i = 0; i < tx->inputs && reader.ok(); ++i) {
        const std::uint64_t items = reader.count(1);
        for (std::uint64_t n = 0; n < items && reader.ok(); ++n) {
            const ByteView item = reader.sized_bytes();
            if (i == 0) tx->first_witness.push_back(item);
        }
    }
}

// LIP-0003: a missing body marks the HogEx; a body stands only in a transaction of its own.
void read_mweb(TxPlace place, Reader& reader, Tx* tx) {
    const std::uint8_t present = reader.number<std::uint8_t>();
    tx->hogex = present == 0;
    if (present == 0) return;
    if (present != 1 || place == TxPlace::kBlock || reader.left() < 4) {
        return reader.fail("an MWEB body where none may be");
    }
    reader.bytes(reader.left() - 4);
}

Hash32 twice(ByteView data) {
    return sha256(sha256(data));
}

}  // namespace

bool read_tx(const Params& params, TxPlace place, Reader& reader, Tx* tx) {
    const std::size_t begin = reader.at();
    tx->coinbase = tx->hogex = false;
    tx->first_outpoint = tx->first_script_sig = {};
    tx->first_witness.clear();
    reader.bytes(4);
    std::uint8_t flags = 0;
    if (params.segwit() && reader.peek(0) == 0) {  // BIP-144: no inputs, then flags
        reader.bytes(1);
        flags = reader.number<std::uint8_t>();
        const std::uint8_t known = kWitnessFlag | (params.mweb ? kMwebFlag : 0);
        if (flags == 0 || (flags & ~known) != 0) reader.fail("unknown flags of a transaction");
    }
    const std::size_t body = reader.at();
    read_inputs(reader, tx);
    read_outputs(params, reader, tx);
    const std::size_t body_end = reader.at();
    if (reader.ok() && (flags & kMwebFlag) == 0 && (tx->inputs == 0 || tx->outputs.empty())) {
        reader.fail("a transaction without inputs or outputs");
    }
    if ((flags & kWitnessFlag) != 0) read_witnesses(reader, tx);
    if ((flags & kMwebFlag) != 0) read_mweb(place, reader, tx);
    const ByteView lock_time = reader.bytes(4);
    if (!reader.ok()) return false;
    tx->whole = reader.between(begin, reader.at());
    if (flags == 0) {
        tx->txid = twice(tx->whole);
        return true;
    }
    thread_local Bytes stripped;
    stripped.assign(tx->whole.begin(), tx->whole.begin() + 4);
    const ByteView middle = reader.between(body, body_end);
    stripped.insert(stripped.end(), middle.begin(), middle.end());
    stripped.insert(stripped.end(), lock_time.begin(), lock_time.end());
    tx->txid = twice(stripped);
    return true;
}

std::string display(ByteView hash) {
    return to_hex(Bytes(hash.rbegin(), hash.rend()));
}

}  // namespace homing::utxo
