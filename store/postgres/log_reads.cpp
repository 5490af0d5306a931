#include "store/postgres/log_reads.h"

#include <algorithm>

#include "store/codec.h"
#include "store/merkle.h"
#include "store/postgres/lists.h"
#include "store/postgres/reads.h"
#include "store/system_rows.h"

namespace homing::postgres {

namespace {

template <class Wanted>
std::optional<Wanted> to_id(std::string_view bytes) {
    if (bytes.size() != Wanted::kSize) return std::nullopt;
    Wanted id;
    std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
    return id;
}

// Nodes are written once and never changed, so a proof may read them one by one.
MerkleReader node_reader(Connection& connection, Deadline deadline) {
    return [&connection, deadline](unsigned level, std::uint64_t index) -> Result<Hash> {
        std::optional<Hash> hash;
        const auto failure =
            connection.run("SELECT hash FROM node WHERE level = $1 AND position = $2",
                           Parameters().add(static_cast<std::int64_t>(level)).add(to_bigint(index)),
                           deadline, [&](const Row& row) { hash = to_id<Hash>(row.bytes(0)); });
        if (failure) return to_error(*failure);
        if (hash) return *hash;
        return corrupt("audit log: node " + std::to_string(level) + "/" + std::to_string(index) +
                       " is missing");
    };
}

Result<OutboxMessage> open_message(std::string_view key, std::string_view value) {
    const Result<OpenedValue> opened = open_value(key, value);
    if (!opened) return opened.error();
    const Result<std::string_view> position = message_position(opened->body);
    if (!position) return position.error();
    return decode_record<OutboxMessage>(opened->body.substr(position->size()));
}

Result<std::uint64_t> read_log_size(Connection& connection, Deadline deadline) {
    std::optional<std::uint64_t> size;
    const auto failure =
        connection.run("SELECT leaves FROM sealer WHERE id = 1", {}, deadline,
                       [&](const Row& row) { size = static_cast<std::uint64_t>(row.number(0)); });
    if (failure) return to_error(*failure);
    if (!size) return corrupt("audit log: the sealer's row is missing");
    return *size;
}

Result<void> check_log_size(Connection& connection, std::uint64_t wanted, Deadline deadline) {
    const Result<std::uint64_t> size = read_log_size(connection, deadline);
    if (!size) return size.error();
    if (wanted <= *size) return {};
    return invalid("audit log: it has " + std::to_string(*size) + " leaves, not " +
                   std::to_string(wanted));
}

}  // namespace

Result<std::vector<Change>> read_changes(Connection& connection, std::uint64_t after,
                                         std::size_t limit, Deadline deadline) {
    std::vector<Change> changes;
    std::optional<Error> damaged;
    const auto failure = connection.run(
        "SELECT sequence, op_id, keys FROM change WHERE sequence > $1 ORDER BY sequence LIMIT $2",
        Parameters().add(to_limit(after)).add(to_limit(limit)), deadline, [&](const Row& row) {
            const std::optional<OpId> op_id = to_id<OpId>(row.bytes(1));
            Result<std::vector<std::string>> keys = unpack(row.bytes(2));
            if (!op_id || !keys) {
                damaged = corrupt("change " + std::to_string(row.number(0)) + " is damaged");
                return;
            }
            changes.push_back(
                {static_cast<std::uint64_t>(row.number(0)), *op_id, std::move(*keys)});
        });
    if (failure) return to_error(*failure);
    if (damaged) return *damaged;
    return changes;
}

Result<LogHead> read_log_head(Connection& connection, Deadline deadline) {
    const Result<std::uint64_t> size = read_log_size(connection, deadline);
    if (!size) return size.error();
    const Result<Hash> root = merkle_root(*size, node_reader(connection, deadline));
    if (!root) return root.error();
    return LogHead{*size, *root};
}

Result<std::vector<std::string>> read_log_entries(Connection& connection, std::uint64_t from,
                                                  std::size_t limit, Deadline deadline) {
    std::vector<std::string> entries;
    const auto failure =
        connection.run("SELECT entry FROM leaf WHERE number >= $1 ORDER BY number LIMIT $2",
                       Parameters().add(to_limit(from)).add(to_limit(limit)), deadline,
                       [&](const Row& row) { entries.emplace_back(row.bytes(0)); });
    if (failure) return to_error(*failure);
    return entries;
}

Result<std::vector<Hash>> read_inclusion_proof(Connection& connection, std::uint64_t index,
                                               std::uint64_t size, Deadline deadline) {
    if (Result<void> known = check_log_size(connection, size, deadline); !known) {
        return known.error();
    }
    return merkle_inclusion_proof(index, size, node_reader(connection, deadline));
}

Result<std::vector<Hash>> read_consistency_proof(Connection& connection, std::uint64_t from,
                                                 std::uint64_t to, Deadline deadline) {
    if (Result<void> known = check_log_size(connection, to, deadline); !known) {
        return known.error();
    }
    return merkle_consistency_proof(from, to, node_reader(connection, deadline));
}

Result<std::vector<OutboxMessage>> read_outbox(Connection& connection, std::size_t limit,
                                               Deadline deadline) {
    std::vector<OutboxMessage> messages;
    std::optional<Error> damaged;
    const auto failure = connection.run(
        "SELECT m.key, m.value FROM outbox o JOIN kv m ON m.key = o.message_row"
        " WHERE NOT EXISTS (SELECT 1 FROM kv k WHERE k.key = o.ack_row)"
        " ORDER BY o.at, o.op_id, o.position LIMIT $1",
        Parameters().add(to_limit(limit)), deadline, [&](const Row& row) {
            Result<OutboxMessage> message = open_message(row.bytes(0), row.bytes(1));
            if (message) {
                messages.push_back(std::move(*message));
            } else {
                damaged = message.error();
            }
        });
    if (failure) return to_error(*failure);
    if (damaged) return *damaged;
    return messages;
}

}  // namespace homing::postgres
