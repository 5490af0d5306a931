#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "store/postgres/parameters.h"

struct pg_conn;
struct pg_result;

namespace homing::postgres {

using Deadline = std::chrono::steady_clock::time_point;

// What a failed statement says of its effects.
enum class FailureKind {
    kRetry,    // rolled back by another commit's doing: run the whole again
    kRefused,  // rolled back, and running it again will not help by itself
    kCorrupt,  // rolled back, because the server met damaged data
    kUnknown,  // no answer, or one that does not tell whether it was committed
};

struct Failure {
    FailureKind kind = FailureKind::kUnknown;
    std::string sqlstate;  // empty when the server did not answer
    std::string message;
    std::string detail;
};

// As a reader's error: kCorrupt for damage, else kUnavailable.
Error to_error(const Failure& failure);

// One row of an answer; valid inside the call that hands it out.
class Row {
  public:
    Row(const pg_result* result, int number) : result_(result), number_(number) {}

    bool null(int column) const;
    std::string_view bytes(int column) const;
    std::int64_t number(int column) const;  // of a bigint column

  private:
    const pg_result* result_;
    int number_;
};

// What a connection is for; decides the isolation of its statements.
enum class Role { kCommit, kRead, kSeal };

struct ConnectionOptions {
    std::string conninfo;
    std::string schema;
    std::chrono::milliseconds timeout{};  // of one statement, on the server
};

// One libpq connection; one thread at a time. No statement is ever repeated by itself.
class Connection {
  public:
    static Result<std::unique_ptr<Connection>> open(const ConnectionOptions& options, Role role,
                                                    Deadline deadline);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    using OnRow = std::function<void(const Row&)>;
    // Runs one prepared statement, in a commit of its own unless one was begun. Rows arrive as the
    // server sends them, so those of a failed statement must be thrown away. Nullopt: it succeeded,
    // and is committed.
    [[nodiscard]] std::optional<Failure> run(const std::string& sql, const Parameters& parameters,
                                             Deadline deadline, const OnRow& on_row = nullptr);
    // Runs statements without arguments and answers.
    [[nodiscard]] std::optional<Failure> run_script(const std::string& sql, Deadline deadline);

    // COPY … FROM STDIN: begin, any number of chunks, end.
    [[nodiscard]] std::optional<Failure> begin_copy(const std::string& sql, Deadline deadline);
    [[nodiscard]] std::optional<Failure> copy_chunk(std::string_view chunk, Deadline deadline);
    [[nodiscard]] std::optional<Failure> end_copy(Deadline deadline);

    // Whether it can be used again: alive as far as can be told without asking, and in no commit.
    bool idle();

  private:
    explicit Connection(pg_conn* conn) : conn_(conn) {}

    std::optional<Failure> prepare(const std::string& sql, const Parameters& parameters,
                                   Deadline deadline, std::string& name);
    std::optional<Failure> flush(Deadline deadline);
    std::optional<Failure> wait(short events, Deadline deadline);
    std::optional<Failure> finish(Deadline deadline, const OnRow& on_row);
    std::optional<Failure> next_result(Deadline deadline, pg_result*& result);
    Failure lost(const std::string& doing);

    pg_conn* conn_;
    std::map<std::string, std::string> prepared_;  // statement → its name on the server
};

}  // namespace homing::postgres
