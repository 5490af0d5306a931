#include "chains/xrpl/fields.h"
#include "chains/xrpl/readers.h"

namespace homing::xrpl {
namespace {

constexpr std::string_view kServer[] = {"info", "error"};
constexpr std::string_view kInfo[] = {"network_id", "server_state"};
constexpr std::string_view kResult[] = {"ledger", "validated", "error"};
constexpr std::string_view kLedger[] = {"ledger_index", "ledger_hash", "parent_hash", "close_time",
                                        "transactions"};
constexpr unsigned kHeader = 0b1111;
constexpr std::uint64_t kRippleEpoch = 946'684'800;  // 2000-01-01

bool read_sequence(Walk& walk, JsonNode node, std::uint64_t* out) {
    if (walk.kind(node) != '"') return read_count(walk, node, out);
    std::string_view text;
    if (!walk.text(node, &text)) return false;
    const Result<Amount> number = Amount::parse(text);
    if (!number || !number->to_u64()) return walk.fail("not a ledger index");
    *out = *number->to_u64();
    return true;
}

bool read_close_time(Walk& walk, JsonNode node, Time* out) {
    std::uint64_t seconds = 0;
    if (!read_count(walk, node, &seconds)) return false;
    const Result<Time> time = seconds >> 40 == 0 ? time_from_unix_seconds(seconds + kRippleEpoch)
                                                 : Result<Time>(invalid("too late"));
    if (!time) return walk.fail("not a time");
    *out = *time;
    return true;
}

bool read_transactions(Walk& walk, JsonNode node, std::vector<TransactionFacts>* out) {
    return walk.array(node, [&](std::size_t, JsonNode one) {
        ServerError error;
        return read_transaction(walk, one, &error, &out->emplace_back()) &&
               (error.empty() || walk.fail("an error in place of a transaction"));
    });
}

bool read_header(Walk& walk, JsonNode node, LedgerFacts* out,
                 std::vector<TransactionFacts>* transactions) {
    ObjectShape shape(kLedger);
    unsigned seen = 0;
    const bool good = walk.object(node, shape, [&](int member, JsonNode value) {
        seen |= 1u << member;
        switch (member) {
            case 0:
                return read_sequence(walk, value, &out->sequence);
            case 1:
                return read_hash(walk, value, &out->hash);
            case 2:
                return read_hash(walk, value, &out->parent);
            case 3:
                return read_close_time(walk, value, &out->closed);
            default:
                if (transactions == nullptr) return walk.skip(value);
                return read_transactions(walk, value, transactions);
        }
    });
    if (!good) return false;
    if ((seen & kHeader) != kHeader) return walk.fail("a ledger without index, hashes or time");
    return transactions == nullptr || (seen & ~kHeader) != 0 ||
           walk.fail("a ledger without transactions");
}

}  // namespace

bool read_server(Walk& walk, JsonNode node, ServerError* error, ServerFacts* out) {
    *out = {};
    error->clear();
    ObjectShape shape(kServer), info(kInfo);
    return walk.object(node, shape, [&](int member, JsonNode value) {
        if (member == 1) return walk.message_text(value, error);
        return walk.object(value, info, [&](int which, JsonNode one) {
            if (which == 0) return read_count(walk, one, &out->network_id.emplace());
            return read_string(walk, one, &out->state);
        });
    });
}

bool read_ledger(Walk& walk, JsonNode node, ServerError* error, LedgerFacts* out,
                 std::vector<TransactionFacts>* transactions) {
    *out = {};
    error->clear();
    if (transactions != nullptr) transactions->clear();
    ObjectShape shape(kResult);
    bool has_ledger = false;
    const bool good = walk.object(node, shape, [&](int member, JsonNode value) {
        if (member == 1) return walk.boolean(value, &out->is_validated);
        if (member == 2) return walk.message_text(value, error);
        has_ledger = true;
        return read_header(walk, value, out, transactions);
    });
    return good && (has_ledger || !error->empty() || walk.fail("an answer without a ledger"));
}

}  // namespace homing::xrpl
