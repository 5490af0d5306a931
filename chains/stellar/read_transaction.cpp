#include "chains/stellar/fields.h"
#include "chains/stellar/readers.h"
#include "core/base64.h"

namespace homing::stellar {
namespace {

constexpr std::string_view kNames[] = {
    "hash",       "successful",           "ledger",           "memo_type", "memo",
    "memo_bytes", "fee_bump_transaction", "inner_transaction"};
constexpr unsigned kNeeded = 0b1111;
constexpr std::string_view kHash[] = {"hash"};

bool read_nested_hash(Walk& walk, JsonNode node, std::string* out) {
    ObjectShape shape(kHash);
    return walk.object(node, shape, [&](int, JsonNode value) {
        std::string_view text;
        return walk.text(value, &text) && read_hash(walk, text, out);
    });
}

struct MemoFields {
    std::string type;
    std::optional<std::string> text;
    std::optional<std::string> bytes;
};

// Text by its bytes where the node gives them: what is shown replaces what is not UTF-8.
bool to_memo(Walk& walk, const MemoFields& fields, std::optional<Memo>* out) {
    if (fields.type == "none") return true;
    const auto base64 = [&](const std::optional<std::string>& text) {
        return parse_base64(text.value_or("?"));
    };
    Memo memo;
    if (fields.type == "text") {
        memo.kind = MemoKind::kText;
        memo.value = fields.text.value_or("");
        if (fields.bytes) {
            const Result<Bytes> bytes = base64(fields.bytes);
            if (!bytes) return walk.fail("memo_bytes is not base64");
            memo.value.assign(bytes->begin(), bytes->end());
        }
    } else if (fields.type == "id") {
        memo.kind = MemoKind::kId;
        memo.value = fields.text.value_or("");
    } else if (fields.type == "hash" || fields.type == "return") {
        memo.kind = fields.type == "hash" ? MemoKind::kHash : MemoKind::kReturn;
        const Result<Bytes> bytes = base64(fields.text);
        if (!bytes) return walk.fail("its memo is not base64");
        memo.value.assign(bytes->begin(), bytes->end());
    } else {
        return walk.fail("a memo_type we do not know");
    }
    const Result<Memo> whole = Memo::parse(memo.str());
    if (!whole) return walk.fail("its memo: " + whole.error().message);
    *out = *whole;
    return true;
}

}  // namespace

bool read_transaction(Walk& walk, JsonNode node, TransactionFacts* out) {
    *out = {};
    unsigned seen = 0;
    MemoFields memo;
    std::string bumped;
    ObjectShape shape(kNames);
    const bool good = walk.object(node, shape, [&](int member, JsonNode value) {
        seen |= 1u << member;
        std::string_view text;
        switch (member) {
            case 0:
                return walk.text(value, &text) && read_hash(walk, text, &out->hash);
            case 1:
                return walk.boolean(value, &out->successful);
            case 2:
                return read_count(walk, value, &out->ledger);
            case 3:
                if (!walk.text(value, &text)) return false;
                memo.type = text;
                return true;
            case 4:
                return walk.message_text(value, &memo.text.emplace());
            case 5:
                if (!walk.text(value, &text)) return false;
                memo.bytes = text;
                return true;
            case 6:
                return read_nested_hash(walk, value, &bumped);
            default:
                return read_nested_hash(walk, value, &out->inner);
        }
    });
    if (!good || !walk.complete(shape, seen | ~kNeeded)) return false;
    if (bumped.empty() != out->inner.empty()) return walk.fail("half of a fee bump");
    if (!bumped.empty()) {
        if (out->hash != bumped && out->hash != out->inner) {
            return walk.fail("its hash is neither the fee bump's nor the inner one's");
        }
        out->hash = bumped;  // a node answers with the hash it was asked for
    }
    return to_memo(walk, memo, &out->memo);
}

}  // namespace homing::stellar
