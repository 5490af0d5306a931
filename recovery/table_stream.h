#pragma once

#include <optional>
#include <string>
#include <vector>

#include "recovery/law_book.h"
#include "store/tables.h"

namespace homing {

// The rows of one table in key order, read in pages. A row that cannot be read breaks law 6 (its
// version is not the one that was logged) and is passed over.
template <IsRecord Record>
class TableStream {
  public:
    TableStream(const Reader& reader, LawBook& book)
        : reader_(reader), book_(book), prefix_(table_prefix(TableOf<Record>::kTag)) {}

    // The row at hand; nullptr at the end or after an error.
    const Versioned<Record>* peek() {
        while (!at_hand_ && !error_ && read_one()) {
        }
        return at_hand_ ? &*at_hand_ : nullptr;
    }
    void next() { at_hand_.reset(); }
    const std::optional<Error>& error() const { return error_; }

  private:
    static constexpr std::size_t kPage = 4096;

    // False at the end.
    bool read_one() {
        if (next_ == page_.size() && !read_page()) return false;
        const KeyValue& row = page_[next_++];
        Result<Record> record = decode_record<Record>(row.value.body);
        if (!record) {
            book_.breach(6, "row " + to_hex(as_bytes(row.key)) +
                                " cannot be read: " + record.error().message);
        } else if (TableOf<Record>::key(*record) != row.key) {
            book_.breach(6, "row " + to_hex(as_bytes(row.key)) + " holds another row's record");
        } else {
            at_hand_ = {std::move(*record), row.value.version};
        }
        return true;
    }

    bool read_page() {
        if (is_last_page_) return false;
        const std::string after = page_.empty() ? std::string() : page_.back().key;
        Result<std::vector<KeyValue>> page = reader_.scan(prefix_, after, kPage);
        if (!page) {
            error_ = page.error();
            return false;
        }
        page_ = std::move(*page);
        next_ = 0;
        is_last_page_ = page_.size() < kPage;
        return !page_.empty();
    }

    const Reader& reader_;
    LawBook& book_;
    std::string prefix_;
    std::vector<KeyValue> page_;
    std::size_t next_ = 0;
    bool is_last_page_ = false;
    std::optional<Versioned<Record>> at_hand_;
    std::optional<Error> error_;
};

// Calls visit(record, version) for every row of a table.
template <IsRecord Record, class Visit>
Result<void> for_each_row(const Reader& reader, LawBook& book, Visit&& visit) {
    TableStream<Record> rows(reader, book);
    for (; const auto* row = rows.peek(); rows.next()) visit(row->record, row->version);
    if (rows.error()) return *rows.error();
    return {};
}

}  // namespace homing
