#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "store/store.h"

namespace homing {

struct PostgresOptions {
    // libpq's connection string or URI; several hosts are tried until one is the primary.
    std::string conninfo;
    // Where the tables lie: a lower-case SQL name. Created on first use.
    std::string schema = "homing";
    // The id the store must have; one created now gets it. Without: any, or a random one.
    std::optional<StoreId> id;
    // Commits running at once, and as many reads; snapshots come on top.
    std::size_t connections = 8;
    std::size_t snapshots = 32;
    // Of one call, connecting included. The server gives up a statement after it.
    std::chrono::milliseconds timeout{5000};
    // Accept a server that can lose acknowledged commits (fsync off); for tests of other things.
    bool allow_unsafe_server = false;
};

// The store in a PostgreSQL database that several processes may share. kInvalid when the schema was
// made by a newer program, belongs to another store, or the server does not sync its commits.
Result<std::unique_ptr<Store>> open_postgres_store(const PostgresOptions& options);

}  // namespace homing
