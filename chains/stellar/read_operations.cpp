#include "chains/stellar/fields.h"
#include "chains/stellar/readers.h"
#include "chains/stellar/strkey.h"

namespace homing::stellar {
namespace {

enum Member {
    kId,
    kHash,
    kType,
    kFrom,
    kFromMuxed,
    kTo,
    kToMuxed,
    kAmount,
    kAssetType,
    kCode,
    kIssuer,
    kFunder,
    kFunderMuxed,
    kAccount,
    kAccountMuxed,
    kStarting,
    kInto,
    kIntoMuxed,
    kClaimant,
    kClaimantMuxed,
    kSuccessful,
    kTransaction,
    kMembers
};
constexpr std::array<std::string_view, kMembers> kNames = {"id",
                                                           "transaction_hash",
                                                           "type",
                                                           "from",
                                                           "from_muxed_id",
                                                           "to",
                                                           "to_muxed_id",
                                                           "amount",
                                                           "asset_type",
                                                           "asset_code",
                                                           "asset_issuer",
                                                           "funder",
                                                           "funder_muxed_id",
                                                           "account",
                                                           "account_muxed_id",
                                                           "starting_balance",
                                                           "into",
                                                           "into_muxed_id",
                                                           "claimant",
                                                           "claimant_muxed_id",
                                                           "transaction_successful",
                                                           "transaction"};
constexpr unsigned kAlways = 1u << kId | 1u << kHash | 1u << kType | 1u << kSuccessful;

using Fields = Texts<kMembers>;

// Operations whose other members may be objects or arrays are not read further than their head.
OperationKind kind_of(std::string_view type) {
    if (type == "payment" || type == "path_payment_strict_receive" ||
        type == "path_payment_strict_send" || type == "path_payment") {
        return OperationKind::kPayment;
    }
    if (type == "create_account") return OperationKind::kCreateAccount;
    if (type == "account_merge") return OperationKind::kMerge;
    if (type == "claim_claimable_balance") return OperationKind::kClaim;
    if (type == "clawback") return OperationKind::kClawback;
    return OperationKind::kOther;
}

bool read_party(Walk& walk, const Fields& fields, Member name, Member muxed,
                std::optional<Account>* out) {
    const Result<Account> account = parse_account(fields[name]);
    if (!account || account->muxed_id) {
        return walk.fail("\"" + std::string(kNames[name]) + "\" is no Stellar account (G…)");
    }
    *out = *account;
    if (!fields.has(muxed)) return true;
    std::uint64_t id = 0;
    if (!read_number(walk, fields[muxed], &id)) return walk.below(kNames[muxed]);
    (*out)->muxed_id = id;
    return true;
}

bool read_amount(Walk& walk, const Fields& fields, Member name, Amount* out) {
    const Result<Amount> units = parse_units(fields[name]);
    if (!units) return walk.fail("\"" + std::string(kNames[name]) + "\": " + units.error().message);
    *out = *units;
    return true;
}

bool to_facts(Walk& walk, const Fields& fields, OperationFacts* out) {
    switch (out->kind) {
        case OperationKind::kPayment:
            return read_party(walk, fields, kFrom, kFromMuxed, &out->from) &&
                   read_party(walk, fields, kTo, kToMuxed, &out->to) &&
                   read_amount(walk, fields, kAmount, &out->units) &&
                   read_asset(walk, fields[kAssetType], fields[kCode], fields[kIssuer],
                              &out->asset);
        case OperationKind::kCreateAccount:
            out->asset = "native";
            return read_party(walk, fields, kFunder, kFunderMuxed, &out->from) &&
                   read_party(walk, fields, kAccount, kAccountMuxed, &out->to) &&
                   read_amount(walk, fields, kStarting, &out->units);
        case OperationKind::kMerge:
            return read_party(walk, fields, kAccount, kAccountMuxed, &out->from) &&
                   read_party(walk, fields, kInto, kIntoMuxed, &out->to);
        case OperationKind::kClaim:
            return read_party(walk, fields, kClaimant, kClaimantMuxed, &out->to);
        case OperationKind::kClawback:
            return read_party(walk, fields, kFrom, kFromMuxed, &out->from) &&
                   read_amount(walk, fields, kAmount, &out->units) &&
                   read_asset(walk, fields[kAssetType], fields[kCode], fields[kIssuer],
                              &out->asset);
        case OperationKind::kOther:
            return true;
    }
    return true;
}

bool read_with(Walk& walk, JsonNode node, ObjectShape& shape, bool joined, OperationFacts* out) {
    *out = {};
    Fields fields;
    bool successful = false;
    const bool good = walk.object(node, shape, [&](int member, JsonNode value) {
        fields.seen |= 1u << member;
        if (member == kSuccessful) return walk.boolean(value, &successful);
        if (member == kTransaction) return read_transaction(walk, value, &out->transaction);
        // The same name may hold something else in operations that we do not read.
        if (walk.kind(value) != '"') return walk.skip(value);
        return walk.text(value, &fields.values[static_cast<std::size_t>(member)]);
    });
    if (!good || !walk.complete(shape, fields.seen | ~kAlways)) return false;
    if (!read_number(walk, fields[kId], &out->id)) return walk.below("id");
    if ((out->id & 0xfff) == 0) return walk.fail("its id names a transaction, no operation");
    if (!read_hash(walk, fields[kHash], &out->txid)) return walk.below("transaction_hash");
    if (joined) {
        const TransactionFacts& tx = out->transaction;
        if (!fields.has(kTransaction)) return walk.fail("\"transaction\" is missing");
        if (out->txid != tx.hash && out->txid != tx.inner) {
            return walk.fail("it comes with another transaction");
        }
        if (tx.ledger != out->ledger()) return walk.fail("its transaction is of another ledger");
        if (tx.successful != successful) return walk.fail("it and its transaction disagree");
    } else {
        out->transaction.hash = out->txid;
        out->transaction.ledger = out->ledger();
        out->transaction.successful = successful;
    }
    out->kind = kind_of(fields[kType]);
    return to_facts(walk, fields, out);
}

constexpr std::string_view kEffect[] = {"type",       "account",    "amount",
                                        "asset_type", "asset_code", "asset_issuer"};

}  // namespace

Result<Amount> parse_units(std::string_view text) {
    constexpr std::size_t kDecimals = 7;
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string digits(text.substr(0, point));
    const std::string_view fraction =
        point == text.size() ? std::string_view() : text.substr(point + 1);
    if (digits.empty() || fraction.size() > kDecimals || (digits.size() > 1 && digits[0] == '0') ||
        (point < text.size() && fraction.empty())) {
        return invalid("not an amount with at most seven decimals");
    }
    digits += std::string(fraction) + std::string(kDecimals - fraction.size(), '0');
    const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    const Result<Amount> units = Amount::parse(std::string_view(digits).substr(zeros));
    if (!units || units->bit_width() > 63) return invalid("not an amount of at most 63 bits");
    return units;
}

bool read_asset(Walk& walk, std::string_view type, std::string_view code, std::string_view issuer,
                AssetName* out) {
    if (type == "native") {
        *out = "native";
        return true;
    }
    const bool short_code = type == "credit_alphanum4";
    if (!short_code && type != "credit_alphanum12") return walk.fail("an asset of unknown type");
    const bool plain = std::all_of(code.begin(), code.end(),
                                   [](unsigned char c) { return c < 128 && std::isalnum(c) != 0; });
    const std::size_t most = short_code ? 4 : 12;
    if (!plain || code.empty() || code.size() > most) return walk.fail("an asset code of bad form");
    const Result<Account> key = parse_account(issuer);
    if (!key || key->muxed_id) return walk.fail("an asset issuer that is no account");
    *out = std::string(code) + "-" + std::string(issuer);
    return true;
}

bool read_operation(Walk& walk, JsonNode node, bool joined, OperationFacts* out) {
    ObjectShape shape(kNames);
    return read_with(walk, node, shape, joined, out);
}

bool read_operations(Walk& walk, JsonNode node, bool joined, std::vector<OperationFacts>* out) {
    out->clear();
    ObjectShape shape(kNames);
    return read_page(walk, node, [&](std::size_t, JsonNode record) {
        return read_with(walk, record, shape, joined, &out->emplace_back());
    });
}

bool read_credits(Walk& walk, JsonNode node, std::vector<Credit>* out) {
    out->clear();
    ObjectShape shape(kEffect);
    return read_page(walk, node, [&](std::size_t, JsonNode record) {
        Texts<6> fields;
        const bool good = walk.object(record, shape, [&](int member, JsonNode value) {
            if (walk.kind(value) != '"') return walk.skip(value);
            return walk.text(value, &fields.values[static_cast<std::size_t>(member)]);
        });
        if (!good) return false;
        if (fields[0].empty()) return walk.fail("\"type\" is missing");
        if (fields[0] != "account_credited") return true;
        Credit credit;
        const Result<Account> account = parse_account(fields[1]);
        const Result<Amount> units = parse_units(fields[2]);
        if (!account) return walk.fail("\"account\" is no Stellar account");
        if (!units) return walk.fail("\"amount\": " + units.error().message);
        credit.account = account->key;
        credit.units = *units;
        if (!read_asset(walk, fields[3], fields[4], fields[5], &credit.asset)) return false;
        out->push_back(std::move(credit));
        return true;
    });
}

}  // namespace homing::stellar
