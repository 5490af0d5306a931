#include "chains/evm/agree.h"

#include <algorithm>

namespace homing::evm {
namespace {

// The transfers that both nodes can be held to.
std::vector<Transfer> comparable(const std::vector<Transfer>& transfers, TracedBy traced) {
    std::vector<Transfer> kept;
    const bool both = traced.a != TraceMethod::kNone && traced.b != TraceMethod::kNone;
    for (const Transfer& transfer : transfers) {
        if (transfer.kind == TransferKind::kInternal && !both) continue;
        kept.push_back(transfer);
        const bool same_paths = traced.a == traced.b;
        if (transfer.kind == TransferKind::kInternal && !same_paths) kept.back().index.clear();
    }
    std::sort(kept.begin(), kept.end(), [](const Transfer& x, const Transfer& y) {
        return std::tie(x.txid, x.index, x.asset, x.recipient, x.sender, x.units) <
               std::tie(y.txid, y.index, y.asset, y.recipient, y.sender, y.units);
    });
    return kept;
}

std::optional<std::string> transfer_difference(const std::vector<Transfer>& a,
                                               const std::vector<Transfer>& b, TracedBy traced) {
    const std::vector<Transfer> mine = comparable(a, traced);
    const std::vector<Transfer> yours = comparable(b, traced);
    const auto [left, right] = std::mismatch(mine.begin(), mine.end(), yours.begin(), yours.end());
    if (left == mine.end() && right == yours.end()) return std::nullopt;
    const Transfer& first = left != mine.end() ? *left : *right;
    return "transfer " + first.index + " of " + first.txid;
}

}  // namespace

std::optional<std::string> difference(const Block& a, const Block& b, TracedBy traced) {
    if (a.ref.hash != b.ref.hash) return "its hash: " + a.ref.hash + " and " + b.ref.hash;
    if (a.parent_hash != b.parent_hash) return "its parent";
    if (a.time != b.time) return "its time";
    if (a.transactions != b.transactions) return "its number of transactions";
    return transfer_difference(a.transfers, b.transfers, traced);
}

std::optional<std::string> difference(const TransactionView& a, const TransactionView& b,
                                      TracedBy traced) {
    if (a.block != b.block) return "its block";
    if (a.succeeded != b.succeeded) return "whether it succeeded";
    return transfer_difference(a.transfers, b.transfers, traced);
}

}  // namespace homing::evm
