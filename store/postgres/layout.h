#pragma once

#include <optional>

#include "core/id.h"
#include "store/postgres/connection.h"

namespace homing::postgres {

// The number of the layout below, kept in the table layout; a higher one was made by a newer
// program.
inline constexpr std::int64_t kFormat = 1;

// Creates tables and functions on first use, by whichever process comes first, and answers the
// store's id. kInvalid when the layout is newer, or the id is not the one expected.
Result<StoreId> ensure_layout(Connection& connection, const std::string& schema,
                              const std::optional<StoreId>& expected, Deadline deadline);

// kInvalid when the server acknowledges commits that a power cut can take back.
Result<void> check_durability(Connection& connection, Deadline deadline);

// What commit_1 answers first.
enum class CommitStatus : std::int64_t { kDone = 0, kRepeated = 1, kBarred = 2 };

// SQLSTATE of commit_1 when an expectation does not hold; the error's detail is the key in hex.
inline constexpr const char* kConflictState = "HC409";

}  // namespace homing::postgres
