#pragma once

#include <optional>
#include <vector>

#include "core/custody_filter.h"
#include "store/tables.h"

namespace homing {

// What the book says of a fingerprint: the address of ours, and the routes that were told for it
// (oldest first). No address: nobody's.
struct CustodyEntry {
    std::optional<CustodyAddress> address;
    std::vector<Route> routes;
};

Result<CustodyEntry> find_custody(const Reader& reader, const Fingerprint& fingerprint);

Result<std::optional<Account>> find_account(const Reader& reader, const std::string& id);
Result<std::optional<Asset>> find_asset(const Reader& reader, const AssetId& id);
// The latest price of the asset.
Result<std::optional<Price>> find_price(const Reader& reader, const AssetId& id);
Result<std::optional<PastCredit>> find_past_credit(const Reader& reader, const NetworkId& network,
                                                   const std::string& txid,
                                                   const std::string& index);
// How often the sender's deposits were credited, per account, before a time.
struct SenderHistory {
    std::string account;
    std::uint64_t times = 0;
};
Result<std::vector<SenderHistory>> find_sender_history(const Reader& reader,
                                                       const Fingerprint& sender, Time before);

// What was paid out to an address from one time on, oldest first; at most 256.
Result<std::vector<Withdrawal>> find_withdrawals(const Reader& reader, const Fingerprint& recipient,
                                                 Time since);

// The filter over every custody address in the book.
Result<CustodyFilter> build_custody_filter(const Reader& reader);

}  // namespace homing
