#include "chains/utxo/parse.h"

#include "chains/utxo/address.h"
#include "chains/utxo/rules.h"
#include "chains/utxo/sender.h"
#include "core/crypto/hash.h"
#include "core/quote.h"

namespace homing::utxo {
namespace {

constexpr std::size_t kTxMin = 60;
constexpr std::size_t kHeader = 80;
constexpr std::uint32_t kAuxpowVersion = 0x100;

// Turns transactions into transfers, keeping what touches custody.
class Collector {
  public:
    explicit Collector(const Reading& reading) : reading_(reading) {}

    void add(const Tx& tx, std::uint64_t height);

    std::uint64_t seen = 0;
    std::vector<Transfer> transfers;

  private:
    // What an output pays, as far as it matters here.
    struct Payee {
        ByteView hash;          // of a key, in place or in hash_
        ByteView script;        // the identity where there is no such hash
        const char* rule = "";  // B3
    };

    bool holds(KeyClass key_class, ByteView payload) {
        if (reading_.filter == nullptr) return true;
        probe_.key_class = key_class;
        probe_.payload.assign(payload.begin(), payload.end());
        return reading_.filter->may_contain(probe_);
    }
    bool holds(const Payee& payee) {
        if (!payee.hash.empty()) return holds(KeyClass::kHash160, payee.hash);
        return !payee.script.empty() && holds(KeyClass::kScript, payee.script);
    }
    Payee payee_of(const Script& script, ByteView whole);
    void find_sender(const Tx& tx);
    Transfer transfer(const Tx& tx, std::size_t position, const Payee& payee, std::uint64_t height,
                      bool tokens) const;

