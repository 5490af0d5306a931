#pragma once

#include "app/import/book_import.h"
#include "store/store.h"

namespace homing {

// Brings a slice of a long document into the book by one load of sorted tables (Store::ingest): the
// rules of BookImport, with look-ups in key order instead of one by one. What the slice adds is
// visible at once or not at all; rows that change what the book says follow as ordinary commits.
class BulkImport {
  public:
    // `networks` as in BookImport.
    BulkImport(const Reader& reader, std::vector<NetworkId> networks)
        : reader_(reader), networks_(std::move(networks)) {}

    // Whether documents of this kind come long enough to be loaded so.
    static bool takes(const ImportKind& kind);

    // A row in the order of the document; a bad one is noted in the result.
    void take(const ImportKind& kind, std::uint64_t line, const ImportCells& cells);
    // After the last row: judges all of them against the book. An Error only when it cannot be
    // read.
    Result<void> judge();
    const ImportResult& result() const { return result_; }

    // kConflict when somebody wrote one of the rows since judge(). Call it once.
    Result<void> load(Store& store);
    // The rows that change what the book says, in commits of at most 500.
    Result<void> write_updates(Store& store) const;

  private:
    template <IsRecord Record>
    struct Row {
        Record record;
        std::uint64_t line = 0;
        std::string key;
        bool is_new_address = false;  // of a route: its address enters with it
    };
    template <IsRecord Record>
    struct Table {
        std::vector<Row<Record>> rows;
        std::vector<std::pair<Versioned<Record>, Record>> updates;
    };
    using Entries = std::vector<std::pair<std::string, std::string>>;

    template <IsRecord Record>
    void add(Table<Record>& table, const ImportKind& kind, std::uint64_t line,
             const ImportCells& cells);
    // Leaves in table.rows what is new, in key order, each key once.
    template <IsRecord Record>
    Result<void> judge_table(Table<Record>& table);
    template <IsRecord Record>
    void judge_row(Table<Record>& table, Row<Record>& row,
                   const std::optional<Versioned<Record>>& stored, std::vector<Row<Record>>& kept);
    Result<void> judge_routes();
    Result<std::vector<std::string>> known_accounts() const;
    struct Owner;
    std::string judge_owner(const Route& route, Owner& owner) const;
    template <IsRecord Record>
    void write_entries(const Table<Record>& table, std::vector<BulkTable>& tables,
                       Entries& indices);

    const Reader& reader_;
    std::vector<NetworkId> networks_;
    Table<Account> accounts_;
    Table<CustodyAddress> addresses_;
    Table<Route> routes_;
    Table<AddressLabel> labels_;
    ImportResult result_;
};

}  // namespace homing
