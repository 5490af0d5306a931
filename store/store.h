#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/id.h"
#include "core/model/outbox.h"
#include "core/result.h"

// The front of the store: raw keys and values in one ordered space, one way to write. Typed records
// stand above it in store/tables.h; the backends (memory, RocksDB, PostgreSQL) below.
namespace homing {

// A value as stored: its body and the key's own version, 1 on first write and one more on each.
struct Stored {
    std::string body;
    std::uint64_t version = 0;

    bool operator==(const Stored&) const = default;
};

struct KeyValue {
    std::string key;
    Stored value;

    bool operator==(const KeyValue&) const = default;
};

// The commit fails unless the key is at this version; 0 means absent.
struct Expect {
    std::string key;
    std::uint64_t version = 0;
};

struct Put {
    std::string key;
    std::uint16_t schema = 0;  // of the body, written into the value's header
    std::string body;
};

// One write: whole or not at all. Every expectation, op_id included, is checked against the state
// it is applied to; a repeated op_id answers kOk with the first commit's number and changes
// nothing. A deleted key starts again at version 1. An outbox message's key is used once: kConflict
// otherwise. Putting an OutboxAck row takes its message from the outbox.
struct Commit {
    OpId op_id;
    std::vector<Expect> expects;
    std::vector<Put> puts;
    std::vector<std::string> dels;
    std::vector<std::string> audit;  // canonical JSON, one leaf of the log each, no personal data
    std::vector<OutboxMessage> outbox;
};

// What became of a commit. After kAmbiguous the caller reads op_id with find_commit before anything
// else; kConflict changed nothing; after kCorrupt the store takes no more writes. kInvalid: no
// store would take it (an empty op_id, a key twice, a system key, an over-long key or body).
enum class CommitOutcome { kOk, kConflict, kAmbiguous, kUnavailable, kCorrupt, kInvalid };

struct [[nodiscard]] CommitResult {
    CommitOutcome outcome = CommitOutcome::kUnavailable;
    std::string message;    // a sentence for all but kOk; names the key of a conflict
    bool repeated = false;  // kOk, and the op_id had been committed before
    // kOk: the commit's number in changes(); 0 from a backend that numbers it later (PostgreSQL).
    std::uint64_t sequence = 0;

    bool ok() const { return outcome == CommitOutcome::kOk; }
};

// A commit's outcome as an Error, for callers that only pass it on; kOk is a CHECK.
Error to_error(const CommitResult& result);

// What one commit changed, for those who follow the store: its number and the keys written.
struct Change {
    std::uint64_t sequence = 0;  // 1, 2, 3 … without gaps
    OpId op_id;
    std::vector<std::string> keys;  // put or deleted, in byte order
};

// A head of the audit log: how many leaves, and the RFC 9162 root over them.
struct LogHead {
    std::uint64_t size = 0;
    Hash root;

    bool operator==(const LogHead&) const = default;
};

// Reads of one moment. A Snapshot must not outlive its Store; any thread may use it.
class Reader {
  public:
    virtual ~Reader() = default;

    virtual Result<std::optional<Stored>> get(std::string_view key) const = 0;
    // In the order of the keys asked for.
    virtual Result<std::vector<std::optional<Stored>>> multi_get(
        const std::vector<std::string>& keys) const = 0;
    // At most `limit` entries in byte order whose key starts with the prefix and is > after (pass
    // "" for the first page).
    virtual Result<std::vector<KeyValue>> scan(std::string_view prefix, std::string_view after,
                                               std::size_t limit) const = 0;
};

// A table to ingest: entries in strictly rising byte order of their keys.
struct BulkTable {
    std::uint16_t schema = 0;
    // The next entry (key, body), or nullopt at the end. Called on the ingesting thread.
    std::function<std::optional<std::pair<std::string, std::string>>()> next;
};

// Where commits go and truth is read from. Thread-safe; reads see every commit answered kOk.
class Store : public Reader {
  public:
    // Queues the commit behind earlier ones; the future is ready once it is durable or refused.
    virtual std::future<CommitResult> submit(Commit commit) = 0;
    CommitResult commit(Commit commit) { return submit(std::move(commit)).get(); }

    // Whether an op_id was committed: yes, no, or an Error (then it is still unknown).
    virtual Result<bool> find_commit(const OpId& op_id) const = 0;

    virtual Result<std::unique_ptr<Reader>> snapshot() const = 0;
    // Numbered changes with sequence > after, at most `limit`, oldest first.
    virtual Result<std::vector<Change>> changes(std::uint64_t after, std::size_t limit) const = 0;

    // Loads sorted tables beside the live keys and makes them visible at once by one commit that
    // flips the generation row, or not at all. Answers the number of entries. kConflict when a key
    // is out of order or exists already; the sentence names it.
    virtual Result<std::uint64_t> ingest(const std::string& generation,
                                         std::vector<BulkTable> tables) = 0;

    // The audit log: its head, a leaf, and the proofs of RFC 9162 as lists of hashes.
    virtual Result<LogHead> log_head() const = 0;
    virtual Result<std::vector<std::string>> log_entries(std::uint64_t from,
                                                         std::size_t limit) const = 0;
    virtual Result<std::vector<Hash>> inclusion_proof(std::uint64_t index,
                                                      std::uint64_t size) const = 0;
    virtual Result<std::vector<Hash>> consistency_proof(std::uint64_t from,
                                                        std::uint64_t to) const = 0;

    // The undelivered outbox, oldest first: messages whose key has no acknowledgement yet.
    virtual Result<std::vector<OutboxMessage>> outbox(std::size_t limit) const = 0;

    // Made once, when the store was created.
    virtual StoreId id() const = 0;

    // A consistent copy in an empty or absent folder; kInvalid where a backend has its own tools.
    virtual Result<void> checkpoint(const std::string& folder) = 0;
};

// The store that keeps everything in memory: the model the others are compared with, and the store
// of unit tests.
std::unique_ptr<Store> make_memory_store(const StoreId& id);

}  // namespace homing
