#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/model/case.h"
#include "core/model/case_entry.h"
#include "core/model/challenge.h"
#include "core/model/claim.h"
#include "core/model/cursor.h"
#include "core/model/custody.h"
#include "core/model/decision.h"
#include "core/model/deposit.h"
#include "core/model/evidence.h"
#include "core/model/hold.h"
#include "core/model/label.h"
#include "core/model/ledger.h"
#include "core/model/match_run.h"
#include "core/model/policy.h"
#include "core/model/search.h"
#include "store/codec.h"
#include "store/store.h"

// Typed tables over the raw key space. Each record type has one row kind: a first key byte, a
// schema number, a primary key, and secondary keys that follow from the record alone, so that no
// caller can forget one. Layout: docs/store.md.
namespace homing {

// First byte of every key. Stored; never renumber.
enum class TableTag : std::uint8_t {
    kMeta = 0x01,
    kAccount = 0x10,
    kCustodyAddress = 0x11,
    kRoute = 0x12,
    kAsset = 0x13,
    kPrice = 0x14,
    kPastCredit = 0x15,
    kAddressLabel = 0x16,
    kWithdrawal = 0x17,
    kCursor = 0x20,
    kHeader = 0x21,
    kRescan = 0x22,
    kDeposit = 0x30,
    kEvidence = 0x31,
    kDecision = 0x32,
    kClaim = 0x33,
    kCase = 0x34,
    kRuling = 0x35,
    kChallenge = 0x36,
    kCaseEntry = 0x37,
    kCredit = 0x40,
    kPosting = 0x41,
    kBalance = 0x42,
    kHold = 0x43,
    kPolicy = 0x44,
    kSearch = 0x45,
    kMatchRun = 0x46,
    kOutboxAck = 0x50,
    kIndex =
        0x60,  // all secondary keys: kIndex ‖ IndexTag ‖ index fields ‖ primary key ‖ its length
    kSystem = 0xf0,  // the backends' own rows: op ids, changes, audit log, outbox, generations
};

enum class IndexTag : std::uint8_t {
    kRouteByFingerprint = 0x01,     // fingerprint, memo → routes
    kDepositByState = 0x02,         // state → deposits
    kDepositByTxid = 0x03,          // network, txid → deposits
    kDepositByHeight = 0x04,        // network, height → deposits
    kClaimByTxid = 0x05,            // network, txid → claims
    kClaimByAccount = 0x06,         // account → claims
    kCaseByState = 0x07,            // state, due time → cases
    kPastCreditBySender = 0x08,     // fingerprint → past credits
    kClaimByDeposit = 0x09,         // deposit → claims
    kCaseByLook = 0x0a,             // time to look again → open cases
    kWithdrawalByRecipient = 0x0b,  // fingerprint, time → withdrawals
    kDepositBelowMinimum = 0x0c,    // owner, asset, height → deposits that wait or were credited
};

// A record with the version its row had when it was read.
template <IsRecord Record>
struct Versioned {
    Record record;
    std::uint64_t version = 0;
};

// What a table must tell; specialised for each record type in store/schema.h.
template <IsRecord Record>
struct TableOf;  // static constexpr TableTag kTag; static constexpr std::uint16_t kSchema;
                 // static std::string key(const Record&);   (full key, tag included)
                 // static std::vector<std::string> index_keys(const Record&);   (full keys)

// nullopt when there is no such row; kCorrupt when it cannot be read.
template <IsRecord Record>
Result<std::optional<Versioned<Record>>> load(const Reader& reader, const std::string& key);

// The schema number of secondary keys; their values have no body.
inline constexpr std::uint16_t kIndexSchema = 0x6001;

// All rows under a primary-key prefix, in key order, at most `limit`.
template <IsRecord Record>
Result<std::vector<Versioned<Record>>> load_all(const Reader& reader, const std::string& prefix,
                                                std::size_t limit = SIZE_MAX);

// The records an index prefix points at, in index order, at most `limit`, whose index key is >
// after.
template <IsRecord Record>
Result<std::vector<Versioned<Record>>> load_by_index(const Reader& reader,
                                                     const std::string& index_prefix,
                                                     std::size_t limit = SIZE_MAX,
                                                     const std::string& after = "");

// A commit being put together from records. Secondary keys and expectations follow from the
// records; touching the same row twice is a CHECK.
class CommitBuilder {
  public:
    explicit CommitBuilder(OpId op_id) { commit_.op_id = op_id; }

    // The row must not exist.
    template <IsRecord Record>
    void insert(const Record& record);
    // The row must still be as it was read; its primary key must not change.
    template <IsRecord Record>
    void update(const Versioned<Record>& before, const Record& after);
    template <IsRecord Record>
    void erase(const Versioned<Record>& before);
    // Nothing is written, but the row must still be as it was read.
    template <IsRecord Record>
    void expect_unchanged(const Versioned<Record>& before);

    void audit(std::string canonical_json) { commit_.audit.push_back(std::move(canonical_json)); }
    void send(OutboxMessage message) { commit_.outbox.push_back(std::move(message)); }

    bool empty() const { return commit_.puts.empty() && commit_.dels.empty(); }
    Commit take() && { return std::move(commit_); }

  private:
    // Expects the row at this version; answers its key.
    const std::string& touch(std::string key, std::uint64_t version);

    Commit commit_;
    std::unordered_set<std::string> touched_;
};

}  // namespace homing

#include "store/schema.h"
#include "store/tables_impl.h"
