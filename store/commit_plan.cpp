#include "store/commit_plan.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "core/crypto/hash.h"
#include "store/merkle.h"
#include "store/system_rows.h"
#include "store/tables.h"

namespace homing {

namespace {

CommitPlan refused(CommitOutcome outcome, std::string message) {
    CommitPlan plan;
    plan.result.outcome = outcome;
    plan.result.message = std::move(message);
    return plan;
}

CommitPlan unreadable(const Error& error) {
    return refused(
        error.code == Code::kCorrupt ? CommitOutcome::kCorrupt : CommitOutcome::kUnavailable,
        error.message);
}

bool is_ack_key(std::string_view key) {
    return key.front() == static_cast<char>(TableTag::kOutboxAck);
}

// The row of the message that an acknowledgement is for: both keys end in the message's key.
std::string acknowledged_row_key(std::string_view ack_key) {
    return std::move(system_key(SystemTag::kMessage).raw(ack_key.substr(1))).str();
}

std::string check_key(std::string_view key) {
    if (key.empty()) return "a key is empty";
    if (key.size() > kKeyBytesMax) {
        return show_key(key) + " is " + std::to_string(key.size()) + " bytes long; " +
               std::to_string(kKeyBytesMax) + " are the most";
    }
    if (is_reserved_key(key)) return show_key(key) + " belongs to the store itself";
    return {};
}

std::string check_body(std::string_view key, std::string_view body) {
    if (body.size() <= kBodyBytesMax) return {};
    return "the value under " + show_key(key) + " is " + std::to_string(body.size()) +
           " bytes long; " + std::to_string(kBodyBytesMax) + " are the most";
}

// Why no store would take the commit; empty where it would. `keys` gets what it writes, in order.
std::string check_form(const Commit& commit, std::vector<std::string>& keys) {
    if (commit.op_id.empty()) return "the commit has no op_id";
    const std::size_t rows = commit.puts.size() + commit.dels.size() + commit.audit.size() +
                             commit.outbox.size() + commit.expects.size();
    if (rows > kRowsMax) return "the commit has " + std::to_string(rows) + " rows";
    keys.reserve(commit.puts.size() + commit.dels.size());
    for (const Put& put : commit.puts) {
        if (std::string why = check_body(put.key, put.body); !why.empty()) return why;
        keys.push_back(put.key);
    }
    for (const std::string& key : commit.dels) {
        if (!key.empty() && is_ack_key(key)) return "an acknowledgement is not taken back";
        keys.push_back(key);
    }
    std::sort(keys.begin(), keys.end());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (std::string why = check_key(keys[i]); !why.empty()) return why;
        if (i > 0 && keys[i] == keys[i - 1]) return show_key(keys[i]) + " is written twice";
    }
    for (const std::string& entry : commit.audit) {
        if (entry.empty() || entry.size() > kBodyBytesMax)
            return "an audit entry is empty or too long";
    }
    for (const OutboxMessage& message : commit.outbox) {
        if (message.key.empty() || message_row_key(message.key).size() > kKeyBytesMax) {
            return "an outbox message has an empty or over-long key";
        }
        if (message.body.size() > kBodyBytesMax) return "an outbox message is too long";
    }
    return {};
}

// The planning of one commit: `plan_` grows step by step, and a step that fails turns it into a
// refusal.
class Planner {
  public:
    Planner(const Reader& reader, Commit commit) : reader_(reader), commit_(std::move(commit)) {}

    CommitPlan run() {
        std::vector<std::string> keys;
        if (std::string why = check_form(commit_, keys); !why.empty()) {
            return refused(CommitOutcome::kInvalid, std::move(why));
        }
        if (check_op_id() && check_expects() && start() && put_rows() && delete_rows() &&
            seal_audit() && send_messages()) {
            finish(keys);
        }
        return std::move(plan_);
    }

  private:
    bool stop(CommitPlan with) {
        plan_ = std::move(with);
        return false;
    }

