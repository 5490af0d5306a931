#include "app/import/row_parser.h"

#include "app/import/field_reader.h"
#include "chains/source.h"

namespace homing {

namespace {

// An id of the operator becomes part of keys; longer ones name nobody.
constexpr std::size_t kIdMax = 200;

void check_id(FieldReader& reader, const char* name, const std::string& id) {
    if (id.size() <= kIdMax) return;
    reader.fail(std::string(name) + ": is longer than " + std::to_string(kIdMax) + " bytes");
}

// "1999.25" as millionths; at most six decimals.
Result<Amount> parse_micro(const std::string& text) {
    const std::size_t dot = text.find('.');
    std::string digits = text.substr(0, dot);
    const std::string fraction = dot == std::string::npos ? "" : text.substr(dot + 1);
    if (dot != std::string::npos && fraction.empty()) return invalid("ends in a point");
    if (fraction.size() > 6) return invalid("has more than six decimals");
    digits += fraction + std::string(6 - fraction.size(), '0');
    const std::size_t first = digits.find_first_not_of('0');
    if (text.empty() || text[0] == '.' || (digits[0] == '0' && dot != 1 && text != "0")) {
        return invalid("\"" + text.substr(0, 40) + "\" is not a price such as 1999.25");
    }
    return Amount::parse(first == std::string::npos ? "0" : digits.substr(first));
}

Result<Destination> read_destination(const NetworkId& network, const std::string& address) {
    Result<Destination> parsed = parse_destination(network, address);
    if (!parsed) return within("address", parsed.error());
    return parsed;
}

// The memo of a route: from its column, from its address (X-address, M-address), or both alike. An
// address that carried one is kept in the form without it.
Result<void> settle_memo(Route& route, const std::string& column, const Destination& parsed) {
    std::optional<Memo> memo = parsed.memo;
    if (!column.empty()) {
        Result<Memo> typed = parse_memo(route.network, column);
        if (!typed) return within("memo", typed.error());
        if (memo && *memo != *typed) {
            return invalid("memo: is " + quote(column) + ", and the address carries " +
                           memo->str());
        }
        memo = std::move(*typed);
    }
    if (memo) route.memo = memo->str();
    if (!parsed.memo) return {};
    Result<std::string> plain = format_address(route.network, parsed.fingerprint);
    if (!plain) return within("address", plain.error());
    route.address = std::move(*plain);
    return {};
}

}  // namespace

template <>
Result<Account> parse_row(const ImportKind& kind, const ImportCells& cells) {
    Account account;
    FieldReader reader(kind, cells);
    reader.read("id", account.id);
    reader.read("created", account.created);
    reader.read("closed", account.closed);
    check_id(reader, "id", account.id);
    if (account.closed && *account.closed < account.created) {
        reader.fail("closed: lies before created");
    }
    if (!reader.good()) return reader.problem();
    return account;
}

template <>
Result<Asset> parse_row(const ImportKind& kind, const ImportCells& cells) {
    Asset asset;
    FieldReader reader(kind, cells);
    reader.read("asset", asset.id);
    reader.read("symbol", asset.symbol);
    reader.read("decimals", asset.decimals);
    reader.read("currency", asset.currency);
    reader.read("currency_scale", asset.currency_scale);
    reader.read("delisted", asset.delisted);
    reader.read("elastic", asset.elastic);
    reader.read("minimum", asset.minimum);
    if (asset.decimals > 36) reader.fail("decimals: must lie between 0 and 36");
    if (asset.currency_scale > 36) reader.fail("currency_scale: must lie between 0 and 36");
    if (asset.currency && !reader.has("currency_scale")) {
        reader.fail("currency_scale: is missing (currency is given)");
    }
    if (!reader.good()) return reader.problem();
    return asset;
}

template <>
Result<CustodyAddress> parse_row(const ImportKind& kind, const ImportCells& cells) {
    CustodyAddress address;
    FieldReader reader(kind, cells);
    reader.read("network", address.network);
    reader.read("address", address.address);
    reader.read("role", address.role);
    reader.read("wallet", address.wallet);
    reader.read("retired", address.retired);
    if (!reader.good()) return reader.problem();
    Result<Destination> parsed = read_destination(address.network, address.address);
    if (!parsed) return parsed.error();
    if (parsed->memo) {
        return invalid("address: carries the memo " + parsed->memo->str() +
                       "; write the address alone, the memo belongs to a route");
    }
    address.fingerprint = std::move(parsed->fingerprint);
    return address;
}

template <>
Result<Route> parse_row(const ImportKind& kind, const ImportCells& cells) {
    Route route;
    std::string memo;
    FieldReader reader(kind, cells);
    reader.read("account", route.account);
    reader.read("network", route.network);
    reader.read("address", route.address);
    reader.read("memo", memo);
    reader.read("assets", route.assets);
    reader.read("since", route.since);
    reader.read("until", route.until);
    check_id(reader, "account", route.account);
    if (route.until && *route.until < route.since) reader.fail("until: lies before since");
    if (!reader.good()) return reader.problem();
    for (const AssetId& asset : route.assets) {
        if (asset.network() != route.network) {
            return invalid("assets: " + asset.str() + " is not of network " + route.network.str());
        }
    }
    Result<Destination> parsed = read_destination(route.network, route.address);
    if (!parsed) return parsed.error();
    route.fingerprint = parsed->fingerprint;
    if (Result<void> settled = settle_memo(route, memo, *parsed); !settled) return settled.error();
    return route;
}

template <>
Result<AddressLabel> parse_row(const ImportKind& kind, const ImportCells& cells) {
    AddressLabel label;
    NetworkId network;
    std::string address;
    FieldReader reader(kind, cells);
    reader.read("network", network);
    reader.read("address", address);
    reader.read("class", label.sender_class);
    reader.read("name", label.name);
    check_id(reader, "name", label.name);
    if (!reader.good()) return reader.problem();
    Result<Destination> parsed = read_destination(network, address);
    if (!parsed) return parsed.error();
    label.fingerprint = std::move(parsed->fingerprint);
    return label;
}

template <>
Result<Price> parse_row(const ImportKind& kind, const ImportCells& cells) {
    Price price;
    std::string usd;
    FieldReader reader(kind, cells);
    reader.read("asset", price.asset);
    reader.read("usd", usd);
    reader.read("at", price.at);
    reader.read("source", price.source);
    check_id(reader, "source", price.source);
    if (!reader.good()) return reader.problem();
    Result<Amount> micro = parse_micro(usd);
    if (!micro) return within("usd", micro.error());
    price.micro_usd = *micro;
    return price;
}

template <>
Result<PastCredit> parse_row(const ImportKind& kind, const ImportCells& cells) {
    PastCredit credit;
    std::optional<std::string> sender;
    FieldReader reader(kind, cells);
    reader.read("network", credit.network);
    reader.read("txid", credit.txid);
    reader.read("index", credit.index);
    reader.read("account", credit.account);
    reader.read("sender", sender);
    reader.read("at", credit.at);
    check_id(reader, "account", credit.account);
    check_id(reader, "index", credit.index);
    if (!reader.good()) return reader.problem();
    if (credit.txid.empty() || credit.txid.size() > 128) return invalid("txid: is no txid");
    if (sender) {
        Result<Fingerprint> fingerprint = parse_address(credit.network, *sender);
        if (!fingerprint) return within("sender", fingerprint.error());
        credit.sender = std::move(*fingerprint);
    }
    return credit;
}

template <>
Result<Withdrawal> parse_row(const ImportKind& kind, const ImportCells& cells) {
    Withdrawal paid;
    std::string recipient;
    FieldReader reader(kind, cells);
    reader.read("network", paid.network);
    reader.read("txid", paid.txid);
    reader.read("index", paid.index);
    reader.read("asset", paid.asset);
    reader.read("units", paid.units);
    reader.read("recipient", recipient);
    reader.read("at", paid.at);
    reader.read("account", paid.account);
    reader.read("is_return", paid.is_return);
    check_id(reader, "account", paid.account);
    check_id(reader, "index", paid.index);
    if (paid.account.empty() && !paid.is_return) {
        reader.fail("account: is missing (a withdrawal belongs to somebody)");
    }
    if (!reader.good()) return reader.problem();
    if (paid.txid.empty() || paid.txid.size() > 128) return invalid("txid: is no txid");
    if (paid.asset.network() != paid.network) {
        return invalid("asset: " + paid.asset.str() + " is not of network " + paid.network.str());
    }
    Result<Fingerprint> fingerprint = parse_address(paid.network, recipient);
    if (!fingerprint) return within("recipient", fingerprint.error());
    paid.recipient = std::move(*fingerprint);
    return paid;
}

std::string fit(const Account& known, Account& now) {
    if (known.created != now.created) {
        return "created: the book says " + format_time(known.created) + " for " + now.id;
    }
    if (known.closed && !now.closed) {
        return "closed: " + now.id + " was closed at " + format_time(*known.closed) +
               "; a closed account stays closed";
    }
    return {};
}

std::string fit(const Asset& known, Asset& now) {
    if (known.decimals == now.decimals) return {};
    return "decimals: the book says " + std::to_string(known.decimals) +
           "; an asset's decimals never change";
}

std::string fit(const CustodyAddress& known, CustodyAddress& now) {
    if (known.role != now.role) {
        return "role: the book says " + std::string(to_string(known.role)) +
               "; retire the address instead";
    }
    if (known.retired && !now.retired) {
        return "retired: the address was retired at " + format_time(*known.retired) +
               " and stays so";
    }
    now.network = known.network;  // the one it was first made for
    now.address = known.address;
    return {};
}

std::string fit(const Route&, Route&) {
    return {};
}

std::string fit(const AddressLabel&, AddressLabel&) {
    return {};
}

std::string fit(const Price& known, Price& now) {
    if (known == now) return {};
    return "usd: the book has another price of " + now.asset.str() + " for " + format_time(now.at) +
           " (from " + known.source + ")";
}

std::string fit(const PastCredit& known, PastCredit& now) {
    if (known.account == now.account) return {};
    return "account: the book says that it was credited to " + known.account;
}

std::string fit(const Withdrawal& known, Withdrawal& now) {
    if (known == now) return {};
    return "txid: the book has this withdrawal with other content";
}

std::string fit_role(const Route& route, AddressRole role) {
    switch (role) {
        case AddressRole::kPersonal:
            return route.memo ? "memo: the address is personal, not shared" : "";
        case AddressRole::kShared:
            return route.memo ? "" : "memo: is missing (the address is shared)";
        case AddressRole::kHot:
        case AddressRole::kCold:
            break;
    }
    return "address: is a " + std::string(to_string(role)) +
           " address of ours, never told to customers";
}

CustodyAddress address_of(const Route& route) {
    CustodyAddress address;
    address.fingerprint = route.fingerprint;
    address.network = route.network;
    address.address = route.address;
    address.role = route.memo ? AddressRole::kShared : AddressRole::kPersonal;
    return address;
}

bool overlap(const Route& a, const Route& b) {
    return (!b.until || a.since < *b.until) && (!a.until || b.since < *a.until);
}

}  // namespace homing
