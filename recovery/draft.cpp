#include "recovery/draft.h"

#include "core/crypto/hash.h"

namespace homing {
namespace {

void add_number(HashBuilder& builder, std::uint64_t number) {
    ByteArray<8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(number >> (8 * (7 - i)));
    }
    builder.add(ByteView(bytes));
}

OpId op_id_of(std::string_view step, const Commit& commit) {
    HashBuilder builder;
    builder.add(step);
    for (const Expect& expect : commit.expects) {
        builder.add(expect.key);
        add_number(builder, expect.version);
    }
    add_number(builder, commit.puts.size());
    for (const Put& put : commit.puts) builder.add(put.key).add(put.body);
    add_number(builder, commit.dels.size());
    for (const std::string& key : commit.dels) builder.add(key);
    for (const OutboxMessage& message : commit.outbox) builder.add(message.key).add(message.body);
    OpId id;
    const Hash hash = builder.finish();
    std::copy_n(hash.bytes.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

template <IsRecord Record>
std::string next_leaf(const Record& record, std::uint64_t version, std::string_view step,
                      Time now) {
    Leaf leaf = leaf_of(record);
    leaf.version = version;
    leaf.hash = to_hex(sha256(as_bytes(encode_record(record))));
    leaf.step = step;
    leaf.at = now;
    return format_leaf(leaf);
}

}  // namespace

template <IsRecord Record>
void Draft::add_row(CommitBuilder& builder, const std::string& key, const Row<Record>& row,
                    std::string_view step, Time now) {
    if (!row.changed()) {
        if (!row.pinned) return;
        if (row.before) {
            builder.expect_unchanged(*row.before);
        } else {
            absent_.push_back({key, 0});
        }
        return;
    }
    if (!row.now) {
        builder.erase(*row.before);
    } else if (row.before) {
        builder.update(*row.before, *row.now);
    } else {
        builder.insert(*row.now);
    }
    if constexpr (IsAudited<Record>) {
        const std::uint64_t version = (row.before ? row.before->version : 0) + 1;
        builder.audit(next_leaf(row.now ? *row.now : row.before->record, version, step, now));
    }
}

std::optional<Commit> Draft::take(std::string_view step, Time now) && {
    CHECK(!error_);
    CommitBuilder builder{OpId()};
    std::apply(
        [&](const auto&... rows) {
            const auto add_all = [&](const auto& table) {
                for (const auto& [key, row] : table) add_row(builder, key, row, step, now);
            };
            (add_all(rows), ...);
        },
        tables_);
    if (builder.empty() && outbox_.empty()) return std::nullopt;
    for (OutboxMessage& message : outbox_) builder.send(std::move(message));
    Commit commit = std::move(builder).take();
    commit.expects.insert(commit.expects.end(), absent_.begin(), absent_.end());
    commit.op_id = op_id_of(step, commit);
    return commit;
}

}  // namespace homing
