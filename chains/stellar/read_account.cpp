#include "chains/stellar/fields.h"
#include "chains/stellar/readers.h"

namespace homing::stellar {
namespace {

constexpr std::string_view kAccount[] = {"last_modified_ledger", "thresholds", "balances",
                                         "signers"};
constexpr std::string_view kThresholds[] = {"med_threshold"};
constexpr std::string_view kBalance[] = {"balance", "asset_type", "asset_code", "asset_issuer",
                                         "last_modified_ledger"};
constexpr std::string_view kSigner[] = {"weight", "key"};

bool read_balance(Walk& walk, JsonNode node, ObjectShape& shape, AccountFacts* out) {
    Texts<5> fields;
    BalanceFacts balance;
    const bool good = walk.object(node, shape, [&](int member, JsonNode value) {
        if (member == 4) return read_count(walk, value, &balance.last_modified);
        return walk.text(value, &fields.values[static_cast<std::size_t>(member)]);
    });
    if (!good) return false;
    if (fields[1] == "liquidity_pool_shares") return true;
    const Result<Amount> units = parse_units(fields[0]);
    if (!units) return walk.fail("\"balance\": " + units.error().message);
    balance.units = *units;
    if (!read_asset(walk, fields[1], fields[2], fields[3], &balance.asset)) return false;
    out->balances.push_back(std::move(balance));
    return true;
}

bool read_signer(Walk& walk, JsonNode node, ObjectShape& shape, AccountFacts* out) {
    AccountSigners::Signer signer;
    std::uint64_t weight = 0;
    const bool good = walk.object(node, shape, [&](int member, JsonNode value) {
        std::string_view text;
        if (member == 0) return read_count(walk, value, &weight);
        if (!walk.text(value, &text)) return false;
        signer.key = text;
        return true;
    });
    if (!good) return false;
    if (weight > 255) return walk.fail("a weight above 255");
    signer.weight = static_cast<std::uint32_t>(weight);
    out->signers.push_back(std::move(signer));
    return true;
}

}  // namespace

bool read_account(Walk& walk, JsonNode node, AccountFacts* out) {
    *out = {};
    unsigned seen = 0;
    ObjectShape shape(kAccount), thresholds(kThresholds), balance(kBalance), signer(kSigner);
    std::optional<std::uint64_t> medium;
    const bool good = walk.object(node, shape, [&](int member, JsonNode value) {
        seen |= 1u << member;
        switch (member) {
            case 0:
                return read_count(walk, value, &out->last_modified);
            case 1:
                return walk.object(value, thresholds, [&](int, JsonNode inner) {
                    return read_count(walk, inner, &medium.emplace());
                });
            case 2:
                return walk.array(value, [&](std::size_t, JsonNode one) {
                    return read_balance(walk, one, balance, out);
                });
            default:
                return walk.array(value, [&](std::size_t, JsonNode one) {
                    return read_signer(walk, one, signer, out);
                });
        }
    });
    if (!good || !walk.complete(shape, seen)) return false;
    if (!medium || *medium > 255) return walk.fail("no medium threshold of 0 to 255");
    out->medium_threshold = static_cast<std::uint32_t>(*medium);
    for (BalanceFacts& one : out->balances) {
        if (one.asset == "native") one.last_modified = out->last_modified;
    }
    return true;
}

}  // namespace homing::stellar