    const Reading& reading_;
    Fingerprint probe_;
    ByteArray<20> hash_{};
    Bytes sender_script_;
    Fingerprint sender_;
};

Collector::Payee Collector::payee_of(const Script& script, ByteView whole) {
    if (script.kind == ScriptKind::kKeyHash || script.kind == ScriptKind::kWitnessKeyHash) {
        return {script.payload, {}};
    }
    if (script.kind == ScriptKind::kKey) {
        hash_ = hash160(script.payload);
        return {hash_, {}, "B3"};
    }
    if (script.kind == ScriptKind::kKeys) {
        const std::vector<ByteView> keys = keys_of(whole);
        for (const ByteView key : keys) {
            hash_ = hash160(key);
            if (holds(KeyClass::kHash160, hash_)) return {hash_, {}, "B3"};
        }
        hash_ = hash160(keys.front());
        return {hash_, {}, "B3"};
    }
    return {{}, whole.size() <= kScriptIdentityMax ? whole : ByteView()};
}

void Collector::find_sender(const Tx& tx) {
    sender_ = {};
    sender_script_.clear();
    if (tx.coinbase || tx.hogex) return;
    sender_script_ = spent_script(reading_.params, tx.first_script_sig, tx.first_witness);
    if (!sender_script_.empty()) sender_ = fingerprint_of(reading_.params, sender_script_);
}

Transfer Collector::transfer(const Tx& tx, std::size_t position, const Payee& payee,
                             std::uint64_t height, bool tokens) const {
    const TxOutput& output = tx.outputs[position];
    Transfer made;
    made.network = reading_.network;
    made.txid = display(tx.txid);
    made.index = "out:" + std::to_string(position);
    made.kind = TransferKind::kOutput;
    made.asset = reading_.coin;
    made.units = Amount(output.units);
    made.recipient =
        payee.hash.empty()
            ? Fingerprint{KeyClass::kScript, Bytes(payee.script.begin(), payee.script.end())}
            : Fingerprint{KeyClass::kHash160, Bytes(payee.hash.begin(), payee.hash.end())};
    made.recipient_address = address_of(reading_.params, output.script);
    made.sender = sender_;
    made.sender_address = address_of(reading_.params, sender_script_);
    if (tx.coinbase) {
        made.origin = "coinbase:" + std::to_string(height) + ":" + made.txid;
        made.maturity = reading_.params.coinbase_maturity;
    } else if (tx.first_outpoint.empty()) {
        made.origin = "hogex:" + made.txid;
    } else {
        Reader index(tx.first_outpoint.subspan(32));
        made.origin = display(tx.first_outpoint.first(32)) + ":" +
                      std::to_string(index.number<std::uint32_t>());
    }
    if (tx.hogex) made.maturity = kPegOutMaturity;
    made.refused_by = payee.rule;
    if (output.has_token || tokens) made.refused_by = "B4";
    return made;
}

void Collector::add(const Tx& tx, std::uint64_t height) {
    find_sender(tx);
    const bool from_us =
        reading_.filter == nullptr || (!sender_.empty() && reading_.filter->may_contain(sender_));
    std::optional<bool> tokens;
    for (std::size_t i = 0; i < tx.outputs.size(); ++i) {
        const TxOutput& output = tx.outputs[i];
        const Script script = read_script(reading_.params, output.script);
        if (output.units == 0 || script.kind == ScriptKind::kData ||
            script.kind == ScriptKind::kHogAddress) {
            continue;
        }
        ++seen;
        const Payee payee = payee_of(script, output.script);
        if (payee.hash.empty() && payee.script.empty()) continue;
        if (!from_us && !holds(payee)) continue;
        if (!tokens) tokens = carries_token(tx);
        transfers.push_back(transfer(tx, i, payee, height, *tokens));
    }
}

// Merged mining: the parent's coinbase, two branches, the parent's header. What they prove is the
// node's to check.
void skip_auxpow(const Params& params, Reader& reader) {
    Tx parent_coinbase;
    if (!read_tx(params, TxPlace::kBlock, reader, &parent_coinbase)) return;
    reader.bytes(32);
    for (int branch = 0; branch < 2; ++branch) {
        reader.bytes(32 * reader.count(32));
        reader.bytes(4);
    }
    reader.bytes(kHeader);
}

// The root over transaction ids; nullopt when two equal neighbours make it ambiguous.
std::optional<Hash32> merkle_root(std::vector<Hash32> level) {
    ByteArray<64> pair;
    while (level.size() > 1) {
        std::size_t made = 0;
        for (std::size_t i = 0; i < level.size(); i += 2) {
            const bool alone = i + 1 == level.size();
            if (!alone && level[i] == level[i + 1]) return std::nullopt;
            std::copy(level[i].begin(), level[i].end(), pair.begin());
            const Hash32& right = level[alone ? i : i + 1];
            std::copy(right.begin(), right.end(), pair.begin() + 32);
            level[made++] = sha256(sha256(pair));
        }
        level.resize(made);
    }
    return level.front();
}

struct Head {
    Hash32 parent{}, merkle_root{};
    std::uint32_t time = 0;
};

Result<Head> read_head(const Params& params, Reader& reader, std::string_view hash) {
    const ByteView bytes = reader.bytes(kHeader);
    if (!reader.ok()) return reader.error();
    const std::string own = display(sha256(sha256(bytes)));
    if (own != hash) return invalid("its header is that of " + own);
    Reader header(bytes);
    const auto version = header.number<std::uint32_t>();
    Head head;
    for (Hash32* field : {&head.parent, &head.merkle_root}) {
        const ByteView taken = header.bytes(32);
        std::copy(taken.begin(), taken.end(), field->begin());
    }
    head.time = header.number<std::uint32_t>();
    if (params.auxpow && (version & kAuxpowVersion) != 0) skip_auxpow(params, reader);
    return head;
}

// Behind the transactions there is nothing, or behind a HogEx the extension block, which its node
// has judged and whose payments to the outside are the HogEx's outputs.
void read_end(bool hogex, Reader& reader) {
    if (hogex) {
        const std::uint8_t present = reader.number<std::uint8_t>();
        if (present > 1) reader.fail("no extension block behind the HogEx");
        if (present == 1) reader.bytes(reader.left());
    }
    if (reader.left() > 0) reader.fail("bytes behind the block");
}

}  // namespace

Result<Block> parse_block(const Reading& reading, ByteView raw, std::uint64_t height,
                          std::string_view hash) {
    Reader reader(raw);
    const Result<Head> head = read_head(reading.params, reader, hash);
    if (!head) return head.error();
    const std::uint64_t count = reader.count(kTxMin / 2);
    if (reader.ok() && count == 0) reader.fail("a block without transactions");
    Collector collector(reading);
    std::vector<Hash32> txids;
    txids.reserve(count);
    Tx tx;
    bool hogex = false;
    for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
        if (!read_tx(reading.params, TxPlace::kBlock, reader, &tx)) break;
        if (tx.coinbase != (i == 0)) reader.fail("the coinbase is not the first transaction");
        hogex = tx.hogex;
        if (hogex && i + 1 != count) reader.fail("the HogEx is not the last transaction");
        txids.push_back(tx.txid);
        collector.add(tx, height);
    }
    read_end(hogex, reader);
    if (!reader.ok()) return reader.error();
    const auto root = merkle_root(std::move(txids));
    if (!root) return invalid("a transaction stands twice in it (CVE-2012-2459)");
    if (*root != head->merkle_root) {
        return invalid("its transactions are not those its header commits to");
    }
    Block block;
    block.network = reading.network;
    block.ref = {height, std::string(hash)};
    block.parent_hash = display(head->parent);
    block.time = Time(std::chrono::seconds(head->time));
    block.transactions = count;
    block.transfers_seen = collector.seen;
    block.transfers = std::move(collector.transfers);
    return block;
}

Result<std::vector<Transfer>> parse_transaction(const Reading& reading, ByteView raw,
                                                std::uint64_t height, std::string_view txid) {
    Reader reader(raw);
    Tx tx;
    if (read_tx(reading.params, TxPlace::kAlone, reader, &tx) && reader.left() > 0) {
        reader.fail("bytes behind the transaction");
    }
    if (!reader.ok()) return reader.error();
    if (display(tx.txid) != txid) return invalid("its bytes are those of " + display(tx.txid));
    Collector collector(reading);
    collector.add(tx, height);
    return std::move(collector.transfers);
}

}  // namespace homing::utxo
