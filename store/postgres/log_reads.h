#pragma once

#include "store/postgres/connection.h"
#include "store/store.h"

// What the sealer wrote, and the outbox, as the Store's front gives them out.
namespace homing::postgres {

Result<std::vector<Change>> read_changes(Connection& connection, std::uint64_t after,
                                         std::size_t limit, Deadline deadline);
Result<LogHead> read_log_head(Connection& connection, Deadline deadline);
Result<std::vector<std::string>> read_log_entries(Connection& connection, std::uint64_t from,
                                                  std::size_t limit, Deadline deadline);
// kInvalid when the log has fewer than `size` leaves, or as store/merkle.h says.
Result<std::vector<Hash>> read_inclusion_proof(Connection& connection, std::uint64_t index,
                                               std::uint64_t size, Deadline deadline);
Result<std::vector<Hash>> read_consistency_proof(Connection& connection, std::uint64_t from,
                                                 std::uint64_t to, Deadline deadline);
Result<std::vector<OutboxMessage>> read_outbox(Connection& connection, std::size_t limit,
                                               Deadline deadline);

}  // namespace homing::postgres
