#pragma once

#include "store/postgres/pool.h"
#include "store/store.h"

namespace homing::postgres {

// The arguments of commit_1: a commit's rows, apart by what is expected of them.
struct CommitRows {
    std::vector<std::string> check_keys, insert_keys, insert_values, update_keys, update_values,
        upsert_keys, upsert_values, drop_keys, delete_keys;
    std::vector<std::int64_t> check_versions, update_versions, drop_versions;
    std::vector<std::string> message_rows, ack_rows, acked;
    std::string keys, leaves;  // packed: those in changes(), and the audit entries
};

inline constexpr const char* kCommitCall =
    "SELECT status, bar FROM commit_1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
    " $15, $16, $17, $18, $19)";

// `changed`: the keys it writes, in order.
CommitRows arrange(const Commit& commit, const std::vector<std::string>& changed);
Parameters to_parameters(const OpId& op_id, std::int64_t bar, const CommitRows& rows);

// Applies one commit on a connection of the pool. What another commit rolled back is run again as a
// whole until the timeout; what was sent and not answered is kAmbiguous.
CommitResult apply(Pool& pool, const Commit& commit, std::chrono::milliseconds timeout);

// Whether the op_id was committed. A no is for ever: no attempt that began before can still
// succeed.
Result<bool> settle(Pool& pool, const OpId& op_id, std::chrono::milliseconds timeout);

// The client waits this much longer than the server's own statement timeout for the answer.
inline constexpr std::chrono::milliseconds kGrace{1000};

}  // namespace homing::postgres
