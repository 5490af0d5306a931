#pragma once

#include <algorithm>

namespace homing {

namespace tables {

// The record of a row read, or why it cannot be read.
template <IsRecord Record>
Result<Versioned<Record>> decode(std::string_view key, const Stored& stored) {
    Result<Record> record = decode_record<Record>(stored.body);
    if (!record) return within(show_key(key), record.error());
    return Versioned<Record>{std::move(*record), stored.version};
}

}  // namespace tables

template <IsRecord Record>
Result<std::optional<Versioned<Record>>> load(const Reader& reader, const std::string& key) {
    Result<std::optional<Stored>> stored = reader.get(key);
    if (!stored) return stored.error();
    if (!*stored) return std::optional<Versioned<Record>>();
    Result<Versioned<Record>> decoded = tables::decode<Record>(key, **stored);
    if (!decoded) return decoded.error();
    return std::optional(std::move(*decoded));
}

template <IsRecord Record>
Result<std::vector<Versioned<Record>>> load_all(const Reader& reader, const std::string& prefix,
                                                std::size_t limit) {
    Result<std::vector<KeyValue>> rows = reader.scan(prefix, "", limit);
    if (!rows) return rows.error();
    std::vector<Versioned<Record>> records;
    records.reserve(rows->size());
    for (const KeyValue& row : *rows) {
        Result<Versioned<Record>> decoded = tables::decode<Record>(row.key, row.value);
        if (!decoded) return decoded.error();
        records.push_back(std::move(*decoded));
    }
    return records;
}

template <IsRecord Record>
Result<std::vector<Versioned<Record>>> load_by_index(const Reader& reader,
                                                     const std::string& index_prefix,
                                                     std::size_t limit, const std::string& after) {
    Result<std::vector<KeyValue>> entries = reader.scan(index_prefix, after, limit);
    if (!entries) return entries.error();
    std::vector<std::string> keys;
    keys.reserve(entries->size());
    for (const KeyValue& entry : *entries) {
        Result<std::string_view> key = primary_key_of(entry.key);
        if (!key) return key.error();
        keys.emplace_back(*key);
    }
    Result<std::vector<std::optional<Stored>>> rows = reader.multi_get(keys);
    if (!rows) return rows.error();
    std::vector<Versioned<Record>> records;
    records.reserve(rows->size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!(*rows)[i]) {
            return corrupt("a secondary key names " + show_key(keys[i]) + ", which does not exist");
        }
        Result<Versioned<Record>> decoded = tables::decode<Record>(keys[i], *(*rows)[i]);
        if (!decoded) return decoded.error();
        records.push_back(std::move(*decoded));
    }
    return records;
}

template <IsRecord Record>
void CommitBuilder::insert(const Record& record) {
    const std::string& key = touch(TableOf<Record>::key(record), 0);
    commit_.puts.push_back({key, TableOf<Record>::kSchema, encode_record(record)});
    for (std::string& index_key : TableOf<Record>::index_keys(record)) {
        commit_.puts.push_back({std::move(index_key), kIndexSchema, {}});
    }
}

template <IsRecord Record>
void CommitBuilder::update(const Versioned<Record>& before, const Record& after) {
    const std::string& key = touch(TableOf<Record>::key(before.record), before.version);
    CHECK(before.version > 0);
    CHECK(TableOf<Record>::key(after) == key);
    commit_.puts.push_back({key, TableOf<Record>::kSchema, encode_record(after)});
    const std::vector<std::string> old_keys = TableOf<Record>::index_keys(before.record);
    const std::vector<std::string> new_keys = TableOf<Record>::index_keys(after);
    for (const std::string& old_key : old_keys) {
        if (std::find(new_keys.begin(), new_keys.end(), old_key) == new_keys.end()) {
            commit_.dels.push_back(old_key);
        }
    }
    for (const std::string& new_key : new_keys) {
        if (std::find(old_keys.begin(), old_keys.end(), new_key) == old_keys.end()) {
            commit_.puts.push_back({new_key, kIndexSchema, {}});
        }
    }
}

template <IsRecord Record>
void CommitBuilder::erase(const Versioned<Record>& before) {
    CHECK(before.version > 0);
    commit_.dels.push_back(touch(TableOf<Record>::key(before.record), before.version));
    for (std::string& index_key : TableOf<Record>::index_keys(before.record)) {
        commit_.dels.push_back(std::move(index_key));
    }
}

template <IsRecord Record>
void CommitBuilder::expect_unchanged(const Versioned<Record>& before) {
    CHECK(before.version > 0);
    touch(TableOf<Record>::key(before.record), before.version);
}

}  // namespace homing
