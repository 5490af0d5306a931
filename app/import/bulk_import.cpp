#include "app/import/bulk_import.h"

#include <algorithm>

#include "app/import/rescans.h"
#include "app/import/row_parser.h"
#include "store/custody_book.h"

namespace homing {

namespace {

constexpr std::size_t kLookUps = 1024;
constexpr std::size_t kUpdates = 500;

// Calls visit(i, row of keys[i]) for all keys, which are best sorted.
template <class Visit>
Result<void> look_up(const Reader& reader, const std::vector<std::string>& keys, Visit visit) {
    for (std::size_t at = 0; at < keys.size(); at += kLookUps) {
        const std::size_t end = std::min(at + kLookUps, keys.size());
        const std::vector<std::string> some(keys.begin() + static_cast<std::ptrdiff_t>(at),
                                            keys.begin() + static_cast<std::ptrdiff_t>(end));
        Result<std::vector<std::optional<Stored>>> rows = reader.multi_get(some);
        if (!rows) return rows.error();
        for (std::size_t i = 0; i < some.size(); ++i) {
            if (Result<void> seen = visit(at + i, (*rows)[i]); !seen) return seen;
        }
    }
    return {};
}

template <IsRecord Record>
Result<std::optional<Versioned<Record>>> decoded(const std::string& key,
                                                 const std::optional<Stored>& stored) {
    if (!stored) return std::optional<Versioned<Record>>();
    Result<Versioned<Record>> record = tables::decode<Record>(key, *stored);
    if (!record) return record.error();
    return std::optional(std::move(*record));
}

BulkTable table_of(std::uint16_t schema, std::vector<std::pair<std::string, std::string>> entries) {
    auto shared = std::make_shared<decltype(entries)>(std::move(entries));
    return {schema,
            [shared,
             at = std::size_t{0}]() mutable -> std::optional<std::pair<std::string, std::string>> {
                if (at == shared->size()) return std::nullopt;
                return std::move((*shared)[at++]);
            }};
}

}  // namespace

// What is known of an address while its routes are judged in the order of the document.
struct BulkImport::Owner {
    std::optional<CustodyAddress> address;
    std::vector<Route> routes;  // the book's, of a personal address
    std::string account;        // the first of this slice
};

bool BulkImport::takes(const ImportKind& kind) {
    return kind.name == "accounts" || kind.name == "addresses" || kind.name == "routes" ||
           kind.name == "labels";
}

void BulkImport::take(const ImportKind& kind, std::uint64_t line, const ImportCells& cells) {
    if (kind.name == "accounts")
        add(accounts_, kind, line, cells);
    else if (kind.name == "addresses")
        add(addresses_, kind, line, cells);
    else if (kind.name == "routes")
        add(routes_, kind, line, cells);
    else
        add(labels_, kind, line, cells);
}

template <IsRecord Record>
void BulkImport::add(Table<Record>& table, const ImportKind& kind, std::uint64_t line,
                     const ImportCells& cells) {
    Result<Record> record = parse_row<Record>(kind, cells);
    if (!record) {
        result_.rejected.push_back({line, record.error().message});
        return;
    }
    std::string key = TableOf<Record>::key(*record);
    table.rows.push_back({std::move(*record), line, std::move(key), false});
}

Result<void> BulkImport::judge() {
    Result<void> done = judge_table(accounts_);
    if (done) done = judge_table(labels_);
    if (done) done = judge_table(addresses_);
    for (const auto& row : addresses_.rows) {
        result_.fingerprints.push_back(row.record.fingerprint);
    }
    if (done) done = judge_routes();
    if (done) done = judge_table(routes_);
    for (const auto& row : routes_.rows) {
        reach_back(result_.reach_back, row.record, row.is_new_address, networks_);
    }
    std::ranges::sort(result_.rejected, {}, &ImportResult::Rejected::line);
    return done;
}

template <IsRecord Record>
Result<void> BulkImport::judge_table(Table<Record>& table) {
    std::vector<Row<Record>> rows = std::move(table.rows);
    std::ranges::sort(rows, [](const auto& a, const auto& b) {
        return std::tie(a.key, a.line) < std::tie(b.key, b.line);
    });
    std::vector<std::string> keys;
    for (const auto& row : rows) {
        if (keys.empty() || keys.back() != row.key) keys.push_back(row.key);
    }
    table.rows.clear();
    table.rows.reserve(rows.size());
    std::size_t next = 0;
    Result<void> done = look_up(
        reader_, keys, [&](std::size_t i, const std::optional<Stored>& stored) -> Result<void> {
            const auto known = decoded<Record>(keys[i], stored);
            if (!known) return known.error();
            for (; next < rows.size() && rows[next].key == keys[i]; ++next) {
                judge_row(table, rows[next], *known, table.rows);
            }
            return {};
        });
    // What a later line turned back is no change.
    std::erase_if(table.updates, [](const auto& one) { return one.first.record == one.second; });
    return done;
}

template <IsRecord Record>
void BulkImport::judge_row(Table<Record>& table, Row<Record>& row,
                           const std::optional<Versioned<Record>>& stored,
                           std::vector<Row<Record>>& kept) {
    Record* known = nullptr;  // the row as an earlier line of this slice left it
    if (!kept.empty() && kept.back().key == row.key) known = &kept.back().record;
    if (stored && !table.updates.empty() &&
        TableOf<Record>::key(table.updates.back().second) == row.key) {
        known = &table.updates.back().second;
    }
    if (known == nullptr && !stored) {
        ++result_.added;
        kept.push_back(std::move(row));
        return;
    }
    const Record& before = known != nullptr ? *known : stored->record;
    if (std::string problem = fit(before, row.record); !problem.empty()) {
        result_.rejected.push_back({row.line, std::move(problem)});
    } else if (before == row.record) {
        ++result_.unchanged;
    } else {
        ++result_.updated;
        if (known != nullptr)
            *known = std::move(row.record);
        else
            table.updates.emplace_back(*stored, std::move(row.record));
    }
}

Result<std::vector<std::string>> BulkImport::known_accounts() const {
    std::vector<std::string> ids;
    ids.reserve(routes_.rows.size());
    for (const auto& row : routes_.rows) ids.push_back(row.record.account);
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::vector<std::string> keys;
    keys.reserve(ids.size());
    for (const std::string& id : ids) keys.push_back(account_key(id));
    std::vector<std::string> known;
    known.reserve(ids.size());
    Result<void> done = look_up(
        reader_, keys, [&](std::size_t i, const std::optional<Stored>& stored) -> Result<void> {
            if (stored) known.push_back(std::move(ids[i]));
            return {};
        });
    if (!done) return done.error();
    return known;
}

// Why a route does not fit its address; where it does, it may be the first to name it.
std::string BulkImport::judge_owner(const Route& route, Owner& owner) const {
    const AddressRole role = owner.address ? owner.address->role : address_of(route).role;
    std::string problem = fit_role(route, role);
    if (!problem.empty() || role != AddressRole::kPersonal) return problem;
    for (const Route& other : owner.routes) {
        if (other.account != route.account && overlap(other, route)) {
            return "address: was told to account " + other.account + " for the same time";
        }
    }
    if (owner.account.empty()) owner.account = route.account;
    if (owner.account == route.account) return {};
    return "address: was told to account " + owner.account + " in the same document";
}

Result<void> BulkImport::judge_routes() {
    const Result<std::vector<std::string>> accounts = known_accounts();
    if (!accounts) return accounts.error();
    std::vector<Row<Route>> rows = std::move(routes_.rows);
    std::ranges::sort(rows, [](const auto& a, const auto& b) {
        return std::tie(a.record.fingerprint, a.line) < std::tie(b.record.fingerprint, b.line);
    });
    std::vector<std::string> keys;
    std::vector<std::size_t> starts;  // in rows, of each key's routes
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i > 0 && rows[i - 1].record.fingerprint == rows[i].record.fingerprint) continue;
        keys.push_back(custody_address_key(rows[i].record.fingerprint));
        starts.push_back(i);
    }
    starts.push_back(rows.size());
    routes_.rows.clear();
    routes_.rows.reserve(rows.size());
    return look_up(
        reader_, keys, [&](std::size_t at, const std::optional<Stored>& stored) -> Result<void> {
            Owner owner;
            auto address = decoded<CustodyAddress>(keys[at], stored);
            if (!address) return address.error();
            const bool is_new = !*address;
            if (!is_new) owner.address = std::move((*address)->record);
            if (!is_new && owner.address->role == AddressRole::kPersonal) {
                Result<CustodyEntry> entry = find_custody(reader_, owner.address->fingerprint);
                if (!entry) return entry.error();
                owner.routes = std::move(entry->routes);
            }
            for (std::size_t i = starts[at]; i < starts[at + 1]; ++i) {
                Row<Route>& row = rows[i];
                const bool has_account = std::ranges::binary_search(*accounts, row.record.account);
                std::string problem = has_account
                                          ? judge_owner(row.record, owner)
                                          : "account: " + row.record.account +
                                                " is not in the book; import accounts first";
                if (!problem.empty()) {
                    result_.rejected.push_back({row.line, std::move(problem)});
                    continue;
                }
                if (!owner.address) {
                    owner.address = address_of(row.record);
                    result_.fingerprints.push_back(row.record.fingerprint);
                    addresses_.rows.push_back({*owner.address, row.line, keys[at], false});
                }
                row.is_new_address = is_new;
                routes_.rows.push_back(std::move(row));
            }
            return {};
        });
}

