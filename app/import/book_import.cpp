#include "app/import/book_import.h"

#include "app/import/field_reader.h"
#include "chains/source.h"
#include "store/custody_book.h"

namespace homing {

namespace {

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

// Whether two spans of time, open at the end where `until` is absent, share a moment.
bool overlap(const Route& a, const Route& b) {
    return (!b.until || a.since < *b.until) && (!a.until || b.since < *a.until);
}

}  // namespace

BookImport::BookImport(const Reader& reader, std::vector<NetworkId> networks)
    : reader_(reader),
      networks_(std::move(networks)),
      accounts_(reader),
      assets_(reader),
      addresses_(reader),
      routes_(reader),
      prices_(reader),
      past_credits_(reader) {}

Result<void> BookImport::take(const ImportKind& kind, std::uint64_t line, const Json& fields) {
    Result<std::string> problem = std::string();
    if (kind.name == "accounts")
        problem = take_account(fields, kind);
    else if (kind.name == "assets")
        problem = take_asset(fields, kind);
    else if (kind.name == "addresses")
        problem = take_address(fields, kind);
    else if (kind.name == "routes")
        problem = take_route(fields, kind);
    else if (kind.name == "prices")
        problem = take_price(fields, kind);
    else
        problem = take_past_credit(fields, kind);
    if (!problem) return problem.error();
    if (!problem->empty()) result_.rejected.push_back({line, *problem});
    return {};
}

template <IsRecord Record>
void BookImport::keep(Overlay<Record>& overlay, const Record& record, bool known) {
    const bool changed = overlay.put(record);
    ++(!changed ? result_.unchanged : known ? result_.updated : result_.added);
}

Result<std::string> BookImport::take_account(const Json& fields, const ImportKind& kind) {
    Account account;
    FieldReader reader(fields, kind);
    reader.read("id", account.id);
    reader.read("created", account.created);
    reader.read("closed", account.closed);
    if (!reader.good()) return reader.problem();
    if (account.closed && *account.closed < account.created) {
        return std::string("closed: lies before created");
    }
    Result<const Account*> known = accounts_.find(account);
    if (!known) return known.error();
    if (*known && (*known)->created != account.created) {
        return "created: the book says " + format_time((*known)->created) + " for " + account.id;
    }
    if (*known && (*known)->closed && !account.closed) {
        return "closed: " + account.id + " was closed at " + format_time(*(*known)->closed) +
               "; a closed account stays closed";
    }
    keep(accounts_, account, *known != nullptr);
    return std::string();
}

Result<std::string> BookImport::take_asset(const Json& fields, const ImportKind& kind) {
    Asset asset;
    FieldReader reader(fields, kind);
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
    if (asset.currency && !fields.contains("currency_scale")) {
        reader.fail("currency_scale: is missing (currency is given)");
    }
    if (!reader.good()) return reader.problem();
    Result<const Asset*> known = assets_.find(asset);
    if (!known) return known.error();
    if (*known && (*known)->decimals != asset.decimals) {
        return "decimals: the book says " + std::to_string((*known)->decimals) +
               "; an asset's decimals never change";
    }
    keep(assets_, asset, *known != nullptr);
    return std::string();
}

Result<std::string> BookImport::take_address(const Json& fields, const ImportKind& kind) {
    CustodyAddress address;
    FieldReader reader(fields, kind);
    reader.read("network", address.network);
    reader.read("address", address.address);
    reader.read("role", address.role);
    reader.read("wallet", address.wallet);
    reader.read("retired", address.retired);
    if (!reader.good()) return reader.problem();
    Result<Fingerprint> fingerprint = parse_address(address.network, address.address);
    if (!fingerprint) return "address: " + fingerprint.error().message;
    address.fingerprint = *fingerprint;
    Result<const CustodyAddress*> known = addresses_.find(address);
    if (!known) return known.error();
    if (*known && (*known)->role != address.role) {
        return "role: the book says " + std::string(to_string((*known)->role)) +
               "; retire the address instead";
    }
    if (*known && (*known)->retired && !address.retired) {
        return "retired: the address was retired at " + format_time(*(*known)->retired) +
               " and stays so";
    }
    if (*known) {  // the network it was first made for stays
        address.network = (*known)->network;
        address.address = (*known)->address;
    } else {
        result_.fingerprints.push_back(address.fingerprint);
    }
    keep(addresses_, address, *known != nullptr);
    return std::string();
}

Result<bool> BookImport::add_address(const CustodyAddress& address) {
    Result<const CustodyAddress*> known = addresses_.find(address);
    if (!known) return known.error();
    if (*known) return false;
    result_.fingerprints.push_back(address.fingerprint);
    addresses_.put(address);
    return true;
}

Result<std::string> BookImport::check_route(const Route& route) {
    Account account;
    account.id = route.account;
    Result<const Account*> owner = accounts_.find(account);
    if (!owner) return owner.error();
    if (!*owner) return "account: " + route.account + " is not in the book; import accounts first";
    CustodyAddress like;
    like.fingerprint = route.fingerprint;
    Result<const CustodyAddress*> address = addresses_.find(like);
    if (!address) return address.error();
    const bool personal = *address ? (*address)->role == AddressRole::kPersonal : !route.memo;
    if (*address && !personal && (*address)->role != AddressRole::kShared) {
        return "address: is a " + std::string(to_string((*address)->role)) +
               " address of ours, never told to customers";
    }
    if (personal && route.memo) return std::string("memo: the address is personal, not shared");
    if (!personal && !route.memo) return std::string("memo: is missing (the address is shared)");
    if (!personal) return std::string();
    Result<CustodyEntry> entry = find_custody(reader_, route.fingerprint);
    if (!entry) return entry.error();
    for (const Route& other : entry->routes) {
        if (other.account != route.account && overlap(other, route)) {
            return "address: was told to account " + other.account + " for the same time";
        }
    }
    std::set<std::string>& owners = personal_owners_[route.fingerprint];
    owners.insert(route.account);
    if (owners.size() > 1) {
        owners.erase(route.account);
        return "address: was told to account " + *owners.begin() + " in the same document";
    }
    return std::string();
}

Result<std::string> BookImport::take_route(const Json& fields, const ImportKind& kind) {
    Route route;
    FieldReader reader(fields, kind);
    reader.read("account", route.account);
    reader.read("network", route.network);
    reader.read("address", route.address);
    reader.read("memo", route.memo);
    reader.read("assets", route.assets);
    reader.read("since", route.since);
    reader.read("until", route.until);
    if (route.until && *route.until < route.since) reader.fail("until: lies before since");
    if (!reader.good()) return reader.problem();
    for (const AssetId& asset : route.assets) {
        if (asset.network() != route.network) {
            return "assets: " + asset.str() + " is not of network " + route.network.str();
        }
    }
    Result<Fingerprint> fingerprint = parse_address(route.network, route.address);
    if (!fingerprint) return "address: " + fingerprint.error().message;
    route.fingerprint = *fingerprint;
    Result<std::string> problem = check_route(route);
    if (!problem || !problem->empty()) return problem;

    CustodyAddress address;
    address.fingerprint = route.fingerprint;
    address.network = route.network;
    address.address = route.address;
    address.role = route.memo ? AddressRole::kShared : AddressRole::kPersonal;
    Result<bool> is_new = add_address(address);
    if (!is_new) return is_new.error();
    Result<const Route*> known = routes_.find(route);
    if (!known) return known.error();
    if (!*known) {
        for (const NetworkId& network : networks_) {
            if (network != route.network && !*is_new) continue;
            const auto [at, first] = result_.reach_back.emplace(network, route.since);
            if (!first) at->second = std::min(at->second, route.since);
        }
    }
    keep(routes_, route, *known != nullptr);
    return std::string();
}

Result<std::string> BookImport::take_price(const Json& fields, const ImportKind& kind) {
    Price price;
    std::string usd;
    FieldReader reader(fields, kind);
    reader.read("asset", price.asset);
    reader.read("usd", usd);
    reader.read("at", price.at);
    reader.read("source", price.source);
    if (!reader.good()) return reader.problem();
    Result<Amount> micro = parse_micro(usd);
    if (!micro) return "usd: " + micro.error().message;
    price.micro_usd = *micro;
    Result<const Price*> known = prices_.find(price);
    if (!known) return known.error();
    if (*known && !(**known == price)) {
        return "usd: the book has another price of " + price.asset.str() + " for " +
               format_time(price.at) + " (from " + (*known)->source + ")";
    }
    keep(prices_, price, *known != nullptr);
    return std::string();
}

Result<std::string> BookImport::take_past_credit(const Json& fields, const ImportKind& kind) {
    PastCredit credit;
    std::optional<std::string> sender;
    FieldReader reader(fields, kind);
    reader.read("network", credit.network);
    reader.read("txid", credit.txid);
    reader.read("index", credit.index);
    reader.read("account", credit.account);
    reader.read("sender", sender);
    reader.read("at", credit.at);
    if (!reader.good()) return reader.problem();
    if (credit.txid.empty() || credit.txid.size() > 128) return std::string("txid: is no txid");
    if (sender) {
        Result<Fingerprint> fingerprint = parse_address(credit.network, *sender);
        if (!fingerprint) return "sender: " + fingerprint.error().message;
        credit.sender = *fingerprint;
    }
    Result<const PastCredit*> known = past_credits_.find(credit);
    if (!known) return known.error();
    if (*known && (*known)->account != credit.account) {
        return "account: the book says that it was credited to " + (*known)->account;
    }
    keep(past_credits_, credit, *known != nullptr);
    return std::string();
}

void BookImport::write(CommitBuilder& commit) const {
    accounts_.write(commit);
    assets_.write(commit);
    addresses_.write(commit);
    routes_.write(commit);
    prices_.write(commit);
    past_credits_.write(commit);
}

}  // namespace homing
