#include "chains/xrpl/fields.h"
#include "chains/xrpl/readers.h"

namespace homing::xrpl {
namespace {

constexpr std::string_view kResult[] = {"account_data", "signer_lists", "error"};
constexpr std::string_view kAccount[] = {"Balance", "Flags", "RegularKey", "signer_lists"};
constexpr std::string_view kList[] = {"SignerQuorum", "SignerEntries"};
constexpr std::string_view kEntry[] = {"SignerEntry"};
constexpr std::string_view kSigner[] = {"Account", "SignerWeight"};
constexpr std::string_view kLines[] = {"lines", "error"};
constexpr std::string_view kLine[] = {"account", "balance", "currency"};
constexpr std::uint64_t kDisableMaster = 0x0010'0000;  // lsfDisableMaster

bool read_signer(Walk& walk, JsonNode node, AccountFacts* out) {
    ObjectShape outer(kEntry), inner(kSigner);
    return walk.object(node, outer, [&](int, JsonNode entry) {
        AccountSigners::Signer signer;
        std::optional<std::uint32_t> weight;
        const bool good = walk.object(entry, inner, [&](int member, JsonNode value) {
            if (member == 0) return read_string(walk, value, &signer.key);
            return read_u32(walk, value, &weight);
        });
        if (!good) return false;
        if (!weight || signer.key.empty()) return walk.fail("a signer without account or weight");
        signer.weight = *weight;
        out->signer_list.push_back(std::move(signer));
        return true;
    });
}

bool read_lists(Walk& walk, JsonNode node, AccountFacts* out) {
    return walk.array(node, [&](std::size_t, JsonNode list) {
        ObjectShape shape(kList);
        std::optional<std::uint32_t> quorum;
        const bool good = walk.object(list, shape, [&](int member, JsonNode value) {
            if (member == 0) return read_u32(walk, value, &quorum);
            return walk.array(
                value, [&](std::size_t, JsonNode entry) { return read_signer(walk, entry, out); });
        });
        if (good && quorum) out->quorum = *quorum;
        return good;
    });
}

bool read_account_root(Walk& walk, JsonNode node, AccountFacts* out) {
    ObjectShape shape(kAccount);
    bool has_balance = false;
    const bool good = walk.object(node, shape, [&](int member, JsonNode value) {
        std::uint64_t flags = 0;
        std::string_view text;
        switch (member) {
            case 0: {
                if (!walk.text(value, &text)) return false;
                const Result<Signed> drops = parse_drops(text);
                if (!drops) return walk.fail(drops.error().message);
                out->drops = drops->units;
                has_balance = true;
                return true;
            }
            case 1:
                if (!read_count(walk, value, &flags)) return false;
                out->is_master_disabled = (flags & kDisableMaster) != 0;
                return true;
            case 2:
                return read_string(walk, value, &out->regular_key);
            default:
                return read_lists(walk, value, out);
        }
    });
    return good && (has_balance || walk.fail("an account without Balance"));
}

bool read_line(Walk& walk, JsonNode node, TrustLineFacts* out) {
    ObjectShape shape(kLine);
    unsigned seen = 0;
    const bool good = walk.object(node, shape, [&](int member, JsonNode value) {
        seen |= 1u << member;
        std::string_view text;
        if (!walk.text(value, &text)) return false;
        if (member == 0) {
            const Result<AccountId> peer = parse_classic(text);
            if (!peer) return walk.fail(peer.error().message);
            out->peer = *peer;
        } else if (member == 1) {
            const Result<Signed> balance = parse_token_value(text);
            if (!balance) return walk.fail(balance.error().message);
            out->balance = *balance;
        } else {
            const Result<std::string> currency = normal_currency(text);
            if (!currency) return walk.fail(currency.error().message);
            out->currency = *currency;
        }
        return true;
    });
    return good && walk.complete(shape, seen);
}

}  // namespace

bool read_account(Walk& walk, JsonNode node, ServerError* error, AccountFacts* out) {
    *out = {};
    error->clear();
    ObjectShape shape(kResult);
    bool has_account = false;
    const bool good = walk.object(node, shape, [&](int member, JsonNode value) {
        if (member == 2) return walk.message_text(value, error);
        if (member == 1) return read_lists(walk, value, out);  // where API v2 puts them
        has_account = true;
        return read_account_root(walk, value, out);
    });
    return good && (has_account || !error->empty() || walk.fail("an answer without an account"));
}

bool read_trust_lines(Walk& walk, JsonNode node, ServerError* error,
                      std::vector<TrustLineFacts>* out) {
    out->clear();
    error->clear();
    ObjectShape shape(kLines);
    return walk.object(node, shape, [&](int member, JsonNode value) {
        if (member == 1) return walk.message_text(value, error);
        return walk.array(value, [&](std::size_t, JsonNode line) {
            return read_line(walk, line, &out->emplace_back());
        });
    });
}

}  // namespace homing::xrpl
