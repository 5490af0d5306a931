#include <array>
#include <functional>
#include <set>

#include "recovery/machines.h"
#include "recovery/table_stream.h"

// Laws 1 and 7. The keys that should be there and those that are there are added up as hashes, one
// sum for each kind of index; only where the sums differ is it looked at key by key.
namespace homing {
namespace {

constexpr std::size_t kKinds = 256;

struct KeySum {
    std::uint64_t keys = 0;
    std::uint64_t sum = 0;
    std::uint64_t mixed = 0;

    void add(std::string_view key) {
        const std::uint64_t hash = std::hash<std::string_view>{}(key);
        ++keys;
        sum += hash;
        mixed += (hash ^ (hash >> 29)) * 0xbf58476d1ce4e5b9;
    }
    bool operator==(const KeySum&) const = default;
};

using KeySums = std::array<KeySum, kKinds>;

std::size_t kind_of(std::string_view index_key) {
    return index_key.size() < 2 ? 0 : static_cast<std::uint8_t>(index_key[1]);
}

int law_of(std::size_t kind) {
    return kind == static_cast<std::size_t>(IndexTag::kDepositByState) ? 1 : 7;
}

std::string index_prefix() {
    return table_prefix(TableTag::kIndex);
}

Result<void> for_each_index_key(const Reader& reader,
                                const std::function<void(const std::string&)>& visit) {
    constexpr std::size_t kPage = 4096;
    std::string after;
    while (true) {
        const Result<std::vector<KeyValue>> page = reader.scan(index_prefix(), after, kPage);
        if (!page) return page.error();
        for (const KeyValue& row : *page) visit(row.key);
        if (page->size() < kPage) return {};
        after = page->back().key;
    }
}

template <IsRecord Record>
Result<void> for_each_expected(const Reader& reader, LawBook& book,
                               const std::function<void(const std::string&)>& visit) {
    return for_each_row<Record>(reader, book, [&](const Record& record, std::uint64_t) {
        for (const std::string& key : TableOf<Record>::index_keys(record)) visit(key);
    });
}

template <class... Records>
Result<void> for_all_expected(const Reader& reader, LawBook& book,
                              const std::function<void(const std::string&)>& visit) {
    Result<void> done;
    ((done = done ? for_each_expected<Records>(reader, book, visit) : done), ...);
    return done;
}

Result<void> visit_expected(const Reader& reader, LawBook& book,
                            const std::function<void(const std::string&)>& visit) {
    return for_all_expected<Route, PastCredit, Withdrawal, Deposit, Claim, Case>(reader, book,
                                                                                 visit);
}

// Key by key, for the kinds whose sums differ. Memory grows with those kinds alone.
Result<void> name_differences(const Reader& reader, LawBook& book,
                              const std::set<std::size_t>& kinds) {
    std::set<std::string> expected;
    LawBook seen;  // unreadable rows were reported by the first walk
    auto done = visit_expected(reader, seen, [&](const std::string& key) {
        if (kinds.contains(kind_of(key))) expected.insert(key);
    });
    if (!done) return done;
    done = for_each_index_key(reader, [&](const std::string& key) {
        if (!kinds.contains(kind_of(key)) || expected.erase(key) > 0) return;
        book.breach(law_of(kind_of(key)),
                    "index key " + to_hex(as_bytes(key)) + " points at no such record");
    });
    if (!done) return done;
    for (const std::string& key : expected) {
        book.breach(law_of(kind_of(key)), "index key " + to_hex(as_bytes(key)) + " is missing");
    }
    return {};
}

Result<void> check_states(const Reader& reader, LawBook& book) {
    return for_each_row<Deposit>(reader, book, [&](const Deposit& deposit, std::uint64_t) {
        if (static_cast<std::size_t>(deposit.state) >= kEnumNames<DepositState>.size()) {
            book.breach(1, "deposit " + deposit.id.str() + " is in no known state");
        }
        if (deposit.reversal_open && !next_state(deposit.state, DepositEvent::kInclude)) {
            book.breach(1, "deposit " + deposit.id.str() + " is " +
                               std::string(to_string(deposit.state)) +
                               " and cannot have an open reversal");
        }
    });
}

}  // namespace

Result<void> check_indices(const Reader& reader, LawBook& book) {
    if (auto done = check_states(reader, book); !done) return done;
    KeySums expected{};
    KeySums there{};
    auto done = visit_expected(reader, book,
                               [&](const std::string& key) { expected[kind_of(key)].add(key); });
    if (!done) return done;
    done =
        for_each_index_key(reader, [&](const std::string& key) { there[kind_of(key)].add(key); });
    if (!done) return done;
    std::set<std::size_t> differing;
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
        if (expected[kind] != there[kind]) differing.insert(kind);
    }
    return differing.empty() ? Result<void>() : name_differences(reader, book, differing);
}

}  // namespace homing
