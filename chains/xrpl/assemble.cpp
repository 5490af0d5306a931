#include "chains/xrpl/assemble.h"

#include <algorithm>

namespace homing::xrpl {
namespace {

constexpr std::uint64_t kPartialPayment = 0x0002'0000;  // tfPartialPayment

// What an account gained or lost, as its own balances say.
struct Change {
    AccountId account{};
    AssetName asset;
    Signed by;
    std::size_t node = 0;  // place in the metadata
};

struct Movement {
    std::optional<AccountId> from;
    AccountId to{};
    std::optional<std::uint32_t> tag;
    Value value;
    std::string index;
    std::string refused_by;
};

// A trust line seen from one end: what the other end owes. Where this end owes, it is the issuer.
void add_line(const LedgerNode& line, std::size_t place, bool from_high,
              std::vector<Change>* changes) {
    const Signed before = from_high ? line.before.negated() : line.before;
    const Signed after = from_high ? line.after.negated() : line.after;
    const AccountId& self = from_high ? *line.high : *line.low;
    const AccountId& other = from_high ? *line.low : *line.high;
    const bool is_issuer = before.is_negative || after.is_negative;
    changes->push_back({self, "token:" + line.currency + "." + to_classic(is_issuer ? self : other),
                        subtract(after, before), place});
}

std::vector<Change> changes_of(const TransactionFacts& transaction) {
    std::vector<Change> changes;
    for (std::size_t place = 0; place < transaction.nodes.size(); ++place) {
        const LedgerNode& node = transaction.nodes[place];
        if (node.kind == NodeKind::kAccount && node.account) {
            Signed after = node.after;
            // A deleted account's last balance went out in the same transaction.
            if (node.is_deleted) after = {};
            Signed by = subtract(after, node.before);
            if (node.account == transaction.account) {
                by = subtract(by, Signed{true, transaction.fee, true});
            }
            changes.push_back({*node.account, std::string(kXrp), by, place});
        }
        if (node.kind == NodeKind::kTrustLine) {
            add_line(node, place, false, &changes);
            add_line(node, place, true, &changes);
        }
    }
    return changes;
}

// What an account's balances of one asset rose by.
Signed rise_of(const std::vector<Change>& changes, const AccountId& account,
               const AssetName& asset) {
    Signed sum;
    for (const Change& change : changes) {
        if (change.account == account && change.asset == asset) {
            sum = subtract(sum, change.by.negated());
            sum.is_exact = sum.is_exact && change.by.is_exact;
        }
    }
    return sum;
}

// X1: what arrived, not what was stated.
std::optional<Movement> read_payment(const TransactionFacts& transaction,
                                     const std::vector<Change>& changes) {
    if (!transaction.destination || transaction.destination == transaction.account) return {};
    Movement movement{transaction.account, *transaction.destination, transaction.tag, {}, "tx", {}};
    const bool is_partial = (transaction.flags & kPartialPayment) != 0;
    if (transaction.delivered) {
        movement.value = *transaction.delivered;
    } else if (transaction.stated) {
        movement.value = *transaction.stated;
        if (is_partial) {
            movement.value.amount = rise_of(changes, movement.to, movement.value.asset);
        }
    }
    const bool is_xrp = movement.value.asset == kXrp;
    const Signed rise = rise_of(changes, movement.to, movement.value.asset);
    if (is_xrp && (rise.is_negative || rise.units != movement.value.amount.units)) {
        movement.refused_by = "X1";
        if (movement.value.amount.units.is_zero()) movement.value = *transaction.stated;
    }
    return movement;
}

// X2: the amount stands in the transaction and moved nowhere.
std::optional<Movement> read_failed(const TransactionFacts& transaction) {
    if (!transaction.destination || !transaction.stated || !transaction.account) return {};
    if (transaction.type != "Payment" || transaction.destination == transaction.account) return {};
    return Movement{transaction.account,
                    *transaction.destination,
                    transaction.tag,
                    *transaction.stated,
                    "tx",
                    "X2"};
}

// The check, escrow or channel that a transaction used up or drew on: who made it, for whom.
const LedgerNode* object_for(const TransactionFacts& transaction, const AccountId& to) {
    const auto found = std::ranges::find_if(transaction.nodes, [&](const LedgerNode& node) {
        const bool is_object = node.kind == NodeKind::kCheck || node.kind == NodeKind::kEscrow ||
                               node.kind == NodeKind::kChannel;
        return is_object && node.destination == to;
    });
    return found == transaction.nodes.end() ? nullptr : &*found;
}

// X4: every gain of an account that lost nothing else is a payment to it.
std::vector<Movement> read_changes(const TransactionFacts& transaction,
                                   const std::vector<Change>& changes) {
    std::vector<Movement> movements;
    for (const Change& change : changes) {
        if (!change.by.is_positive()) continue;
        const bool is_trade = std::ranges::any_of(changes, [&](const Change& other) {
            return other.account == change.account && other.by.is_negative;
        });
        if (is_trade) continue;
        Movement movement;
        movement.to = change.account;
        movement.value = {change.asset, change.by};
        movement.index = "node:" + std::to_string(change.node);
        if (const LedgerNode* object = object_for(transaction, change.account)) {
            movement.from = object->account;
            movement.tag = object->tag;
        } else {
            if (transaction.account != change.account) movement.from = transaction.account;
            if (transaction.destination == change.account) movement.tag = transaction.tag;
        }
        if (movement.from == movement.to) continue;  // one's own escrow or channel, back
        movements.push_back(std::move(movement));
    }
    return movements;
}

std::vector<Movement> movements_of(const TransactionFacts& transaction) {
    if (transaction.result != "tesSUCCESS") {
        const auto failed = read_failed(transaction);
        return failed ? std::vector{*failed} : std::vector<Movement>();
    }
    const std::vector<Change> changes = changes_of(transaction);
    if (transaction.type != "Payment") return read_changes(transaction, changes);
    const auto payment = read_payment(transaction, changes);
    return payment ? std::vector{*payment} : std::vector<Movement>();
}

Result<Transfer> to_transfer(const NetworkId& network, const TransactionFacts& transaction,
                             const Movement& movement) {
    Result<AssetId> asset = AssetId::parse(network.str() + "/" + movement.value.asset);
    if (!asset) return asset.error();
    Transfer transfer;
    transfer.network = network;
    transfer.txid = transaction.hash;
    transfer.index = movement.index;
    transfer.kind = TransferKind::kPayment;
    transfer.asset = *std::move(asset);
    transfer.units = movement.value.amount.units;
    transfer.recipient = to_fingerprint(movement.to);
    transfer.recipient_address = to_classic(movement.to);
    if (movement.from) {
        transfer.sender = to_fingerprint(*movement.from);
        transfer.sender_address = to_classic(*movement.from);
    }
    if (movement.tag) transfer.memo = Memo{MemoKind::kTag, std::to_string(*movement.tag)}.str();
    for (const Memo& other : transaction.others) transfer.other_memos.push_back(other.str());
    transfer.refused_by = movement.refused_by;
    if (transfer.refused_by.empty() && !movement.value.amount.is_exact) transfer.refused_by = "X5";
    return transfer;
}

}  // namespace

Result<TransfersOf> to_transfers(const NetworkId& network, const TransactionFacts& transaction,
                                 const CustodyFilter* filter) {
    TransfersOf result;
    const auto holds = [&](const AccountId& account) {
        return filter == nullptr || filter->may_contain(to_fingerprint(account));
    };
    for (const Movement& movement : movements_of(transaction)) {
        const Signed& amount = movement.value.amount;
        if (amount.is_negative || (amount.units.is_zero() && amount.is_exact)) continue;
        ++result.seen;
        if (!holds(movement.to) && !(movement.from && holds(*movement.from))) continue;
        Result<Transfer> transfer = to_transfer(network, transaction, movement);
        if (!transfer) return transfer.error();
        result.transfers.push_back(*std::move(transfer));
    }
    return result;
}

}  // namespace homing::xrpl
