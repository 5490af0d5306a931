#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>

#include "store/postgres/connection.h"
#include "store/postgres/postgres_store.h"
#include "tests/store/postgres_server.h"

namespace homing {

// One server for the whole program, in memory; started on first use, and a failure where it cannot.
inline PostgresServer& shared_server() {
    static const std::unique_ptr<PostgresServer> server = [] {
        Result<std::unique_ptr<PostgresServer>> started =
            PostgresServer::start(PostgresServer::Place::kMemory, false);
        if (!started) {
            std::cerr << "PostgreSQL: " << started.error().message << "\n";
            std::exit(1);
        }
        return std::move(*started);
    }();
    return *server;
}

// Options for a store that nobody used before.
inline PostgresOptions fresh_options(const PostgresServer& server = shared_server()) {
    static std::atomic<int> number = 0;
    PostgresOptions options;
    options.conninfo = server.conninfo();
    options.schema = "test_" + std::to_string(++number);
    options.allow_unsafe_server = true;
    return options;
}

inline std::unique_ptr<Store> open_or_fail(const PostgresOptions& options) {
    Result<std::unique_ptr<Store>> store = open_postgres_store(options);
    if (!store) {
        ADD_FAILURE() << store.error().message;
        return nullptr;
    }
    return std::move(*store);
}

// Statements beside the store, as an operator or an accident would run them.
inline std::unique_ptr<postgres::Connection> operator_connection(const PostgresServer& server,
                                                                 const std::string& schema) {
    using namespace std::chrono_literals;
    auto opened =
        postgres::Connection::open({server.conninfo(), schema, 5000ms}, postgres::Role::kSeal,
                                   std::chrono::steady_clock::now() + 5s);
    if (!opened) {
        ADD_FAILURE() << opened.error().message;
        return nullptr;
    }
    return std::move(*opened);
}

inline postgres::Deadline soon() {
    return std::chrono::steady_clock::now() + std::chrono::seconds(5);
}

// An op_id of its own for each number.
inline OpId numbered_op(std::uint64_t number, std::uint8_t kind = 1) {
    OpId op;
    op.bytes[0] = kind;
    for (std::size_t i = 0; i < 8; ++i) {
        op.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return op;
}

}  // namespace homing
