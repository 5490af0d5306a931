#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/import/kinds.h"
#include "app/import/overlay.h"
#include "core/json.h"

namespace homing {

// What became of the rows of one batch.
struct ImportResult {
    std::uint64_t added = 0;
    std::uint64_t updated = 0;
    std::uint64_t unchanged = 0;
    struct Rejected {
        std::uint64_t line = 0;
        std::string reason;
    };
    std::vector<Rejected> rejected;
    std::vector<Fingerprint> fingerprints;  // new in the book
    // Networks to read again, with the earliest time a route reaches back to.
    std::map<NetworkId, Time> reach_back;
};

// Brings rows of documents into the custody book: each row is checked on its own, good ones go into
// one commit, bad ones are named with their reason. Rows that say what the book already says change
// nothing.
class BookImport {
  public:
    // `networks` are those that Homing reads: an address may be paid on any of them.
    BookImport(const Reader& reader, std::vector<NetworkId> networks);

    // An Error only when the book cannot be read.
    Result<void> take(const ImportKind& kind, std::uint64_t line, const Json& fields);
    void write(CommitBuilder& commit) const;
    const ImportResult& result() const { return result_; }

  private:
    Result<std::string> take_account(const Json& fields, const ImportKind& kind);
    Result<std::string> take_asset(const Json& fields, const ImportKind& kind);
    Result<std::string> take_address(const Json& fields, const ImportKind& kind);
    Result<std::string> take_route(const Json& fields, const ImportKind& kind);
    Result<std::string> take_price(const Json& fields, const ImportKind& kind);
    Result<std::string> take_past_credit(const Json& fields, const ImportKind& kind);

    // Why the route does not fit beside what the book holds; empty where it does.
    Result<std::string> check_route(const struct Route& route);
    Result<bool> add_address(const CustodyAddress& address);
    template <IsRecord Record>
    void keep(Overlay<Record>& overlay, const Record& record, bool known);

    const Reader& reader_;
    std::vector<NetworkId> networks_;
    Overlay<Account> accounts_;
    Overlay<Asset> assets_;
    Overlay<CustodyAddress> addresses_;
    Overlay<Route> routes_;
    Overlay<Price> prices_;
    Overlay<PastCredit> past_credits_;
    std::map<Fingerprint, std::set<std::string>> personal_owners_;  // of routes in this batch
    ImportResult result_;
};

}  // namespace homing