    bool check_op_id() {
        Result<std::optional<std::uint64_t>> before = read_commit_row(reader_, commit_.op_id);
        if (!before) return stop(unreadable(before.error()));
        if (!*before) return true;
        CommitPlan repeated;
        repeated.result = {CommitOutcome::kOk, {}, true, **before};
        return stop(std::move(repeated));
    }

    bool version_of(const std::string& key, std::uint64_t& version) {
        if (const auto known = versions_.find(key); known != versions_.end()) {
            version = known->second;
            return true;
        }
        Result<std::optional<Stored>> row = reader_.get(key);
        if (!row) return stop(unreadable(row.error()));
        version = *row ? (*row)->version : 0;
        return true;
    }

    bool check_expects() {
        for (const Expect& expect : commit_.expects) {
            std::uint64_t version = 0;
            if (!version_of(expect.key, version)) return false;
            if (version != expect.version) {
                return stop(
                    refused(CommitOutcome::kConflict, show_key(expect.key) + " is at version " +
                                                          std::to_string(version) + ", not " +
                                                          std::to_string(expect.version)));
            }
            versions_.emplace(expect.key, version);
        }
        return true;
    }

    bool start() {
        Result<Tail> tail = read_tail(reader_);
        if (!tail) return stop(unreadable(tail.error()));
        tail_ = *tail;
        ++tail_.sequence;
        plan_.rows.reserve(commit_.puts.size() + commit_.dels.size() + 3 * commit_.audit.size() +
                           2 * commit_.outbox.size() + 3);
        return true;
    }

    bool put_rows() {
        for (Put& put : commit_.puts) {
            std::uint64_t version = 0;
            if (!version_of(put.key, version)) return false;
            if (is_ack_key(put.key) && !acknowledge(put.key)) return false;
            plan_.rows.push_back(
                {std::move(put.key), put.schema, version + 1, std::move(put.body)});
        }
        return true;
    }

    bool delete_rows() {
        for (std::string& key : commit_.dels) plan_.rows.push_back({std::move(key), 0, 0, {}});
        return true;
    }

    bool acknowledge(const std::string& ack_key) {
        acknowledged_.push_back(ack_key);
        const std::string key = acknowledged_row_key(ack_key);
        Result<std::optional<Stored>> message = reader_.get(key);
        if (!message) return stop(unreadable(message.error()));
        if (!*message) return true;
        Result<std::string_view> position = message_position((*message)->body);
        if (!position) return stop(unreadable(position.error()));
        plan_.rows.push_back(
            {std::move(system_key(SystemTag::kPending).raw(*position)).str(), 0, 0, {}});
        return true;
    }

    bool seal_audit() {
        std::map<std::pair<unsigned, std::uint64_t>, Hash> fresh;
        const MerkleReader read = [&](unsigned level, std::uint64_t index) -> Result<Hash> {
            const auto found = fresh.find({level, index});
            return found != fresh.end() ? found->second : read_node(reader_, level, index);
        };
        for (std::string& entry : commit_.audit) {
            Result<std::vector<MerkleNode>> nodes =
                merkle_append(tail_.leaves, merkle_leaf(entry), read);
            if (!nodes) return stop(unreadable(nodes.error()));
            for (const MerkleNode& node : *nodes) {
                fresh[{node.level, node.index}] = node.hash;
                if (node.level == 0) continue;
                system_row(node_row_key(node.level, node.index),
                           std::string(as_text(node.hash.bytes)));
            }
            system_row(leaf_row_key(tail_.leaves++), std::move(entry));
        }
        return true;
    }

    bool send_messages() {
        std::vector<std::string_view> sent;
        std::uint32_t number = 0;
        for (const OutboxMessage& message : commit_.outbox) {
            std::string row_key = message_row_key(message.key);
            Result<std::optional<Stored>> row = reader_.get(row_key);
            if (!row) return stop(unreadable(row.error()));
            if (*row || std::find(sent.begin(), sent.end(), message.key) != sent.end()) {
                return stop(refused(CommitOutcome::kConflict,
                                    "an outbox message was sent before under the key \"" +
                                        message.key.substr(0, 80) + "\""));
            }
            sent.push_back(message.key);
            std::string position;
            append_big_endian(position, tail_.sequence);
            append_big_endian(position, number++);
            if (!has_acknowledgement(message.key)) return false;
            if (!is_acknowledged_) {
                system_row(std::move(system_key(SystemTag::kPending).raw(position)).str(),
                           message.key);
            }
            system_row(std::move(row_key), encode_message(position, message));
        }
        return true;
    }

