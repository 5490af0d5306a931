#pragma once

#include "store/postgres/connection.h"
#include "store/store.h"

// Reader's three calls, each as one statement on a connection.
namespace homing::postgres {

Result<std::optional<Stored>> read_one(Connection& connection, std::string_view key,
                                       Deadline deadline);
Result<std::vector<std::optional<Stored>>> read_many(Connection& connection,
                                                     const std::vector<std::string>& keys,
                                                     Deadline deadline);
Result<std::vector<KeyValue>> read_range(Connection& connection, std::string_view prefix,
                                         std::string_view after, std::size_t limit,
                                         Deadline deadline);

// The same as a Reader, for one thread; the connection must outlive it.
class ConnectionReader : public Reader {
  public:
    ConnectionReader(Connection& connection, Deadline deadline)
        : connection_(connection), deadline_(deadline) {}

    Result<std::optional<Stored>> get(std::string_view key) const override {
        return read_one(connection_, key, deadline_);
    }
    Result<std::vector<std::optional<Stored>>> multi_get(
        const std::vector<std::string>& keys) const override {
        return read_many(connection_, keys, deadline_);
    }
    Result<std::vector<KeyValue>> scan(std::string_view prefix, std::string_view after,
                                       std::size_t limit) const override {
        return read_range(connection_, prefix, after, limit, deadline_);
    }

  private:
    Connection& connection_;
    const Deadline deadline_;
};

// The value column: sealed by store/codec.h at version 0, because the version is the row's own
// column, which the server counts up.
std::string to_column(std::string_view key, std::uint16_t schema, std::string_view body);

// A limit as SQL takes it.
std::int64_t to_limit(std::size_t limit);

}  // namespace homing::postgres
