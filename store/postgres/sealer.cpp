#include "store/postgres/sealer.h"

#include <map>

#include "core/crypto/aead.h"
#include "store/merkle.h"
#include "store/postgres/lists.h"

namespace homing::postgres {

namespace {

constexpr const char* kTakeLease =
    "UPDATE sealer SET holder = $1, expires = clock_timestamp() + $2 * interval '1 millisecond',"
    " fence = CASE WHEN holder = $1 THEN fence ELSE fence + 1 END"
    " WHERE id = 1 AND (holder = $1 OR expires < clock_timestamp()) RETURNING sequence, leaves";
constexpr const char* kQueued = "SELECT op_id, keys, leaves FROM queue ORDER BY at, op_id LIMIT $1";
constexpr const char* kFrontier =
    "SELECT n.level, n.position, n.hash FROM unnest($1, $2) AS u (level, position)"
    " JOIN node n ON n.level = u.level AND n.position = u.position";
constexpr const char* kSeal = "SELECT seal_1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

struct Queued {
    std::string op_id;
    std::string keys;
    std::string leaves;
};

std::string to_bytes(const Hash& hash) {
    return std::string(as_text(hash.bytes));
}

// The known nodes of the tree that a sealing touches.
class Frontier {
  public:
    // The complete subtrees of a tree of `size` leaves: one for each bit of it.
    std::optional<Failure> load(Connection& connection, std::uint64_t size, Deadline deadline) {
        std::vector<std::int64_t> levels;
        std::vector<std::int64_t> positions;
        for (unsigned level = 0; level < 63; ++level) {
            if ((size >> level & 1) == 0) continue;
            levels.push_back(level);
            positions.push_back(to_bigint((size >> level) - 1));
        }
        if (levels.empty()) return std::nullopt;
        return connection.run(kFrontier, Parameters().add(levels).add(positions), deadline,
                              [&](const Row& row) {
                                  Hash hash;
                                  const std::string_view bytes = row.bytes(2);
                                  if (bytes.size() != Hash::kSize) return;
                                  std::copy(bytes.begin(), bytes.end(), hash.bytes.begin());
                                  add({static_cast<unsigned>(row.number(0)),
                                       static_cast<std::uint64_t>(row.number(1)), hash});
                              });
    }
    void add(const MerkleNode& node) { nodes_[{node.level, node.index}] = node.hash; }
    Result<Hash> find(unsigned level, std::uint64_t index) const {
        const auto found = nodes_.find({level, index});
        if (found != nodes_.end()) return found->second;
        return corrupt("audit log: node " + std::to_string(level) + "/" + std::to_string(index) +
                       " is missing");
    }

  private:
    std::map<std::pair<unsigned, std::uint64_t>, Hash> nodes_;
};

// What one sealing writes, in the order of seal_1's arguments.
struct Sealing {
    std::vector<std::string> ops;
    std::vector<std::int64_t> sequences;
    std::vector<std::string> keys;
    std::vector<std::int64_t> numbers;
    std::vector<std::string> entries;
    std::vector<std::int64_t> levels;
    std::vector<std::int64_t> positions;
    std::vector<std::string> hashes;
    std::uint64_t sequence = 0;
    std::uint64_t leaves = 0;

    Result<void> add(Queued queued, Frontier& frontier) {
        Result<std::vector<std::string>> unpacked = unpack(queued.leaves);
        if (!unpacked) return unpacked.error();
        for (std::string& entry : *unpacked) {
            if (Result<void> added = add_leaf(std::move(entry), frontier); !added) return added;
        }
        ops.push_back(std::move(queued.op_id));
        keys.push_back(std::move(queued.keys));
        sequences.push_back(to_bigint(++sequence));
        return {};
    }

    Result<void> add_leaf(std::string entry, Frontier& frontier) {
        const Result<std::vector<MerkleNode>> nodes = merkle_append(
            leaves, merkle_leaf(entry),
            [&](unsigned level, std::uint64_t index) { return frontier.find(level, index); });
        if (!nodes) return nodes.error();
        for (const MerkleNode& node : *nodes) {
            frontier.add(node);
            levels.push_back(node.level);
            positions.push_back(to_bigint(node.index));
            hashes.push_back(to_bytes(node.hash));
        }
        numbers.push_back(to_bigint(leaves++));
        entries.push_back(std::move(entry));
        return {};
    }

