#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chains/stellar/address.h"
#include "core/amount.h"
#include "core/model/memo.h"
#include "core/time.h"

// What Horizon's replies say, read but not yet judged.
namespace homing::stellar {

struct LedgerFacts {
    std::uint64_t sequence = 0;
    std::string hash;
    std::string parent;
    Time closed{};
    std::uint64_t transactions = 0;  // successful ones
    std::uint64_t operations = 0;    // of successful transactions
};

struct TransactionFacts {
    std::string hash;   // of the fee bump, where there is one
    std::string inner;  // of what was bumped; else empty
    bool successful = false;
    std::uint64_t ledger = 0;
    std::optional<Memo> memo;
};

// "native" or "CODE-ISSUER".
using AssetName = std::string;

enum class OperationKind {
    kPayment,        // payment, both path payments: what arrived, in the asset that arrived
    kCreateAccount,  // starting balance
    kMerge,          // amount in its effects
    kClaim,          // of a claimable balance; amount in its effects
    kClawback,       // takes away
    kOther,
};

struct OperationFacts {
    std::uint64_t id = 0;  // ledger, transaction's place, operation's place from 1
    std::string txid;      // as the node names it
    TransactionFacts transaction;
    OperationKind kind = OperationKind::kOther;
    std::optional<Account> from;  // none for claims and what we do not read
    std::optional<Account> to;
    AssetName asset;  // empty where effects tell
    Amount units;

    std::uint64_t ledger() const { return id >> 32; }
    std::uint64_t position() const { return (id & 0xfff) - 1; }  // within its transaction
};

// Value that an account received, as an operation's effects say.
struct Credit {
    AccountKey account{};
    AssetName asset;
    Amount units;
};

struct BalanceFacts {
    AssetName asset;
    Amount units;
    std::uint64_t last_modified = 0;  // ledger
};

struct AccountFacts {
    std::vector<AccountSigners::Signer> signers;
    std::uint32_t medium_threshold = 0;
    std::uint64_t last_modified = 0;
    std::vector<BalanceFacts> balances;
};

struct RootFacts {
    std::string passphrase;
    std::uint64_t elder = 0;  // the oldest ledger it keeps
    std::uint64_t latest = 0;
};

}  // namespace homing::stellar
