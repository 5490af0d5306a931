#include <algorithm>

#include "chains/xrpl/fields.h"

namespace homing::xrpl {
namespace {

constexpr std::string_view kToken[] = {"currency", "issuer", "value", "mpt_issuance_id"};
constexpr std::string_view kMetadata[] = {"TransactionResult", "delivered_amount",
                                          "DeliveredAmount", "AffectedNodes"};
constexpr std::string_view kChange[] = {"CreatedNode", "ModifiedNode", "DeletedNode"};
constexpr std::string_view kNode[] = {"LedgerEntryType", "FinalFields", "PreviousFields",
                                      "NewFields"};
constexpr std::string_view kFields[] = {"Account", "Destination", "DestinationTag",
                                        "Balance", "LowLimit",    "HighLimit"};

struct TokenFields {
    std::string_view currency, issuer, value, mpt;
    unsigned seen = 0;
};

bool read_token_fields(Walk& walk, JsonNode node, TokenFields* out) {
    ObjectShape shape(kToken);
    std::string_view* const texts[] = {&out->currency, &out->issuer, &out->value, &out->mpt};
    return walk.object(node, shape, [&](int member, JsonNode value) {
        out->seen |= 1u << member;
        return walk.text(value, texts[member]);
    });
}

bool read_token_parts(Walk& walk, const TokenFields& fields, TokenText* out) {
    const Result<std::string> currency = normal_currency(fields.currency);
    if (!currency) return walk.fail(currency.error().message);
    const Result<AccountId> issuer = parse_classic(fields.issuer);
    if (!issuer) return walk.fail(issuer.error().message);
    const Result<Signed> amount = parse_token_value(fields.value);
    if (!amount) return walk.fail(amount.error().message);
    *out = {*currency, *issuer, *amount};
    return true;
}

bool read_mpt(Walk& walk, const TokenFields& fields, Value* out) {
    const Result<Bytes> id = parse_hex(fields.mpt);
    const Result<Signed> units = parse_drops(fields.value);
    if (!id || id->size() != 24 || !units) return walk.fail("not an amount of an MPT");
    *out = {"mpt:" + to_hex(*id), *units};
    return true;
}

// The members of FinalFields, PreviousFields or NewFields that we read.
struct EntryFields {
    std::optional<AccountId> account, destination, low, high;
    std::optional<std::uint32_t> tag;
    std::optional<Signed> balance;
    bool is_token = false;
    std::string currency;
};

bool read_balance(Walk& walk, JsonNode node, EntryFields* out) {
    const char kind = walk.kind(node);
    if (kind == '{') {
        TokenText token;
        if (!read_token(walk, node, &token)) return false;
        out->is_token = true;
        out->currency = std::move(token.currency);
        out->balance = token.amount;
        return true;
    }
    std::string_view text;
    if (!walk.text(node, &text)) return false;
    const Result<Signed> drops = parse_drops(text);
    if (!drops) return walk.fail(drops.error().message);
    out->balance = *drops;
    return true;
}

bool read_limit(Walk& walk, JsonNode node, std::optional<AccountId>* out) {
    TokenText token;
    if (!read_token(walk, node, &token)) return false;
    *out = token.issuer;
    return true;
}

bool read_entry(Walk& walk, JsonNode node, EntryFields* out) {
    ObjectShape shape(kFields);
    return walk.object(node, shape, [&](int member, JsonNode value) {
        switch (member) {
            case 0:
                return read_account_id(walk, value, &out->account);
            case 1:
                return read_account_id(walk, value, &out->destination);
            case 2:
                return read_u32(walk, value, &out->tag);
            case 3:
                return read_balance(walk, value, out);
            case 4:
                return read_limit(walk, value, &out->low);
            default:
                return read_limit(walk, value, &out->high);
        }
    });
}

NodeKind kind_of(std::string_view type) {
    constexpr std::pair<std::string_view, NodeKind> kKinds[] = {
        {"AccountRoot", NodeKind::kAccount},
        {"RippleState", NodeKind::kTrustLine},
        {"Check", NodeKind::kCheck},
        {"Escrow", NodeKind::kEscrow},
        {"PayChannel", NodeKind::kChannel}};
    for (const auto& [name, kind] : kKinds) {
        if (name == type) return kind;
    }
    return NodeKind::kOther;
}

// Before: what PreviousFields says, or what it left unchanged; a created entry began at nothing.
void settle(EntryFields entry, EntryFields previous, bool is_created, LedgerNode* out) {
    out->account = entry.account;
    out->destination = entry.destination;
    out->tag = entry.tag;
    out->low = entry.low;
    out->high = entry.high;
    out->currency = std::move(entry.currency);
    out->after = entry.balance.value_or(Signed{});
    if (!is_created) out->before = previous.balance.value_or(out->after);
}

bool read_node(Walk& walk, JsonNode node, int change, LedgerNode* out) {
    ObjectShape shape(kNode);
    std::string_view type;
    EntryFields entry, previous;
    const bool good = walk.object(node, shape, [&](int member, JsonNode value) {
        if (member == 0) return walk.text(value, &type);
        return read_entry(walk, value, member == 2 ? &previous : &entry);
    });
    if (!good) return false;
    out->kind = kind_of(type);
    out->is_deleted = change == 2;
    settle(std::move(entry), std::move(previous), change == 0, out);
    const bool is_balanced = out->kind == NodeKind::kAccount || out->kind == NodeKind::kTrustLine;
    if (!is_balanced) out->before = out->after = {};
    if (out->kind == NodeKind::kTrustLine && (!out->low || !out->high || out->currency.empty())) {
        // A line that was only touched (an owner's count) states neither limits nor balance.
        out->kind = NodeKind::kOther;
    }
    return true;
}

bool read_change(Walk& walk, JsonNode node, LedgerNode* out) {
    ObjectShape shape(kChange);
    int changes = 0;
    const bool good = walk.object(node, shape, [&](int change, JsonNode value) {
        ++changes;
        return read_node(walk, value, change, out);
    });
    return good && (changes == 1 || walk.fail("not one of created, modified and deleted"));
}

// "unavailable" is what servers say of partial payments before 2014.
bool read_delivered(Walk& walk, JsonNode node, std::optional<Value>* out) {
    if (walk.kind(node) == '"') {
        std::string_view text;
        if (!walk.text(node, &text)) return false;
        if (text == "unavailable") return true;
        const Result<Signed> drops = parse_drops(text);
        if (!drops) return walk.fail(drops.error().message);
        *out = Value{std::string(kXrp), *drops};
        return true;
    }
    return read_value(walk, node, &out->emplace());
}

}  // namespace

bool read_token(Walk& walk, JsonNode node, TokenText* out) {
    TokenFields fields;
    return read_token_fields(walk, node, &fields) && read_token_parts(walk, fields, out);
}

bool read_value(Walk& walk, JsonNode node, Value* out) {
    if (walk.kind(node) == '"') {
        std::string_view text;
        if (!walk.text(node, &text)) return false;
        const Result<Signed> drops = parse_drops(text);
        if (!drops) return walk.fail(drops.error().message);
        *out = {std::string(kXrp), *drops};
        return true;
    }
    TokenFields fields;
    if (!read_token_fields(walk, node, &fields)) return false;
    if (!fields.mpt.empty()) return read_mpt(walk, fields, out);
    TokenText token;
    if (!read_token_parts(walk, fields, &token)) return false;
    *out = {"token:" + token.currency + "." + to_classic(*token.issuer), token.amount};
    return true;
}

bool read_metadata(Walk& walk, JsonNode node, TransactionFacts* out) {
    ObjectShape shape(kMetadata);
    unsigned seen = 0;
    std::optional<Value> synthetic, own;
    const bool good = walk.object(node, shape, [&](int member, JsonNode value) {
        seen |= 1u << member;
        switch (member) {
            case 0:
                return read_string(walk, value, &out->result);
            case 1:
                return read_delivered(walk, value, &synthetic);
            case 2:
                return read_delivered(walk, value, &own);
            default:
                return walk.array(value, [&](std::size_t, JsonNode change) {
                    return read_change(walk, change, &out->nodes.emplace_back());
                });
        }
    });
    out->delivered = synthetic ? std::move(synthetic) : std::move(own);
    if (!good) return false;
    return ((seen & 1u) != 0 && (seen & 8u) != 0) ||
           walk.fail("metadata without TransactionResult or AffectedNodes");
}

}  // namespace homing::xrpl
