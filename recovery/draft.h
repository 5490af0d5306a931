#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "recovery/leaf.h"
#include "store/tables.h"

namespace homing {

// One commit in the making: reads through to the store, remembers what it read and what should
// change, and reads its own changes. The first failed read is kept and ends the step: what is
// looked up after it answers "nothing", and nothing of the draft is ever committed.
class Draft {
  public:
    explicit Draft(const Reader& reader) : reader_(reader) {}

    const Reader& reader() const { return reader_; }

    // The row as this draft leaves it.
    template <IsRecord Record>
    std::optional<Record> get(const std::string& key) {
        return row<Record>(key).now;
    }

    // Inserts the record, or replaces the row with its key. The commit fails when the row is not as
    // it was read.
    template <IsRecord Record>
    void put(const Record& record) {
        row<Record>(TableOf<Record>::key(record)).now = record;
    }

    template <IsRecord Record>
    void erase(const Record& record) {
        row<Record>(TableOf<Record>::key(record)).now.reset();
    }

    // The commit fails when the row, or its absence, is not as it was read.
    template <IsRecord Record>
    std::optional<Record> pin(const std::string& key) {
        auto& found = row<Record>(key);
        found.pinned = true;
        return found.now;
    }

    // All rows under a primary-key prefix as this draft leaves them, in key order.
    template <IsRecord Record>
    std::vector<Record> list(const std::string& prefix);

    // All rows that an index prefix points at as this draft leaves them, in key order; of those in
    // the store the first `limit`.
    template <IsRecord Record>
    std::vector<Record> list_by_index(const std::string& index_prefix,
                                      std::size_t limit = SIZE_MAX);

    void send(OutboxMessage message) { outbox_.push_back(std::move(message)); }

    // The value, or nothing and the draft has failed.
    template <class T>
    T checked(Result<T> result) {
        if (result) return std::move(*result);
        fail(result.error());
        return T{};
    }
    void fail(Error error) {
        if (!error_) error_ = std::move(error);
    }
    const std::optional<Error>& error() const { return error_; }

    // The commit, with one audit leaf for each new version of an audited record. Its op_id is the
    // hash of everything in it and of every version it expects: the same step on the same state is
    // the same commit, after an undo it is another. Nullopt when nothing would change.
    std::optional<Commit> take(std::string_view step, Time now) &&;

  private:
    template <IsRecord Record>
    struct Row {
        std::optional<Versioned<Record>> before;
        std::optional<Record> now;
        bool pinned = false;

        bool changed() const {
            return before.has_value() != now.has_value() || (now && *now != before->record);
        }
    };
    template <IsRecord Record>
    using Rows = std::map<std::string, Row<Record>>;

    template <IsRecord Record>
    Row<Record>& row(const std::string& key) {
        auto& rows = std::get<Rows<Record>>(tables_);
        if (auto found = rows.find(key); found != rows.end()) return found->second;
        return adopt<Record>(key, error_ ? std::nullopt : checked(load<Record>(reader_, key)));
    }

    template <IsRecord Record>
    Row<Record>& adopt(const std::string& key, std::optional<Versioned<Record>> before) {
        Row<Record> row;
        if (before) row.now = before->record;
        row.before = std::move(before);
        return std::get<Rows<Record>>(tables_).try_emplace(key, std::move(row)).first->second;
    }

    template <IsRecord Record>
    void adopt_all(Result<std::vector<Versioned<Record>>> found) {
        for (Versioned<Record>& versioned : checked(std::move(found))) {
            const std::string key = TableOf<Record>::key(versioned.record);
            adopt<Record>(key, std::move(versioned));
        }
    }

    template <IsRecord Record>
    void add_row(CommitBuilder& builder, const std::string& key, const Row<Record>& row,
                 std::string_view step, Time now);

    const Reader& reader_;
    std::tuple<Rows<Account>, Rows<Asset>, Rows<Cursor>, Rows<Header>, Rows<Deposit>,
               Rows<Evidence>, Rows<Decision>, Rows<Claim>, Rows<Challenge>, Rows<Case>,
               Rows<CaseEntry>, Rows<Ruling>, Rows<Credit>, Rows<Posting>, Rows<Balance>,
               Rows<Hold>, Rows<Policy>, Rows<Search>, Rows<OutboxAck>>
        tables_;
    std::vector<OutboxMessage> outbox_;
    std::vector<Expect> absent_;
    std::optional<Error> error_;
};

template <IsRecord Record>
std::vector<Record> Draft::list(const std::string& prefix) {
    if (!error_) adopt_all<Record>(load_all<Record>(reader_, prefix));
    std::vector<Record> found;
    const auto& rows = std::get<Rows<Record>>(tables_);
    for (auto at = rows.lower_bound(prefix); at != rows.end() && at->first.starts_with(prefix);
         ++at) {
        if (at->second.now) found.push_back(*at->second.now);
    }
    return found;
}

template <IsRecord Record>
std::vector<Record> Draft::list_by_index(const std::string& index_prefix, std::size_t limit) {
    if (!error_) adopt_all<Record>(load_by_index<Record>(reader_, index_prefix, limit));
    std::vector<Record> found;
    for (const auto& [key, row] : std::get<Rows<Record>>(tables_)) {
        if (!row.now) continue;
        for (const std::string& index_key : TableOf<Record>::index_keys(*row.now)) {
            if (!index_key.starts_with(index_prefix)) continue;
            found.push_back(*row.now);
            break;
        }
    }
    return found;
}

}  // namespace homing
