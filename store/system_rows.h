#pragma once

#include "store/key.h"
#include "store/store.h"

// The store's own rows under TableTag::kSystem, and how changes, log and outbox are read from them.
// Every backend with one ordered key space keeps them; bytes in docs/store.md.
namespace homing {

// Second byte of a system key. Stored; never renumber.
enum class SystemTag : std::uint8_t {
    kTail = 0x00,        // → how many commits and log leaves there are
    kCommit = 0x01,      // op_id → number of the commit
    kChange = 0x02,      // number → op_id and keys
    kLeaf = 0x03,        // number → entry of the log
    kNode = 0x04,        // level, index → hash of a complete subtree (level 1 and above)
    kMessage = 0x05,     // message key → position and message
    kPending = 0x06,     // position → key of a message without acknowledgement
    kGeneration = 0x07,  // name → how often it was loaded, and the entries of the last load
};

inline constexpr std::uint16_t kSystemSchema = 0xf001;

Key system_key(SystemTag tag);
std::string commit_row_key(const OpId& op_id);
std::string change_row_key(std::uint64_t sequence);
std::string leaf_row_key(std::uint64_t index);
std::string node_row_key(unsigned level, std::uint64_t index);
std::string message_row_key(const std::string& message_key);
std::string generation_row_key(const std::string& name);

// Whether only the store itself may write the key.
bool is_reserved_key(std::string_view key);

// How many commits there were, and leaves in the audit log.
struct Tail {
    std::uint64_t sequence = 0;
    std::uint64_t leaves = 0;
};
std::string encode_tail(const Tail& tail);
Result<Tail> read_tail(const Reader& reader);

std::string encode_change(const OpId& op_id, const std::vector<std::string>& keys);
Result<std::optional<std::uint64_t>> read_commit_row(const Reader& reader, const OpId& op_id);
Result<std::vector<Change>> read_changes(const Reader& reader, std::uint64_t after,
                                         std::size_t limit);

// The hash of a complete subtree: of a leaf from its entry, of a larger one from its row.
Result<Hash> read_node(const Reader& reader, unsigned level, std::uint64_t index);
Result<LogHead> read_log_head(const Reader& reader);
Result<std::vector<std::string>> read_log_entries(const Reader& reader, std::uint64_t from,
                                                  std::size_t limit);
// kInvalid when `size` is past the log's end.
Result<std::vector<Hash>> read_inclusion_proof(const Reader& reader, std::uint64_t index,
                                               std::uint64_t size);
Result<std::vector<Hash>> read_consistency_proof(const Reader& reader, std::uint64_t from,
                                                 std::uint64_t to);

// A message's row: where it stands in the outbox (commit and number within it), and itself.
std::string encode_message(std::string_view position, const OutboxMessage& message);
// The position within a message's row; kCorrupt when it is too short.
Result<std::string_view> message_position(std::string_view body);
Result<std::vector<OutboxMessage>> read_outbox(const Reader& reader, std::size_t limit);
// Every message that was ever sent, by key; for the laws.
Result<std::vector<OutboxMessage>> read_all_messages(const Reader& reader);

}  // namespace homing
