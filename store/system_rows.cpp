#include "store/system_rows.h"

#include "store/codec.h"
#include "store/merkle.h"
#include "store/tables.h"

namespace homing {

namespace {

constexpr std::size_t kPositionSize = 12;

Error damaged(std::string_view key, const std::string& what) {
    return corrupt("the store's own row under " + show_key(key) + " " + what);
}

// The number a row's key ends in.
std::uint64_t number_of(std::string_view key) {
    return read_big_endian<std::uint64_t>(key.substr(key.size() - sizeof(std::uint64_t)));
}

// What stands before the first wanted row in key order; "" for number 0.
std::string before(SystemTag tag, std::uint64_t number) {
    return number == 0 ? std::string() : std::move(system_key(tag).number(number - 1)).str();
}

MerkleReader node_reader(const Reader& reader) {
    return
        [&reader](unsigned level, std::uint64_t index) { return read_node(reader, level, index); };
}

Result<void> check_size(const Reader& reader, std::uint64_t size) {
    Result<Tail> tail = read_tail(reader);
    if (!tail) return tail.error();
    if (size > tail->leaves) {
        return invalid("the audit log has " + std::to_string(tail->leaves) + " entries, not " +
                       std::to_string(size));
    }
    return {};
}

Result<OutboxMessage> decode_message(std::string_view key, std::string_view body) {
    if (body.size() < kPositionSize) return damaged(key, "is too short");
    Result<OutboxMessage> message = decode_record<OutboxMessage>(body.substr(kPositionSize));
    if (!message) return within(show_key(key), message.error());
    return message;
}

}  // namespace

Key system_key(SystemTag tag) {
    Key key(static_cast<std::uint8_t>(TableTag::kSystem));
    key.number(static_cast<std::uint8_t>(tag));
    return key;
}

std::string commit_row_key(const OpId& op_id) {
    return std::move(system_key(SystemTag::kCommit).id(op_id)).str();
}

std::string change_row_key(std::uint64_t sequence) {
    return std::move(system_key(SystemTag::kChange).number(sequence)).str();
}

std::string leaf_row_key(std::uint64_t index) {
    return std::move(system_key(SystemTag::kLeaf).number(index)).str();
}

std::string node_row_key(unsigned level, std::uint64_t index) {
    return std::move(
               system_key(SystemTag::kNode).number(static_cast<std::uint8_t>(level)).number(index))
        .str();
}

std::string message_row_key(const std::string& message_key) {
    return std::move(system_key(SystemTag::kMessage).text(message_key)).str();
}

std::string generation_row_key(const std::string& name) {
    return std::move(system_key(SystemTag::kGeneration).text(name)).str();
}

bool is_reserved_key(std::string_view key) {
    return key.front() == static_cast<char>(TableTag::kSystem) ||
           key.front() == static_cast<char>(TableTag::kMeta);
}

std::string encode_tail(const Tail& tail) {
    std::string body;
    append_big_endian(body, tail.sequence);
    append_big_endian(body, tail.leaves);
    return body;
}

Result<Tail> read_tail(const Reader& reader) {
    const std::string key = system_key(SystemTag::kTail).str();
    Result<std::optional<Stored>> row = reader.get(key);
    if (!row) return row.error();
    if (!*row) return Tail{};
    const std::string_view body = (*row)->body;
    if (body.size() != 16) return damaged(key, "is not 16 bytes long");
    return Tail{read_big_endian<std::uint64_t>(body),
                read_big_endian<std::uint64_t>(body.substr(8))};
}

Result<std::optional<std::uint64_t>> read_commit_row(const Reader& reader, const OpId& op_id) {
    const std::string key = commit_row_key(op_id);
    Result<std::optional<Stored>> row = reader.get(key);
    if (!row) return row.error();
    if (!*row) return std::optional<std::uint64_t>();
    if ((*row)->body.size() != 8) return damaged(key, "is not 8 bytes long");
    return std::optional(read_big_endian<std::uint64_t>((*row)->body));
}

std::string encode_change(const OpId& op_id, const std::vector<std::string>& keys) {
    std::string body(as_text(op_id.bytes));
    codec::write(body, keys);
    return body;
}

Result<std::vector<Change>> read_changes(const Reader& reader, std::uint64_t after,
                                         std::size_t limit) {
    Result<std::vector<KeyValue>> rows =
        reader.scan(system_key(SystemTag::kChange).str(), change_row_key(after), limit);
    if (!rows) return rows.error();
    std::vector<Change> changes;
    changes.reserve(rows->size());
    for (const KeyValue& row : *rows) {
        Change change;
        change.sequence = number_of(row.key);
        codec::Source source{row.value.body, {}};
        codec::read(source, change.op_id);
        codec::read(source, change.keys);
        if (source.error || !source.rest.empty()) return damaged(row.key, "is not a change");
        changes.push_back(std::move(change));
    }
    return changes;
}

Result<Hash> read_node(const Reader& reader, unsigned level, std::uint64_t index) {
    const std::string key = level == 0 ? leaf_row_key(index) : node_row_key(level, index);
    Result<std::optional<Stored>> row = reader.get(key);
    if (!row) return row.error();
    if (!*row) return damaged(key, "is missing");
    if (level == 0) return merkle_leaf((*row)->body);
    Hash hash;
    if ((*row)->body.size() != Hash::kSize) return damaged(key, "is not a hash");
    std::ranges::copy(as_bytes((*row)->body), hash.bytes.begin());
    return hash;
}

Result<LogHead> read_log_head(const Reader& reader) {
    Result<Tail> tail = read_tail(reader);
    if (!tail) return tail.error();
    Result<Hash> root = merkle_root(tail->leaves, node_reader(reader));
    if (!root) return root.error();
    return LogHead{tail->leaves, *root};
}

Result<std::vector<std::string>> read_log_entries(const Reader& reader, std::uint64_t from,
                                                  std::size_t limit) {
    Result<std::vector<KeyValue>> rows =
        reader.scan(system_key(SystemTag::kLeaf).str(), before(SystemTag::kLeaf, from), limit);
    if (!rows) return rows.error();
    std::vector<std::string> entries;
    entries.reserve(rows->size());
    for (KeyValue& row : *rows) {
        if (number_of(row.key) != from + entries.size()) {
            return damaged(leaf_row_key(from + entries.size()), "is missing");
        }
        entries.push_back(std::move(row.value.body));
    }
    return entries;
}

Result<std::vector<Hash>> read_inclusion_proof(const Reader& reader, std::uint64_t index,
                                               std::uint64_t size) {
    if (Result<void> checked = check_size(reader, size); !checked) return checked.error();
    return merkle_inclusion_proof(index, size, node_reader(reader));
}

Result<std::vector<Hash>> read_consistency_proof(const Reader& reader, std::uint64_t from,
                                                 std::uint64_t to) {
    if (Result<void> checked = check_size(reader, to); !checked) return checked.error();
    return merkle_consistency_proof(from, to, node_reader(reader));
}

std::string encode_message(std::string_view position, const OutboxMessage& message) {
    CHECK(position.size() == kPositionSize);
    std::string body(position);
    body.append(encode_record(message));
    return body;
}

Result<std::string_view> message_position(std::string_view body) {
    if (body.size() < kPositionSize) return corrupt("a message's row in the outbox is too short");
    return body.substr(0, kPositionSize);
}

Result<std::vector<OutboxMessage>> read_outbox(const Reader& reader, std::size_t limit) {
    Result<std::vector<KeyValue>> pending =
        reader.scan(system_key(SystemTag::kPending).str(), "", limit);
    if (!pending) return pending.error();
    std::vector<std::string> keys;
    keys.reserve(pending->size());
    for (const KeyValue& row : *pending) keys.push_back(message_row_key(row.value.body));
    Result<std::vector<std::optional<Stored>>> rows = reader.multi_get(keys);
    if (!rows) return rows.error();
    std::vector<OutboxMessage> messages;
    messages.reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!(*rows)[i]) return damaged(keys[i], "is missing");
        Result<OutboxMessage> message = decode_message(keys[i], (*rows)[i]->body);
        if (!message) return message.error();
        messages.push_back(std::move(*message));
    }
    return messages;
}

Result<std::vector<OutboxMessage>> read_all_messages(const Reader& reader) {
    Result<std::vector<KeyValue>> rows =
        reader.scan(system_key(SystemTag::kMessage).str(), "", SIZE_MAX);
    if (!rows) return rows.error();
    std::vector<OutboxMessage> messages;
    messages.reserve(rows->size());
    for (const KeyValue& row : *rows) {
        Result<OutboxMessage> message = decode_message(row.key, row.value.body);
        if (!message) return message.error();
        messages.push_back(std::move(*message));
    }
    return messages;
}

}  // namespace homing
