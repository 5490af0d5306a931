#include "store/postgres/ingest.h"

#include "core/crypto/aead.h"
#include "store/commit_plan.h"
#include "store/key.h"
#include "store/postgres/committer.h"
#include "store/postgres/reads.h"
#include "store/system_rows.h"

namespace homing::postgres {

namespace {

// Rows are sent in pieces of about this many bytes.
constexpr std::size_t kChunk = 1 << 20;

Deadline within_timeout(const ConnectionOptions& options) {
    return std::chrono::steady_clock::now() + options.timeout;
}

// COPY's binary form of one row (key, value, version): a count of columns, then each with its
// length.
void append_row(std::string& out, std::string_view key, std::string_view value) {
    append_big_endian<std::uint16_t>(out, 3);
    append_big_endian(out, static_cast<std::uint32_t>(key.size()));
    out += key;
    append_big_endian(out, static_cast<std::uint32_t>(value.size()));
    out += value;
    append_big_endian<std::uint32_t>(out, 8);
    append_big_endian<std::uint64_t>(out, 1);
}

std::string copy_header() {
    std::string out("PGCOPY\n\377\r\n\0", 11);
    append_big_endian<std::uint32_t>(out, 0);  // flags
    append_big_endian<std::uint32_t>(out, 0);  // length of the header's extension
    return out;
}

Error to_ingest_error(const Failure& failure) {
    if (failure.sqlstate != "23505") return to_error(failure);
    // "Key (key)=(\\x1234) already exists."
    const std::size_t start = failure.detail.find("\\x");
    const std::size_t end = failure.detail.find(')', start);
    if (start == std::string::npos || end == std::string::npos) return conflict(failure.detail);
    const Result<Bytes> key = parse_hex(failure.detail.substr(start + 2, end - start - 2));
    return key ? key_exists(as_text(*key)) : conflict(failure.detail);
}

class Ingest {
  public:
    Ingest(const ConnectionOptions& options, Connection& connection)
        : options_(options), connection_(connection) {}

    Result<std::uint64_t> run(const std::string& generation, std::vector<BulkTable>& tables) {
        if (auto failure = connection_.run_script("BEGIN; SET LOCAL statement_timeout = 0",
                                                  within_timeout(options_))) {
            return to_error(*failure);
        }
        if (auto failure = connection_.begin_copy("COPY kv FROM STDIN (FORMAT binary)",
                                                  within_timeout(options_))) {
            return to_error(*failure);
        }
        chunk_ = copy_header();
        for (BulkTable& table : tables) {
            if (Result<void> sent = send(table); !sent) return sent.error();
        }
        append_big_endian<std::uint16_t>(chunk_, 0xffff);
        if (auto failure = connection_.copy_chunk(chunk_, within_timeout(options_))) {
            return to_ingest_error(*failure);
        }
        if (auto failure = connection_.end_copy(within_timeout(options_))) {
            return to_ingest_error(*failure);
        }
        return flip(generation);
    }

  private:
    Result<void> send(BulkTable& table) {
        std::string last;
        while (auto entry = table.next()) {
            auto& [key, body] = *entry;
            if (Result<void> good = check_bulk_entry(last, key, body); !good) return good;
            append_row(chunk_, key, to_column(key, table.schema, body));
            ++entries_;
            last = std::move(key);
            if (chunk_.size() < kChunk) continue;
            if (auto failure = connection_.copy_chunk(chunk_, within_timeout(options_))) {
                return to_ingest_error(*failure);
            }
            chunk_.clear();
        }
        return {};
    }

    // The generation's row, its change and its number, as commit_1 writes them.
    Result<std::uint64_t> flip(const std::string& generation) {
        const Deadline deadline = within_timeout(options_);
        const std::string key = generation_row_key(generation);
        const Result<std::optional<Stored>> row = read_one(connection_, key, deadline);
        if (!row) return row.error();
        Commit commit;
        random_bytes(commit.op_id.bytes);
        const std::uint64_t loads = *row ? (*row)->version : 0;
        commit.expects.push_back({key, loads});
        Put put{key, kSystemSchema, {}};
        append_big_endian(put.body, loads + 1);
        append_big_endian(put.body, entries_);
        commit.puts.push_back(std::move(put));
        const Parameters parameters = to_parameters(commit.op_id, 0, arrange(commit, {key}));
        if (auto failure = connection_.run(kCommitCall, parameters, deadline)) {
            return to_error(*failure);
        }
        if (auto failure = connection_.run_script("COMMIT", deadline)) return to_error(*failure);
        return entries_;
    }

    const ConnectionOptions& options_;
    Connection& connection_;
    std::string chunk_;
    std::uint64_t entries_ = 0;
};

}  // namespace

Result<std::uint64_t> ingest(const ConnectionOptions& options, const std::string& generation,
                             std::vector<BulkTable> tables) {
    // A connection of its own: closing it in the middle takes back what was copied.
    Result<std::unique_ptr<Connection>> connection =
        Connection::open(options, Role::kSeal, within_timeout(options));
    if (!connection) return connection.error();
    return Ingest(options, **connection).run(generation, tables);
}

}  // namespace homing::postgres