    Parameters parameters() const {
        Parameters all;
        all.add(ops).add(sequences).add(keys).add(numbers).add(entries);
        all.add(levels).add(positions).add(hashes);
        all.add(to_bigint(sequence)).add(to_bigint(leaves));
        return all;
    }
};

std::string random_name() {
    ByteArray<16> name;
    random_bytes(name);
    return std::string(as_text(name));
}

}  // namespace

Sealer::Sealer(ConnectionOptions options)
    : timeout_(options.timeout),
      pool_(std::move(options), Role::kSeal, 1),
      holder_(random_name()),
      thread_([this] { work(); }) {}

Sealer::~Sealer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    poked_.notify_all();
    thread_.join();
    give_up();
}

void Sealer::give_up() {
    const Deadline deadline = std::chrono::steady_clock::now() + kLease;
    const Result<Lease> connection = pool_.take(deadline);
    if (!connection) return;
    // Best effort: without it the lease runs out by itself.
    (void)(*connection)
        ->run("UPDATE sealer SET expires = clock_timestamp() WHERE holder = $1",
              Parameters().add(holder_), deadline);
}

void Sealer::poke() {
    {
        const std::lock_guard lock(mutex_);
        work_waits_ = true;
    }
    poked_.notify_one();
}

void Sealer::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        poked_.wait_for(lock, kPoll, [this] { return work_waits_ || stopping_; });
        work_waits_ = false;
        lock.unlock();
        // A failure here is met again, and told, by whoever reads the log; the next turn tries
        // again.
        const Result<void> sealed = seal_now();
        if (!sealed) std::this_thread::sleep_for(std::chrono::milliseconds(50));
        lock.lock();
    }
}

Result<void> Sealer::seal_now() {
    const std::lock_guard sealing(sealing_);
    const Deadline deadline = std::chrono::steady_clock::now() + timeout_;
    Result<Lease> connection = pool_.take(deadline);
    if (!connection) return connection.error();
    for (;;) {
        const Result<Step> done = step(**connection, deadline);
        if (!done) return done.error();
        if (*done != Step::kMore) return {};
    }
}

Result<Sealer::Step> Sealer::step(Connection& connection, Deadline deadline) {
    bool queued = false;
    if (auto failure = connection.run("SELECT 1 FROM queue LIMIT 1", {}, deadline,
                                      [&](const Row&) { queued = true; })) {
        return to_error(*failure);
    }
    if (!queued) return Step::kIdle;
    if (auto failure = connection.run_script("BEGIN", deadline)) return to_error(*failure);
    Result<Step> sealed = seal_batch(connection, deadline);
    const bool keep = sealed && *sealed != Step::kNotOurs;
    if (auto failure = connection.run_script(keep ? "COMMIT" : "ROLLBACK", deadline)) {
        return to_error(*failure);
    }
    return sealed;
}

Result<Sealer::Step> Sealer::seal_batch(Connection& connection, Deadline deadline) {
    Sealing sealing;
    bool ours = false;
    if (auto failure = connection.run(
            kTakeLease, Parameters().add(holder_).add(static_cast<std::int64_t>(kLease.count())),
            deadline, [&](const Row& row) {
                ours = true;
                sealing.sequence = static_cast<std::uint64_t>(row.number(0));
                sealing.leaves = static_cast<std::uint64_t>(row.number(1));
            })) {
        // Another process took it in this very moment.
        if (failure->kind == FailureKind::kRetry) return Step::kNotOurs;
        return to_error(*failure);
    }
    if (!ours) return Step::kNotOurs;
    std::vector<Queued> batch;
    if (auto failure =
            connection.run(kQueued, Parameters().add(kBatch), deadline, [&](const Row& row) {
                batch.push_back({std::string(row.bytes(0)), std::string(row.bytes(1)),
                                 std::string(row.bytes(2))});
            })) {
        return to_error(*failure);
    }
    Frontier frontier;
    if (auto failure = frontier.load(connection, sealing.leaves, deadline)) {
        return to_error(*failure);
    }
    for (Queued& queued : batch) {
        if (Result<void> added = sealing.add(std::move(queued), frontier); !added) {
            return added.error();
        }
    }
    if (auto failure = connection.run(kSeal, sealing.parameters(), deadline)) {
        return to_error(*failure);
    }
    return static_cast<std::int64_t>(batch.size()) == kBatch ? Step::kMore : Step::kIdle;
}

}  // namespace homing::postgres
