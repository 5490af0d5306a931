#pragma once

#include <map>
#include <string>

#include "store/tables.h"

namespace homing {

// The rows of one table that a commit is about to write, above what the store holds: later rows of
// a document see the earlier ones, and each row is written once.
template <IsRecord Record>
class Overlay {
  public:
    explicit Overlay(const Reader& reader) : reader_(reader) {}

    // The row with the key of this record, as it will be; nullptr when there is none.
    Result<const Record*> find(const Record& like) {
        const std::string key = TableOf<Record>::key(like);
        auto known = rows_.find(key);
        if (known == rows_.end()) {
            Result<std::optional<Versioned<Record>>> loaded = load<Record>(reader_, key);
            if (!loaded) return loaded.error();
            Row row{.before = std::move(*loaded)};
            if (row.before) row.now = row.before->record;
            known = rows_.emplace(key, std::move(row)).first;
        }
        return known->second.now ? &*known->second.now : nullptr;
    }
    // Whether the row changed by it. find(record) must have answered before.
    bool put(const Record& record) {
        Row& row = rows_.at(TableOf<Record>::key(record));
        if (row.now == record) return false;
        row.now = record;
        return true;
    }
    // Whether the store had no such row before. find(like) must have answered before.
    bool is_new(const Record& like) const { return !rows_.at(TableOf<Record>::key(like)).before; }
    void write(CommitBuilder& commit) const {
        for (const auto& [key, row] : rows_) {
            if (!row.now) continue;
            if (!row.before)
                commit.insert(*row.now);
            else if (row.before->record != *row.now)
                commit.update(*row.before, *row.now);
        }
    }

  private:
    struct Row {
        std::optional<Versioned<Record>> before;
        std::optional<Record> now;
    };
    const Reader& reader_;
    std::map<std::string, Row> rows_;
};

}  // namespace homing
