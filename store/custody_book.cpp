#include "store/custody_book.h"

#include <algorithm>
#include <functional>

namespace homing {
namespace {

template <IsRecord Record>
Result<std::optional<Record>> find_record(const Reader& reader, const std::string& key) {
    Result<std::optional<Versioned<Record>>> row = load<Record>(reader, key);
    if (!row) return row.error();
    if (!*row) return std::optional<Record>();
    return std::optional<Record>(std::move((*row)->record));
}

Result<void> for_each_address(const Reader& reader,
                              const std::function<Result<void>(const KeyValue&)>& visit) {
    constexpr std::size_t kPage = 4096;
    const std::string prefix = table_prefix(TableTag::kCustodyAddress);
    std::string after;
    while (true) {
        const Result<std::vector<KeyValue>> page = reader.scan(prefix, after, kPage);
        if (!page) return page.error();
        for (const KeyValue& row : *page) {
            if (Result<void> visited = visit(row); !visited) return visited;
        }
        if (page->size() < kPage) return {};
        after = page->back().key;
    }
}

}  // namespace

Result<CustodyEntry> find_custody(const Reader& reader, const Fingerprint& fingerprint) {
    CustodyEntry entry;
    auto address = find_record<CustodyAddress>(reader, custody_address_key(fingerprint));
    if (!address) return address.error();
    entry.address = std::move(*address);
    if (!entry.address) return entry;
    auto routes = load_by_index<Route>(reader, routes_by_fingerprint(fingerprint));
    if (!routes) return routes.error();
    for (auto& row : *routes) entry.routes.push_back(std::move(row.record));
    return entry;
}

Result<std::optional<Account>> find_account(const Reader& reader, const std::string& id) {
    return find_record<Account>(reader, account_key(id));
}

Result<std::optional<Asset>> find_asset(const Reader& reader, const AssetId& id) {
    return find_record<Asset>(reader, asset_key(id));
}

Result<std::optional<Price>> find_price(const Reader& reader, const AssetId& id) {
    auto latest = load_all<Price>(reader, prices_of(id), 1);
    if (!latest) return latest.error();
    if (latest->empty()) return std::optional<Price>();
    return std::optional<Price>(std::move(latest->front().record));
}

Result<std::optional<PastCredit>> find_past_credit(const Reader& reader, const NetworkId& network,
                                                   const std::string& txid,
                                                   const std::string& index) {
    return find_record<PastCredit>(reader, past_credit_key(network, txid, index));
}

Result<std::vector<Withdrawal>> find_withdrawals(const Reader& reader, const Fingerprint& recipient,
                                                 Time since) {
    constexpr std::size_t kMax = 256;
    auto found = load_by_index<Withdrawal>(reader, withdrawals_by_recipient(recipient), kMax,
                                           withdrawals_by_recipient(recipient, since));
    if (!found) return found.error();
    std::vector<Withdrawal> paid;
    for (auto& [withdrawal, version] : *found) paid.push_back(std::move(withdrawal));
    return paid;
}

Result<std::vector<SenderHistory>> find_sender_history(const Reader& reader,
                                                       const Fingerprint& sender, Time before) {
    auto credits = load_by_index<PastCredit>(reader, past_credits_by_sender(sender));
    if (!credits) return credits.error();
    std::vector<SenderHistory> history;
    for (const auto& [credit, version] : *credits) {
        if (credit.at >= before) continue;
        const auto known =
            std::find_if(history.begin(), history.end(),
                         [&](const SenderHistory& h) { return h.account == credit.account; });
        if (known == history.end()) {
            history.push_back({credit.account, 1});
        } else {
            ++known->times;
        }
    }
    return history;
}

Result<CustodyFilter> build_custody_filter(const Reader& reader) {
    std::uint64_t count = 0;
    auto counted = for_each_address(reader, [&](const KeyValue&) -> Result<void> {
        ++count;
        return {};
    });
    if (!counted) return counted.error();
    CustodyFilter filter(std::max<std::uint64_t>(count, 1024));
    auto added = for_each_address(reader, [&](const KeyValue& row) -> Result<void> {
        const Result<CustodyAddress> address = decode_record<CustodyAddress>(row.value.body);
        if (!address) return within("custody address", address.error());
        filter.add(address->fingerprint);
        return {};
    });
    if (!added) return added.error();
    return filter;
}

}  // namespace homing
