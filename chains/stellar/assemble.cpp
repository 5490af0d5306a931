#include "chains/stellar/assemble.h"

#include "chains/stellar/memo.h"

namespace homing::stellar {
namespace {

// Where a clawback's tokens go: to their issuer, who burns them.
Result<Account> issuer_of(const AssetName& asset) {
    return parse_account(std::string_view(asset).substr(asset.find('-') + 1));
}

// A claim's memo is the claimant's own, never the sender's.
PaymentMemo memo_of(const OperationFacts& operation) {
    const std::optional<std::uint64_t> muxed =
        operation.to ? operation.to->muxed_id : std::optional<std::uint64_t>();
    PaymentMemo memo = combine(operation.transaction.memo, muxed);
    if (operation.kind == OperationKind::kClaim && memo.memo) {
        memo.others.push_back(*memo.memo);
        memo.memo.reset();
    }
    return memo;
}

}  // namespace

bool moves_value(const OperationFacts& operation) {
    return operation.kind != OperationKind::kOther;
}

bool needs_effects(const OperationFacts& operation) {
    return operation.kind == OperationKind::kMerge || operation.kind == OperationKind::kClaim;
}

bool concerns(const OperationFacts& operation, const CustodyFilter& filter) {
    const auto holds = [&](const std::optional<Account>& party) {
        return party && filter.may_contain(to_fingerprint(party->key));
    };
    return holds(operation.to) || holds(operation.from);
}

Result<void> apply_effects(const std::vector<Credit>& credits, OperationFacts* operation) {
    const Credit* found = nullptr;
    for (const Credit& credit : credits) {
        if (credit.account != operation->to->key) continue;
        if (found != nullptr) return invalid("its effects credit the recipient twice");
        found = &credit;
    }
    if (found == nullptr) return invalid("its effects do not credit the recipient");
    operation->asset = found->asset;
    operation->units = found->units;
    return {};
}

Result<std::optional<Transfer>> to_transfer(const NetworkId& network,
                                            const OperationFacts& operation) {
    std::optional<Account> to = operation.to;
    if (operation.kind == OperationKind::kClawback) {
        const Result<Account> issuer = issuer_of(operation.asset);
        if (!issuer) return issuer.error();
        to = *issuer;
    }
    const bool to_itself = operation.from && operation.from->key == to->key;
    if (operation.units.is_zero() || to_itself) return std::optional<Transfer>();
    const bool native = operation.asset == "native";
    Result<AssetId> asset =
        AssetId::parse(network.str() + (native ? "/slip44:148" : "/asset:" + operation.asset));
    if (!asset) return asset.error();
    Transfer transfer;
    transfer.network = network;
    transfer.txid = operation.transaction.hash;
    transfer.index = "op:" + std::to_string(operation.position());
    transfer.kind = TransferKind::kPayment;
    transfer.asset = *std::move(asset);
    transfer.units = operation.units;
    transfer.recipient = to_fingerprint(to->key);
    transfer.recipient_address = format_account({to->key, {}});
    if (operation.from) {
        transfer.sender = to_fingerprint(operation.from->key);
        transfer.sender_address = format_account(*operation.from);
    }
    const PaymentMemo memo = memo_of(operation);
    if (memo.memo) transfer.memo = memo.memo->str();
    for (const Memo& other : memo.others) transfer.other_memos.push_back(other.str());
    if (!operation.transaction.successful) {
        transfer.refused_by = "L1";
    } else if (operation.kind == OperationKind::kClawback) {
        transfer.refused_by = "L3";
    }
    return std::optional(std::move(transfer));
}

}  // namespace homing::stellar
