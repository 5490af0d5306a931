#pragma once

#include "store/store.h"

// What a commit writes, worked out from the rows it meets: the one place where the rules of a
// commit stand. Pure, apart from the reads it asks for.
namespace homing {

// Limits of one commit, so that no caller can stall the others.
inline constexpr std::size_t kKeyBytesMax = 4096;
inline constexpr std::size_t kBodyBytesMax = 16u << 20;
inline constexpr std::size_t kRowsMax = 1u << 20;

// One row to write; version 0 deletes it.
struct RowWrite {
    std::string key;
    std::uint16_t schema = 0;
    std::uint64_t version = 0;
    std::string body;
};

// The rows are only there when the commit is kOk and not repeated; no key comes twice.
struct CommitPlan {
    CommitResult result;
    std::vector<RowWrite> rows;
};

// The keys a commit writes, in byte order; kInvalid where no store would take it.
Result<std::vector<std::string>> check_commit(const Commit& commit);

// `reader` shows the state the commit is applied to, commits planned before it included.
CommitPlan plan_commit(const Reader& reader, Commit commit);

// Whether an entry may follow the previous key of its bulk table ("" before the first): kConflict
// when it is out of order, kInvalid when the key is not a caller's or something is too long.
Result<void> check_bulk_entry(std::string_view previous, std::string_view key,
                              std::string_view body);
// What ingest answers when a key is there already.
Error key_exists(std::string_view key);

// The rows that make the ingest of a generation visible: its own row, change and number.
Result<std::vector<RowWrite>> plan_generation(const Reader& reader, const std::string& name,
                                              std::uint64_t entries);

}  // namespace homing
