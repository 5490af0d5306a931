#include "store/postgres/reads.h"

#include <algorithm>
#include <limits>

#include "store/codec.h"
#include "store/key.h"

namespace homing::postgres {

namespace {

Result<Stored> open_row(std::string_view key, const Row& row, int value, int version) {
    const Result<OpenedValue> opened = open_value(key, row.bytes(value));
    if (!opened) return opened.error();
    return Stored{std::string(opened->body), static_cast<std::uint64_t>(row.number(version))};
}

}  // namespace

Result<std::optional<Stored>> read_one(Connection& connection, std::string_view key,
                                       Deadline deadline) {
    std::optional<Result<Stored>> found;
    const auto failure =
        connection.run("SELECT value, version FROM kv WHERE key = $1", Parameters().add(key),
                       deadline, [&](const Row& row) { found.emplace(open_row(key, row, 0, 1)); });
    if (failure) return to_error(*failure);
    if (!found) return std::optional<Stored>();
    if (!*found) return found->error();
    return std::optional<Stored>(std::move(**found));
}

Result<std::vector<std::optional<Stored>>> read_many(Connection& connection,
                                                     const std::vector<std::string>& keys,
                                                     Deadline deadline) {
    std::vector<std::optional<Stored>> values(keys.size());
    std::optional<Error> damaged;
    const auto failure = connection.run(
        "SELECT u.position, k.value, k.version FROM unnest($1) WITH ORDINALITY AS u (key, position)"
        " JOIN kv k ON k.key = u.key",
        Parameters().add(keys), deadline, [&](const Row& row) {
            const auto index = static_cast<std::size_t>(row.number(0) - 1);
            Result<Stored> opened = open_row(keys.at(index), row, 1, 2);
            if (opened) {
                values[index] = std::move(*opened);
            } else {
                damaged = opened.error();
            }
        });
    if (failure) return to_error(*failure);
    if (damaged) return *damaged;
    return values;
}

Result<std::vector<KeyValue>> read_range(Connection& connection, std::string_view prefix,
                                         std::string_view after, std::size_t limit,
                                         Deadline deadline) {
    const std::string end = after_prefix(prefix);
    const std::string sql = std::string("SELECT key, value, version FROM kv WHERE key >= $1") +
                            " AND key > $2" + (end.empty() ? "" : " AND key < $4") +
                            " ORDER BY key LIMIT $3";
    Parameters parameters;
    parameters.add(prefix).add(after).add(to_limit(limit));
    if (!end.empty()) parameters.add(std::string_view(end));
    std::vector<KeyValue> entries;
    std::optional<Error> damaged;
    const auto failure = connection.run(sql, parameters, deadline, [&](const Row& row) {
        std::string key(row.bytes(0));
        Result<Stored> opened = open_row(key, row, 1, 2);
        if (opened) {
            entries.push_back({std::move(key), std::move(*opened)});
        } else {
            damaged = opened.error();
        }
    });
    if (failure) return to_error(*failure);
    if (damaged) return *damaged;
    return entries;
}

std::string to_column(std::string_view key, std::uint16_t schema, std::string_view body) {
    return seal_value(key, schema, 0, body);
}

std::int64_t to_limit(std::size_t limit) {
    constexpr std::size_t kMost = std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(std::min(limit, kMost));
}

}  // namespace homing::postgres
