#include "app/import/book_import.h"

#include "app/import/row_parser.h"
#include "store/custody_book.h"

namespace homing {

void reach_back(std::map<NetworkId, Time>& earliest, const Route& route, bool is_new_address,
                const std::vector<NetworkId>& networks) {
    for (const NetworkId& network : networks) {
        if (network != route.network && !is_new_address) continue;
        const auto [at, first] = earliest.emplace(network, route.since);
        if (!first) at->second = std::min(at->second, route.since);
    }
}

BookImport::BookImport(const Reader& reader, std::vector<NetworkId> networks)
    : networks_(std::move(networks)),
      reader_(reader),
      accounts_(reader),
      assets_(reader),
      addresses_(reader),
      routes_(reader),
      labels_(reader),
      prices_(reader),
      past_credits_(reader),
      withdrawals_(reader) {}

Result<void> BookImport::take(const ImportKind& kind, std::uint64_t line,
                              const ImportCells& cells) {
    Result<std::string> problem = std::string();
    if (kind.name == "accounts")
        problem = take_row(accounts_, kind, cells);
    else if (kind.name == "assets")
        problem = take_row(assets_, kind, cells);
    else if (kind.name == "addresses")
        problem = take_row(addresses_, kind, cells);
    else if (kind.name == "routes")
        problem = take_row(routes_, kind, cells);
    else if (kind.name == "labels")
        problem = take_row(labels_, kind, cells);
    else if (kind.name == "prices")
        problem = take_row(prices_, kind, cells);
    else if (kind.name == "past-credits")
        problem = take_row(past_credits_, kind, cells);
    else
        problem = take_row(withdrawals_, kind, cells);
    if (!problem) return problem.error();
    if (!problem->empty()) result_.rejected.push_back({line, *problem});
    return {};
}

template <IsRecord Record>
Result<std::string> BookImport::take_row(Overlay<Record>& overlay, const ImportKind& kind,
                                         const ImportCells& cells) {
    Result<Record> record = parse_row<Record>(kind, cells);
    if (!record) return record.error().message;
    Result<const Record*> known = overlay.find(*record);
    if (!known) return known.error();
    if (*known != nullptr) {
        if (std::string problem = fit(**known, *record); !problem.empty()) return problem;
    }
    Result<std::string> problem = check(*record);
    if (!problem || !problem->empty()) return problem;
    const bool is_known = *known != nullptr;
    if (Result<void> followed = follow(*record, is_known); !followed) return followed.error();
    const bool is_changed = overlay.put(*record);
    ++(!is_changed ? result_.unchanged : is_known ? result_.updated : result_.added);
    return std::string();
}

template <IsRecord Record>
Result<std::string> BookImport::check(const Record& record) {
    if constexpr (std::is_same_v<Record, Route>) {
        Account account;
        account.id = record.account;
        Result<const Account*> owner = accounts_.find(account);
        if (!owner) return owner.error();
        if (*owner == nullptr) {
            return "account: " + record.account + " is not in the book; import accounts first";
        }
        CustodyAddress like;
        like.fingerprint = record.fingerprint;
        Result<const CustodyAddress*> address = addresses_.find(like);
        if (!address) return address.error();
        const AddressRole role = *address != nullptr ? (*address)->role : address_of(record).role;
        std::string problem = fit_role(record, role);
        if (!problem.empty() || role != AddressRole::kPersonal) return problem;
        return check_owner(record);
    }
    return std::string();
}

Result<std::string> BookImport::check_owner(const Route& route) {
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

template <IsRecord Record>
Result<void> BookImport::follow(const Record& record, bool is_known) {
    if constexpr (std::is_same_v<Record, CustodyAddress>) {
        if (!is_known) result_.fingerprints.push_back(record.fingerprint);
    } else if constexpr (std::is_same_v<Record, Route>) {
        const CustodyAddress address = address_of(record);
        Result<const CustodyAddress*> known = addresses_.find(address);
        if (!known) return known.error();
        if (*known == nullptr) {
            result_.fingerprints.push_back(address.fingerprint);
            addresses_.put(address);
        }
        const bool is_new_address = addresses_.is_new(address);
        if (!is_known) reach_back(result_.reach_back, record, is_new_address, networks_);
    }
    return {};
}

void BookImport::write(CommitBuilder& commit) const {
    accounts_.write(commit);
    assets_.write(commit);
    addresses_.write(commit);
    routes_.write(commit);
    labels_.write(commit);
    prices_.write(commit);
    past_credits_.write(commit);
    withdrawals_.write(commit);
}

}  // namespace homing
