#include "chains/stellar/fields.h"
#include "chains/stellar/readers.h"

namespace homing::stellar {
namespace {

constexpr std::string_view kRoot[] = {"network_passphrase", "history_elder_ledger",
                                      "history_latest_ledger"};
constexpr std::string_view kLedger[] = {
    "sequence",       "hash", "prev_hash", "closed_at", "successful_transaction_count",
    "operation_count"};
constexpr unsigned kWithoutParent = 0b111011;  // the first ledger has none

bool read_ledger_with(Walk& walk, JsonNode node, ObjectShape& shape, LedgerFacts* out) {
    *out = {};
    unsigned seen = 0;
    const bool good = walk.object(node, shape, [&](int member, JsonNode value) {
        seen |= 1u << member;
        std::string_view text;
        switch (member) {
            case 0:
                return read_count(walk, value, &out->sequence);
            case 1:
                return walk.text(value, &text) && read_hash(walk, text, &out->hash);
            case 2:
                return walk.text(value, &text) && read_hash(walk, text, &out->parent);
            case 3: {
                if (!walk.text(value, &text)) return false;
                const Result<Time> time = parse_time(text);
                if (!time) return walk.fail("not a time");
                out->closed = *time;
                return true;
            }
            case 4:
                return read_count(walk, value, &out->transactions);
            default:
                return read_count(walk, value, &out->operations);
        }
    });
    if (!good) return false;
    if (out->sequence == 1 && seen == kWithoutParent) {
        out->parent = std::string(64, '0');
        return true;
    }
    return walk.complete(shape, seen);
}

}  // namespace

bool read_root(Walk& walk, JsonNode node, RootFacts* out) {
    *out = {};
    unsigned seen = 0;
    ObjectShape shape(kRoot);
    const bool good = walk.object(node, shape, [&](int member, JsonNode value) {
        seen |= 1u << member;
        std::string_view text;
        if (member == 1) return read_count(walk, value, &out->elder);
        if (member == 2) return read_count(walk, value, &out->latest);
        if (!walk.text(value, &text)) return false;
        out->passphrase = text;
        return true;
    });
    return good && walk.complete(shape, seen);
}

bool read_ledger(Walk& walk, JsonNode node, LedgerFacts* out) {
    ObjectShape shape(kLedger);
    return read_ledger_with(walk, node, shape, out);
}

bool read_ledgers(Walk& walk, JsonNode node, std::vector<LedgerFacts>* out) {
    out->clear();
    ObjectShape shape(kLedger);
    return read_page(walk, node, [&](std::size_t, JsonNode record) {
        return read_ledger_with(walk, record, shape, &out->emplace_back());
    });
}

}  // namespace homing::stellar