template <IsRecord Record>
void BulkImport::write_entries(const Table<Record>& table, std::vector<BulkTable>& tables,
                               Entries& indices) {
    if (table.rows.empty()) return;
    Entries entries;
    entries.reserve(table.rows.size());
    for (const auto& row : table.rows) {
        entries.emplace_back(row.key, encode_record(row.record));
        for (std::string& key : TableOf<Record>::index_keys(row.record)) {
            indices.emplace_back(std::move(key), std::string());
        }
    }
    tables.push_back(table_of(TableOf<Record>::kSchema, std::move(entries)));
}

Result<void> BulkImport::load(Store& store) {
    std::vector<BulkTable> tables;
    Entries indices;
    write_entries(accounts_, tables, indices);
    write_entries(addresses_, tables, indices);
    write_entries(routes_, tables, indices);
    write_entries(labels_, tables, indices);
    if (!indices.empty()) {
        std::ranges::sort(indices);
        tables.push_back(table_of(kIndexSchema, std::move(indices)));
    }
    if (tables.empty()) return {};
    const Result<std::uint64_t> loaded = store.ingest("book", std::move(tables));
    if (!loaded) return loaded.error();
    return {};
}

Result<void> BulkImport::write_updates(Store& store) const {
    Result<void> done;
    const auto write = [&](const auto& updates) {
        for (std::size_t at = 0; done && at < updates.size(); at += kUpdates) {
            CommitBuilder commit(fresh_op_id());
            for (std::size_t i = at; i < std::min(at + kUpdates, updates.size()); ++i) {
                commit.update(updates[i].first, updates[i].second);
            }
            const CommitResult result = store.commit(std::move(commit).take());
            if (!result.ok()) done = to_error(result);
        }
    };
    write(accounts_.updates);
    write(addresses_.updates);
    write(routes_.updates);
    write(labels_.updates);
    return done;
}

}  // namespace homing
