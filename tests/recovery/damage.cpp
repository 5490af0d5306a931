#include "tests/recovery/damage.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "core/crypto/hash.h"
#include "core/record_json.h"
#include "recovery/leaf.h"

namespace homing {
namespace {

[[noreturn]] void give_up(const std::string& sentence) {
    std::cerr << "the damage cannot be done: " << sentence << "\n";
    std::exit(2);
}

bool has_fields(const Json& record, const Json& wanted) {
    for (const auto& [key, value] : wanted.items()) {
        if (record.value(key, Json()) != value) return false;
    }
    return true;
}

template <IsRecord Record>
Versioned<Record> find_row(Story& story, const Json& where) {
    const auto rows = load_all<Record>(story.store(), table_prefix(TableOf<Record>::kTag));
    if (!rows) give_up(rows.error().message);
    for (const auto& row : *rows) {
        if (has_fields(record_to_json(row.record), where)) return row;
    }
    give_up("no row has " + where.dump());
}

template <IsRecord Record>
Record changed(const Record& record, const Json& set) {
    Json json = record_to_json(record);
    json.merge_patch(set);
    Result<Record> read = record_from_json<Record>(json);
    if (!read) give_up(read.error().message);
    return *read;
}

// A leaf as the engine would write it, for damage that covers its tracks.
template <IsRecord Record>
void log_version(CommitBuilder& builder, const Record& record, std::uint64_t version, Time now) {
    if constexpr (IsAudited<Record>) {
        Leaf leaf = leaf_of(record);
        leaf.version = version;
        leaf.hash = to_hex(sha256(as_bytes(encode_record(record))));
        leaf.step = "damage";
        leaf.at = now;
        builder.audit(format_leaf(leaf));
    }
}

std::vector<std::string> keys_of_index(const std::vector<std::string>& keys, unsigned tag) {
    std::vector<std::string> found;
    for (const std::string& key : keys) {
        if (static_cast<std::uint8_t>(key[1]) == tag) found.push_back(key);
    }
    if (found.empty()) give_up("the record has no such secondary key");
    return found;
}

template <IsRecord Record>
Commit edit_row(Story& story, const Json& edit) {
    CommitBuilder builder{OpId()};
    const Json set = edit.value("set", Json::object());
    const Json where = edit.value("where", Json::object());
    const std::string how = edit.at("how").get<std::string>();
    if (how == "insert") {
        Record record = where.empty() ? Record{} : find_row<Record>(story, where).record;
        record = changed(record, set);
        builder.insert(record);
        log_version(builder, record, 1, story.now());
        return std::move(builder).take();
    }
    const auto row = find_row<Record>(story, where);
    if (how == "erase") {
        builder.erase(row);
    } else if (how == "update" || how == "update_unlogged") {
        const Record record = changed(row.record, set);
        builder.update(row, record);
        if (how == "update") log_version(builder, record, row.version + 1, story.now());
    } else {
        Commit commit = std::move(builder).take();
        const unsigned tag = edit.at("index").get<unsigned>();
        const Record record = changed(row.record, set);
        for (std::string& key : keys_of_index(TableOf<Record>::index_keys(record), tag)) {
            if (how == "drop_index")
                commit.dels.push_back(std::move(key));
            else
                commit.puts.push_back({std::move(key), kIndexSchema, {}});
        }
        return commit;
    }
    return std::move(builder).take();
}

Commit edit_table(Story& story, const Json& edit) {
    const std::string table = edit.at("table").get<std::string>();
    if (table == "deposit") return edit_row<Deposit>(story, edit);
    if (table == "balance") return edit_row<Balance>(story, edit);
    if (table == "credit") return edit_row<Credit>(story, edit);
    if (table == "decision") return edit_row<Decision>(story, edit);
    if (table == "header") return edit_row<Header>(story, edit);
    if (table == "acknowledgement") return edit_row<OutboxAck>(story, edit);
    if (table == "ruling") return edit_row<Ruling>(story, edit);
    if (table == "posting") return edit_row<Posting>(story, edit);
    if (table == "claim") return edit_row<Claim>(story, edit);
    if (table == "case") return edit_row<Case>(story, edit);
    if (table == "evidence") return edit_row<Evidence>(story, edit);
    if (table == "log") {
        Commit commit;
        commit.audit.push_back(edit.at("entry").get<std::string>());
        return commit;
    }
    give_up("no table " + table);
}

}  // namespace

void damage(Story& story, const Json& edit) {
    Commit commit = edit_table(story, edit);
    const auto hash = sha256(as_bytes(edit.dump()));
    std::copy_n(hash.begin(), commit.op_id.bytes.size(), commit.op_id.bytes.begin());
    const CommitResult result = story.store().commit(std::move(commit));
    if (!result.ok()) give_up(result.message);
}

}  // namespace homing
