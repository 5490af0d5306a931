#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chains/proof.h"
#include "chains/xrpl/address.h"
#include "chains/xrpl/value.h"
#include "core/model/memo.h"
#include "core/time.h"

// What rippled's replies say, read but not yet judged.
namespace homing::xrpl {

struct LedgerFacts {
    std::uint64_t sequence = 0;
    std::string hash;
    std::string parent;
    Time closed{};
    bool is_validated = false;
};

// An asset by its name behind the network: "slip44:144", "token:USD.rIssuer", "mpt:<48 hex>".
using AssetName = std::string;
inline constexpr std::string_view kXrp = "slip44:144";

struct Value {
    AssetName asset;
    Signed amount;
};

// One entry of metadata's AffectedNodes, as far as it moves or describes value.
enum class NodeKind { kAccount, kTrustLine, kCheck, kEscrow, kChannel, kOther };
struct LedgerNode {
    NodeKind kind = NodeKind::kOther;
    bool is_deleted = false;
    std::optional<AccountId> account;      // owner of an account, check, escrow, channel
    std::optional<AccountId> destination;  // of a check, escrow, channel
    std::optional<std::uint32_t> tag;
    // Of an account in drops; of a trust line as its low account sees it.
    Signed before;
    Signed after;
    std::string currency;                // of a trust line
    std::optional<AccountId> low, high;  // of a trust line
};

struct TransactionFacts {
    std::string hash;
    std::string type;
    std::string result;                // "tesSUCCESS"
    std::optional<AccountId> account;  // none of pseudo-transactions
    std::optional<AccountId> destination;
    std::optional<std::uint32_t> tag;  // absent is not zero
    std::uint64_t flags = 0;
    Amount fee;
    std::vector<Memo> others;     // source tag, invoice, memos: never name a customer by themselves
    std::optional<Value> stated;  // Amount, or DeliverMax of API v2
    std::optional<Value> delivered;  // delivered_amount or DeliveredAmount
    std::vector<LedgerNode> nodes;
    std::optional<std::uint64_t> ledger;
    bool is_validated = false;
};

struct AccountFacts {
    Amount drops;
    bool is_master_disabled = false;
    std::string regular_key;
    std::vector<AccountSigners::Signer> signer_list;
    std::uint32_t quorum = 0;
};

struct TrustLineFacts {
    std::string currency;
    AccountId peer{};
    Signed balance;
};

struct ServerFacts {
    std::optional<std::uint64_t> network_id;
    std::string state;
};

}  // namespace homing::xrpl
