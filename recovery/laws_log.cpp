#include <unordered_map>

#include "core/crypto/hash.h"
#include "recovery/leaf.h"
#include "recovery/table_stream.h"
#include "store/merkle.h"

// Laws 6 and 15: every version of an audited record has its leaf, the newest leaf commits to what
// is stored, the tree over the leaves has the root the store states, and no leaf says more than it
// may.
namespace homing {
namespace {

// Of a record: the version that is stored, the leaves seen for versions up to it, and the hash of
// its content, cut to 64 bits to keep millions of them in memory.
struct Logged {
    std::uint32_t version = 0;
    std::uint32_t leaves = 0;
    std::uint64_t content = 0;
    bool newest_fits = false;
};
using Book = std::unordered_map<std::uint64_t, Logged>;

std::uint64_t name_of(const Leaf& leaf) {
    return std::hash<std::string>{}(leaf.kind + ":" + leaf.id);
}

std::uint64_t cut(std::string_view hex_hash) {
    std::uint64_t value = 0;
    for (const char c : hex_hash.substr(0, 16)) {
        const bool is_digit = c >= '0' && c <= '9';
        value = value << 4 | static_cast<std::uint64_t>(is_digit ? c - '0' : (c - 'a' + 10) & 15);
    }
    return value;
}

template <IsRecord Record>
Result<void> add_table(const Reader& reader, LawBook& book, Book& records) {
    return for_each_row<Record>(reader, book, [&](const Record& record, std::uint64_t version) {
        const std::string hash = to_hex(sha256(as_bytes(encode_record(record))));
        records[name_of(leaf_of(record))] = {static_cast<std::uint32_t>(version), 0, cut(hash),
                                             false};
    });
}

template <IsRecord... Records>
Result<void> add_tables(const Reader& reader, LawBook& book, Book& records) {
    Result<void> done;
    ((done = done ? add_table<Records>(reader, book, records) : done), ...);
    return done;
}

void count_leaf(Book& records, const Leaf& leaf) {
    const auto found = records.find(name_of(leaf));
    if (found == records.end() || leaf.version > found->second.version) return;
    ++found->second.leaves;
    if (leaf.version == found->second.version) {
        found->second.newest_fits = cut(leaf.hash) == found->second.content;
    }
}

// The root over all leaves, from the complete subtrees so far, the largest first.
class RootBuilder {
  public:
    void add(const Hash& leaf) {
        Hash node = leaf;
        for (std::uint64_t bit = size_; bit & 1; bit >>= 1) {
            node = merkle_parent(subtrees_.back(), node);
            subtrees_.pop_back();
        }
        subtrees_.push_back(node);
        ++size_;
    }
    Hash root() const {
        if (subtrees_.empty()) return {sha256({})};
        Hash node = subtrees_.back();
        for (std::size_t i = subtrees_.size() - 1; i-- > 0;) {
            node = merkle_parent(subtrees_[i], node);
        }
        return node;
    }

  private:
    std::vector<Hash> subtrees_;
    std::uint64_t size_ = 0;
};

Result<void> walk_log(const Store& store, const LogHead& head, LawBook& book, Book& records) {
    constexpr std::size_t kPage = 4096;
    RootBuilder tree;
    for (std::uint64_t from = 0; from < head.size;) {
        const auto wanted =
            static_cast<std::size_t>(std::min<std::uint64_t>(kPage, head.size - from));
        const auto entries = store.log_entries(from, wanted);
        if (!entries) return entries.error();
        if (entries->empty()) {
            book.breach(6, "log entry " + std::to_string(from) + " is missing");
            return {};
        }
        for (const std::string& entry : *entries) {
            tree.add(merkle_leaf(entry));
            const Result<Leaf> leaf = parse_leaf(entry);
            if (leaf) {
                count_leaf(records, *leaf);
            } else {
                book.breach(15, "log entry " + std::to_string(from) + " " + leaf.error().message);
            }
            ++from;
        }
    }
    book.log_entries = head.size;
    if (tree.root() != head.root) book.breach(6, "the log's entries do not make its root");
    return {};
}

template <IsRecord Record>
Result<void> name_missing(const Reader& reader, LawBook& book, const Book& records) {
    LawBook seen;
    return for_each_row<Record>(reader, seen, [&](const Record& record, std::uint64_t version) {
        const Leaf leaf = leaf_of(record);
        const Logged& logged = records.at(name_of(leaf));
        const std::string name = leaf.kind + " " + leaf.id;
        if (logged.leaves != version) {
            book.breach(6, name + " has version " + std::to_string(version) + " and " +
                               std::to_string(logged.leaves) + " log entries");
        } else if (!logged.newest_fits) {
            book.breach(6, name + " is not what its newest log entry says");
        }
    });
}

}  // namespace

Result<void> check_log(const Store& store, const Reader& reader, LawBook& book) {
    Book records;
    auto done = add_tables<Deposit, Claim, Case, CaseEntry, Ruling, Decision, Credit, Search>(
        reader, book, records);
    if (!done) return done;
    const Result<LogHead> head = store.log_head();
    if (!head) return head.error();
    done = walk_log(store, *head, book, records);
    if (!done) return done;
    bool all_fit = true;
    for (const auto& [name, logged] : records) {
        all_fit = all_fit && logged.leaves == logged.version && logged.newest_fits;
    }
    if (all_fit) return {};
    for (const auto& check : {name_missing<Deposit>, name_missing<Claim>, name_missing<Case>,
                              name_missing<CaseEntry>, name_missing<Ruling>, name_missing<Decision>,
                              name_missing<Credit>, name_missing<Search>}) {
        if (done = check(reader, book, records); !done) return done;
    }
    return {};
}

}  // namespace homing
