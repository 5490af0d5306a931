#include "store/postgres/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "core/check.h"

namespace homing::postgres {

namespace {

struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using ResultHandle = std::unique_ptr<PGresult, ClearResult>;

std::string one_line(const char* text) {
    std::string line = text == nullptr ? "" : text;
    std::replace(line.begin(), line.end(), '\n', ' ');
    while (line.ends_with(' ')) line.pop_back();
    return line;
}

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text == nullptr ? "" : text;
}

FailureKind kind_of(const std::string& sqlstate, const std::string& severity) {
    // A FATAL can strike after the commit record was written and before the answer left.
    if (severity != "ERROR") return FailureKind::kUnknown;
    // A cancelled statement may have been cancelled while it waited for a standby.
    if (sqlstate == "40003" || sqlstate == "57014") return FailureKind::kUnknown;
    // 23505: two commits inserted the same row and the other one won.
    if (sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "23505") {
        return FailureKind::kRetry;
    }
    if (sqlstate == "XX001" || sqlstate == "XX002") return FailureKind::kCorrupt;
    return FailureKind::kRefused;
}

Failure failure_of(const PGresult* result) {
    Failure failure;
    failure.sqlstate = field(result, PG_DIAG_SQLSTATE);
    failure.kind = kind_of(failure.sqlstate, field(result, PG_DIAG_SEVERITY_NONLOCALIZED));
    failure.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
    failure.message = one_line(field(result, PG_DIAG_MESSAGE_PRIMARY).c_str());
    if (failure.message.empty()) failure.message = one_line(PQresultErrorMessage(result));
    if (!failure.sqlstate.empty()) failure.message += " (" + failure.sqlstate + ")";
    return failure;
}

// Plans must not depend on how small a table is today: a sequential scan under SERIALIZABLE would
// make every commit conflict with every other.
constexpr std::string_view kIndexPlans =
    " -c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off"
    " -c enable_mergejoin=off -c jit=off";

std::string_view isolation(Role role) {
    switch (role) {
        case Role::kCommit:
            return " -c default_transaction_isolation=serializable";
        case Role::kSeal:
            return " -c default_transaction_isolation=repeatable\\ read";
        case Role::kRead:
            return " -c default_transaction_isolation=repeatable\\ read"
                   " -c default_transaction_read_only=on";
    }
    return "";
}

std::string settings(const ConnectionOptions& options, Role role) {
    return "-c search_path=" + options.schema + " -c client_min_messages=warning" +
           " -c statement_timeout=" + std::to_string(options.timeout.count()) +
           std::string(kIndexPlans) + std::string(isolation(role));
}

const char* name_of(Role role) {
    switch (role) {
        case Role::kCommit:
            return "homing commit";
        case Role::kRead:
            return "homing read";
        case Role::kSeal:
            return "homing seal";
    }
    return "homing";
}

// Milliseconds until the deadline, at least 0, as poll() takes them.
int remaining(Deadline deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
}

// False when the deadline passed.
bool poll_socket(int socket, short events, Deadline deadline) {
    for (;;) {
        pollfd entry{socket, events, 0};
        const int ready = poll(&entry, 1, remaining(deadline));
        if (ready > 0) return true;
        if (ready == 0 || errno != EINTR) return false;
    }
}

}  // namespace

Error to_error(const Failure& failure) {
    if (failure.kind == FailureKind::kCorrupt) return corrupt("PostgreSQL: " + failure.message);
    return unavailable("PostgreSQL: " + failure.message);
}

bool Row::null(int column) const {
    return PQgetisnull(result_, number_, column) != 0;
}

std::string_view Row::bytes(int column) const {
    return {PQgetvalue(result_, number_, column),
            static_cast<std::size_t>(PQgetlength(result_, number_, column))};
}

std::int64_t Row::number(int column) const {
    const std::string_view text = bytes(column);
    CHECK(text.size() == 8);
    std::uint64_t value = 0;
    for (const char byte : text) value = value << 8 | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(value);
}

Result<std::unique_ptr<Connection>> Connection::open(const ConnectionOptions& options, Role role,
                                                     Deadline deadline) {
    const std::string session = settings(options, role);
    const std::string timeout = std::to_string(options.timeout.count());
    const std::array<const char*, 9> keys = {
        "target_session_attrs", "tcp_user_timeout", "keepalives_idle", "dbname",
        "application_name",     "options",          "client_encoding", nullptr};
    const std::array<const char*, 9> values = {
        "primary",     timeout.c_str(), "10",   options.conninfo.c_str(),
        name_of(role), session.c_str(), "UTF8", nullptr};
    std::unique_ptr<Connection> connection(
        new Connection(PQconnectStartParams(keys.data(), values.data(), 1)));
    PGconn* conn = connection->conn_;
    if (conn == nullptr) return unavailable("PostgreSQL: no memory for a connection");
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (PQstatus(conn) != CONNECTION_BAD && state != PGRES_POLLING_OK &&
           state != PGRES_POLLING_FAILED) {
        const short events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        if (!poll_socket(PQsocket(conn), events, deadline)) {
            return unavailable("PostgreSQL: no connection within the deadline");
        }
        state = PQconnectPoll(conn);
    }
    if (PQstatus(conn) != CONNECTION_OK) {
        return unavailable("PostgreSQL: " + one_line(PQerrorMessage(conn)));
    }
    PQsetnonblocking(conn, 1);
    PQsetNoticeProcessor(
        conn, [](void*, const char*) {}, nullptr);
    return connection;
}

