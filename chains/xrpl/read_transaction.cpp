#include "chains/xrpl/fields.h"
#include "chains/xrpl/readers.h"

namespace homing::xrpl {
namespace {

constexpr std::string_view kTransaction[] = {"TransactionType",
                                             "Account",
                                             "Destination",
                                             "DestinationTag",
                                             "SourceTag",
                                             "InvoiceID",
                                             "Flags",
                                             "Fee",
                                             "Amount",
                                             "DeliverMax",
                                             "Memos",
                                             "hash",
                                             "meta",
                                             "metaData",
                                             "metadata",
                                             "tx",
                                             "tx_json",
                                             "transaction",
                                             "validated",
                                             "ledger_index",
                                             "error"};
constexpr std::string_view kMemos[] = {"Memo"};
constexpr std::string_view kMemo[] = {"MemoData"};
constexpr std::size_t kNotesMax = 16;

bool read_note(Walk& walk, JsonNode node, TransactionFacts* out) {
    ObjectShape outer(kMemos), inner(kMemo);
    return walk.object(node, outer, [&](int, JsonNode memo) {
        return walk.object(memo, inner, [&](int, JsonNode data) {
            std::string_view text;
            if (!walk.text(data, &text)) return false;
            const Result<Bytes> bytes = parse_hex(text);
            if (!bytes) return walk.fail("not hex digits");
            if (bytes->empty() || out->others.size() >= kNotesMax) return true;
            out->others.push_back({MemoKind::kNote, std::string(bytes->begin(), bytes->end())});
            return true;
        });
    });
}

bool read_invoice(Walk& walk, JsonNode node, TransactionFacts* out) {
    std::string hex;
    if (!read_hash(walk, node, &hex)) return false;
    const Bytes bytes = *parse_hex(hex);
    out->others.push_back({MemoKind::kInvoice, std::string(bytes.begin(), bytes.end())});
    return true;
}

bool read_source_tag(Walk& walk, JsonNode node, TransactionFacts* out) {
    std::optional<std::uint32_t> tag;
    if (!read_u32(walk, node, &tag)) return false;
    out->others.push_back({MemoKind::kSourceTag, std::to_string(*tag)});
    return true;
}

// Amounts of other transactions may be anything; only those of payments are read.
bool read_stated(Walk& walk, JsonNode node, std::optional<Value>* out) {
    const char kind = walk.kind(node);
    if (kind != '"' && kind != '{') return walk.skip(node);
    return read_value(walk, node, &out->emplace());
}

bool read_fee(Walk& walk, JsonNode node, Amount* out) {
    std::string_view text;
    if (!walk.text(node, &text)) return false;
    const Result<Signed> drops = parse_drops(text);
    if (!drops) return walk.fail(drops.error().message);
    *out = drops->units;
    return true;
}

// Newer servers write some numbers as strings.
bool read_index(Walk& walk, JsonNode node, std::optional<std::uint64_t>* out) {
    if (walk.kind(node) != '"') return read_count(walk, node, &out->emplace());
    std::string_view text;
    if (!walk.text(node, &text)) return false;
    const Result<Amount> number = Amount::parse(text);
    if (!number || !number->to_u64()) return walk.fail("not a ledger index");
    *out = *number->to_u64();
    return true;
}

bool read_fields(Walk& walk, JsonNode node, unsigned depth, ServerError* error,
                 TransactionFacts* out) {
    ObjectShape shape(kTransaction);
    return walk.object(node, shape, [&](int member, JsonNode value) {
        switch (member) {
            case 0:
                return read_string(walk, value, &out->type);
            case 1:
                return read_account_id(walk, value, &out->account);
            case 2:
                return read_account_id(walk, value, &out->destination);
            case 3:
                return read_u32(walk, value, &out->tag);
            case 4:
                return read_source_tag(walk, value, out);
            case 5:
                return read_invoice(walk, value, out);
            case 6:
                return read_count(walk, value, &out->flags);
            case 7:
                return read_fee(walk, value, &out->fee);
            case 8:
            case 9:
                return read_stated(walk, value, &out->stated);
            case 10:
                return walk.array(
                    value, [&](std::size_t, JsonNode memo) { return read_note(walk, memo, out); });
            case 11:
                return read_hash(walk, value, &out->hash);
            case 12:
            case 13:
            case 14:
                return read_metadata(walk, value, out);
            case 15:
            case 16:
            case 17:
                if (depth > 0) return walk.fail("a transaction inside a transaction");
                return read_fields(walk, value, depth + 1, error, out);
            case 18:
                return walk.boolean(value, &out->is_validated);
            case 19:
                return read_index(walk, value, &out->ledger);
            default:
                return walk.message_text(value, error);
        }
    });
}

}  // namespace

bool read_transaction(Walk& walk, JsonNode node, ServerError* error, TransactionFacts* out) {
    *out = {};
    error->clear();
    if (!read_fields(walk, node, 0, error, out)) return false;
    if (!error->empty()) return true;
    if (out->hash.empty()) return walk.fail("a transaction without hash");
    if (out->type.empty()) return walk.fail("a transaction without TransactionType");
    if (out->result.empty()) return walk.fail("a transaction without metadata");
    return true;
}

}  // namespace homing::xrpl