    // Sets is_acknowledged_.
    bool has_acknowledgement(const std::string& message_key) {
        const std::string key = outbox_ack_key(message_key);
        std::uint64_t version = 0;
        if (!version_of(key, version)) return false;
        is_acknowledged_ = version > 0 || std::find(acknowledged_.begin(), acknowledged_.end(),
                                                    key) != acknowledged_.end();
        return true;
    }

    void finish(const std::vector<std::string>& keys) {
        std::string number;
        append_big_endian(number, tail_.sequence);
        system_row(commit_row_key(commit_.op_id), std::move(number));
        system_row(change_row_key(tail_.sequence), encode_change(commit_.op_id, keys));
        // Its version is the number of commits, so that no read is needed to raise it.
        plan_.rows.push_back({system_key(SystemTag::kTail).str(), kSystemSchema, tail_.sequence,
                              encode_tail(tail_)});
        plan_.result.outcome = CommitOutcome::kOk;
        plan_.result.sequence = tail_.sequence;
    }

    void system_row(std::string key, std::string body) {
        plan_.rows.push_back({std::move(key), kSystemSchema, 1, std::move(body)});
    }

    const Reader& reader_;
    Commit commit_;
    CommitPlan plan_;
    Tail tail_;
    std::unordered_map<std::string, std::uint64_t> versions_;  // of the rows expected
    std::vector<std::string> acknowledged_;                    // ack rows this commit puts
    bool is_acknowledged_ = false;
};

}  // namespace

Result<std::vector<std::string>> check_commit(const Commit& commit) {
    std::vector<std::string> keys;
    if (std::string why = check_form(commit, keys); !why.empty()) return invalid(std::move(why));
    return keys;
}

CommitPlan plan_commit(const Reader& reader, Commit commit) {
    return Planner(reader, std::move(commit)).run();
}

Result<void> check_bulk_entry(std::string_view previous, std::string_view key,
                              std::string_view body) {
    if (std::string why = check_key(key); !why.empty()) return invalid(std::move(why));
    if (std::string why = check_body(key, body); !why.empty()) return invalid(std::move(why));
    if (key <= previous) {
        return conflict(show_key(key) + " does not come after " + show_key(previous) +
                        ": the table is not sorted");
    }
    return {};
}

Error key_exists(std::string_view key) {
    return conflict(show_key(key) + " exists already: nothing was loaded");
}

Result<std::vector<RowWrite>> plan_generation(const Reader& reader, const std::string& name,
                                              std::uint64_t entries) {
    const std::string row_key = generation_row_key(name);
    Result<std::optional<Stored>> row = reader.get(row_key);
    if (!row) return row.error();
    Result<Tail> tail = read_tail(reader);
    if (!tail) return tail.error();
    ++tail->sequence;
    const std::uint64_t loads = (*row ? (*row)->version : 0) + 1;
    std::string number;
    append_big_endian(number, loads);
    const Hash hash = HashBuilder().add("generation").add(name).add(number).finish();
    OpId op_id;
    std::copy_n(hash.bytes.begin(), OpId::kSize, op_id.bytes.begin());
    std::string body = number;
    append_big_endian(body, entries);
    std::string sequence;
    append_big_endian(sequence, tail->sequence);
    return std::vector<RowWrite>{
        {system_key(SystemTag::kTail).str(), kSystemSchema, tail->sequence, encode_tail(*tail)},
        {commit_row_key(op_id), kSystemSchema, 1, sequence},
        {change_row_key(tail->sequence), kSystemSchema, 1, encode_change(op_id, {row_key})},
        {row_key, kSystemSchema, loads, body}};
}

}  // namespace homing
