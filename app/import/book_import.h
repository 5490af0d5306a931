#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/import/kinds.h"
#include "app/import/overlay.h"

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

// Notes that blocks since the route's beginning must be read again: on its own network, and where
// its address is new on all of them.
void reach_back(std::map<NetworkId, Time>& earliest, const Route& route, bool is_new_address,
                const std::vector<NetworkId>& networks);

// Brings rows of documents into the custody book: each row is checked on its own, good ones go into
// one commit, bad ones are named with their reason. Rows that say what the book already says change
// nothing.
class BookImport {
  public:
    // `networks` are those that Homing reads: an address may be paid on any of them.
    BookImport(const Reader& reader, std::vector<NetworkId> networks);

    // An Error only when the book cannot be read.
    Result<void> take(const ImportKind& kind, std::uint64_t line, const ImportCells& cells);
    void write(CommitBuilder& commit) const;
    const ImportResult& result() const { return result_; }

  private:
    template <IsRecord Record>
    Result<std::string> take_row(Overlay<Record>& overlay, const ImportKind& kind,
                                 const ImportCells& cells);

    // Why the record does not fit beside what the book holds of other tables; empty where it does.
    template <IsRecord Record>
    Result<std::string> check(const Record& record);
    Result<std::string> check_owner(const Route& route);
    // Notes what follows from a row that is about to enter.
    template <IsRecord Record>
    Result<void> follow(const Record& record, bool is_known);

    std::vector<NetworkId> networks_;
    const Reader& reader_;
    Overlay<Account> accounts_;
    Overlay<Asset> assets_;
    Overlay<CustodyAddress> addresses_;
    Overlay<Route> routes_;
    Overlay<AddressLabel> labels_;
    Overlay<Price> prices_;
    Overlay<PastCredit> past_credits_;
    Overlay<Withdrawal> withdrawals_;
    std::map<Fingerprint, std::set<std::string>> personal_owners_;  // of routes in this batch
    ImportResult result_;
};

}  // namespace homing