Connection::~Connection() {
    PQfinish(conn_);
}

Failure Connection::lost(const std::string& doing) {
    const std::string said = one_line(PQerrorMessage(conn_));
    return {FailureKind::kUnknown, "", doing + (said.empty() ? "" : ": " + said), ""};
}

std::optional<Failure> Connection::wait(short events, Deadline deadline) {
    if (poll_socket(PQsocket(conn_), events, deadline)) return std::nullopt;
    return lost("no answer within the deadline");
}

std::optional<Failure> Connection::flush(Deadline deadline) {
    for (;;) {
        const int left = PQflush(conn_);
        if (left == 0) return std::nullopt;
        if (left < 0) return lost("the connection broke while sending");
        if (auto failure = wait(POLLIN | POLLOUT, deadline)) return failure;
        if (PQconsumeInput(conn_) == 0) return lost("the connection broke while sending");
    }
}

std::optional<Failure> Connection::next_result(Deadline deadline, pg_result*& result) {
    while (PQisBusy(conn_) != 0) {
        if (auto failure = wait(POLLIN, deadline)) return failure;
        if (PQconsumeInput(conn_) == 0 && PQisBusy(conn_) != 0) {
            return lost("the connection broke before the answer");
        }
    }
    result = PQgetResult(conn_);
    return std::nullopt;
}

// Reads to the end of the answer. With one implicit commit a statement, the commit happens after
// the rows were sent, so only the end says that it succeeded.
std::optional<Failure> Connection::finish(Deadline deadline, const OnRow& on_row) {
    std::optional<Failure> first;
    for (;;) {
        PGresult* raw = nullptr;
        if (auto failure = next_result(deadline, raw)) return failure;
        const ResultHandle result(raw);
        if (result == nullptr) break;
        const ExecStatusType status = PQresultStatus(result.get());
        if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE) {
            Failure failure = failure_of(result.get());
            const bool worse = !first || failure.kind == FailureKind::kUnknown;
            if (worse) first = std::move(failure);
        }
        if (status == PGRES_COPY_IN) return first;
        if (on_row == nullptr) continue;
        for (int i = 0; i < PQntuples(result.get()); ++i) on_row(Row(result.get(), i));
    }
    if (!first && PQstatus(conn_) != CONNECTION_OK) {
        return lost("the connection broke before the end of the answer");
    }
    return first;
}

std::optional<Failure> Connection::prepare(const std::string& sql, const Parameters& parameters,
                                           Deadline deadline, std::string& name) {
    const auto found = prepared_.find(sql);
    if (found != prepared_.end()) {
        name = found->second;
        return std::nullopt;
    }
    name = "s" + std::to_string(prepared_.size());
    if (PQsendPrepare(conn_, name.c_str(), sql.c_str(), parameters.count(),
                      parameters.types().data()) == 0) {
        return lost("the connection broke while sending");
    }
    if (auto failure = flush(deadline)) return failure;
    if (auto failure = finish(deadline, nullptr)) return failure;
    prepared_[sql] = name;
    return std::nullopt;
}

std::optional<Failure> Connection::run(const std::string& sql, const Parameters& parameters,
                                       Deadline deadline, const OnRow& on_row) {
    std::string name;
    if (auto failure = prepare(sql, parameters, deadline, name)) return failure;
    std::vector<const char*> values;
    std::vector<int> lengths;
    for (const std::string& value : parameters.values()) {
        values.push_back(value.data());
        lengths.push_back(static_cast<int>(value.size()));
    }
    const std::vector<int> formats(values.size(), 1);
    if (PQsendQueryPrepared(conn_, name.c_str(), parameters.count(), values.data(), lengths.data(),
                            formats.data(), 1) == 0) {
        return lost("the connection broke while sending");
    }
    if (on_row != nullptr) PQsetSingleRowMode(conn_);
    if (auto failure = flush(deadline)) return failure;
    return finish(deadline, on_row);
}

std::optional<Failure> Connection::run_script(const std::string& sql, Deadline deadline) {
    if (PQsendQuery(conn_, sql.c_str()) == 0) return lost("the connection broke while sending");
    if (auto failure = flush(deadline)) return failure;
    return finish(deadline, nullptr);
}

std::optional<Failure> Connection::begin_copy(const std::string& sql, Deadline deadline) {
    return run_script(sql, deadline);
}

std::optional<Failure> Connection::copy_chunk(std::string_view chunk, Deadline deadline) {
    for (;;) {
        const int sent = PQputCopyData(conn_, chunk.data(), static_cast<int>(chunk.size()));
        if (sent < 0) {
            // The server ended the COPY; what it said of it waits to be read.
            if (auto failure = finish(deadline, nullptr)) return failure;
            return lost("the server ended the COPY");
        }
        if (auto failure = flush(deadline)) return failure;
        if (sent == 1) return std::nullopt;
    }
}

std::optional<Failure> Connection::end_copy(Deadline deadline) {
    while (PQputCopyEnd(conn_, nullptr) == 0) {
        if (auto failure = flush(deadline)) return failure;
    }
    if (auto failure = flush(deadline)) return failure;
    return finish(deadline, nullptr);
}

bool Connection::idle() {
    if (PQstatus(conn_) != CONNECTION_OK || PQtransactionStatus(conn_) != PQTRANS_IDLE) {
        return false;
    }
    // The server speaks unasked to say goodbye; what it says when it stays is not worth parsing.
    pollfd entry{PQsocket(conn_), POLLIN, 0};
    return poll(&entry, 1, 0) == 0;
}

}  // namespace homing::postgres
