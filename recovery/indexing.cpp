#include "recovery/indexing.h"

#include <set>

#include "recovery/books.h"
#include "recovery/cases.h"
#include "recovery/claims.h"
#include "recovery/deciding.h"
#include "recovery/disputes.h"
#include "recovery/machines.h"

namespace homing {
namespace {

std::string name_of(const NetworkId& network, const BlockRef& block) {
    return network.str() + " block " + std::to_string(block.height) + " (" +
           block.hash.substr(0, 80) + ")";
}

Result<void> check_block(const Block& block) {
    if (block.network.empty() || block.ref.hash.empty()) {
        return invalid("block: network or hash is missing");
    }
    std::set<DepositId> seen;
    for (const Transfer& transfer : block.transfers) {
        if (transfer.network != block.network) {
            return invalid(name_of(block.network, block.ref) + ": holds a transfer of " +
                           transfer.network.str());
        }
        if (!seen.insert(deposit_id(transfer)).second) {
            return invalid(name_of(block.network, block.ref) + ": states transfer " +
                           transfer.txid.substr(0, 80) + " " + transfer.index + " twice");
        }
    }
    return {};
}

bool is_known_block(Draft& draft, const Block& block) {
    const auto header = draft.get<Header>(header_key(block.network, block.ref.height));
    return header && header->block == block.ref;
}

// nullopt: it follows. An empty sentence: it is applied already.
std::optional<std::string> why_not_next(Draft& draft, const Block& block, const Cursor& cursor) {
    if (block.ref.height <= cursor.block.height) {
        if (is_known_block(draft, block)) return std::string();
        return name_of(block.network, block.ref) +
               " is not the one that was applied at its "
               "height; undo first";
    }
    if (block.ref.height != cursor.block.height + 1) {
        return name_of(block.network, block.ref) + " leaves a gap behind block " +
               std::to_string(cursor.block.height);
    }
    if (block.parent_hash != cursor.block.hash) {
        return name_of(block.network, block.ref) +
               " has another parent than the last applied "
               "block " +
               cursor.block.hash.substr(0, 80) + "; undo first";
    }
    return std::nullopt;
}

void include_again(Draft& draft, Deposit& deposit, const Block& block, Time now) {
    deposit.block = block.ref;
    deposit.block_time = block.time;
    deposit.state = *next_state(deposit.state, DepositEvent::kInclude);
    if (!deposit.reversal_open) return;
    deposit.reversal_open = false;
    close_case(draft, deposit, "included_again", now);
}

bool is_waiting_for_inclusion(const Deposit& deposit) {
    return deposit.state == DepositState::kVanished || deposit.reversal_open;
}

// A known deposit: nothing new, or included again. Content that changed on the way is a person's.
bool index_known(Draft& draft, const Policy& policy, Deposit deposit, const Transfer& transfer,
                 const Block& block, Time now) {
    if (!is_waiting_for_inclusion(deposit)) {
        if (deposit.block != block.ref) {
            draft.fail(conflict("deposit " + deposit.id.str() + " is recorded in " +
                                name_of(block.network, deposit.block) + ", not in " +
                                name_of(block.network, block.ref)));
        }
        return false;
    }
    if (deposit.reversal_open && deposit.transfer != transfer) return false;
    const bool was_credited = deposit.reversal_open;
    include_again(draft, deposit, block, now);
    deposit.transfer = transfer;
    if (!was_credited) {
        decide_deposit(draft, policy, deposit, now);
        if (deposit.frozen) open_case(draft, policy, deposit, "included_again", now);
    }
    draft.put(deposit);
    return true;
}

// One more of its owner's may lift what waited below the minimum.
void decide_merged(Draft& draft, const Policy& policy, const Deposit& last, Time now,
                   Applied& applied) {
    for (Deposit& deposit : small_deposits(draft, last)) {
        if (deposit.id == last.id || !is_undecided(deposit.state)) continue;
        decide_deposit(draft, policy, deposit, now);
        applied.deposits.push_back(deposit.id);
    }
}

Deposit index_new(Draft& draft, const Policy& policy, const Transfer& transfer,
                  const CustodyFacts& custody, const Block& block, Time now) {
    Deposit deposit;
    deposit.id = deposit_id(transfer);
    deposit.transfer = transfer;
    deposit.block = block.ref;
    deposit.block_time = block.time;
    deposit.first_seen = now;
    deposit.owner = classify(transfer, block.time, custody).owner;
    link_waiting_claims(draft, deposit, now);
    decide_deposit(draft, policy, deposit, now);
    return deposit;
}

void index_transfers(Draft& draft, const Policy& policy, const Block& block, Time now,
                     Applied& applied) {
    for (const Transfer& transfer : block.transfers) {
        if (draft.error()) return;
        const DepositId id = deposit_id(transfer);
        if (const auto known = draft.get<Deposit>(deposit_key(id))) {
            if (index_known(draft, policy, *known, transfer, block, now)) {
                applied.deposits.push_back(id);
            }
            continue;
        }
        const auto custody = gather_custody(draft, transfer, block.time);
        if (!custody) continue;
        const Deposit deposit = index_new(draft, policy, transfer, *custody, block, now);
        applied.deposits.push_back(id);
        ++applied.deposits_new;
        decide_merged(draft, policy, deposit, now, applied);
    }
}

// Mined coins may be spent some blocks later (Bitcoin's kin 100, Dogecoin 240, peg-outs 6): what
// waited for that is decided again.
void decide_matured(Draft& draft, const Policy& policy, const Block& block, Time now,
                    Applied& applied) {
    if (block.network.name_space() != "bip122") return;
    for (const std::uint32_t blocks : {6U, 100U, 240U}) {
        if (block.ref.height < blocks) continue;
        const auto prefix = deposits_by_height(block.network, block.ref.height - blocks);
        for (Deposit& deposit : draft.list_by_index<Deposit>(prefix)) {
            if (deposit.transfer.maturity != blocks || !is_undecided(deposit.state)) continue;
            decide_deposit(draft, policy, deposit, now);
            applied.deposits.push_back(deposit.id);
        }
    }
}

void move_cursor(Draft& draft, const Block& block) {
    Header header;
    header.network = block.network;
    header.block = block.ref;
    header.parent_hash = block.parent_hash;
    header.time = block.time;
    header.transfers_seen = block.transfers_seen;
    draft.put(header);
    if (block.ref.height >= kHeadersKept) {
        const auto key = header_key(block.network, block.ref.height - kHeadersKept);
        if (const auto oldest = draft.get<Header>(key)) draft.erase(*oldest);
    }
    Cursor cursor;
    cursor.network = block.network;
    cursor.block = block.ref;
    cursor.block_time = block.time;
    draft.put(cursor);
}

void undo_deposit(Draft& draft, const Policy& policy, Deposit deposit, Time now) {
    const auto next = next_state(deposit.state, DepositEvent::kUndo);
    CHECK(next.has_value());
    deposit.state = *next;
    if (is_disputed(deposit)) unfreeze(draft, deposit, now);
    if (*next == DepositState::kVanished) {
        move_to(draft, deposit, {}, now);
        close_case(draft, deposit, "vanished", now);
    } else {
        deposit.reversal_open = true;
        close_case(draft, deposit, "superseded", now);
        open_case(draft, policy, deposit, "reversal", now);
    }
    draft.put(deposit);
}

void undo_height(Draft& draft, const Policy& policy, const NetworkId& network, std::uint64_t height,
                 Time now, Applied& applied) {
    const auto found =
        draft.checked(load_by_index<Deposit>(draft.reader(), deposits_by_height(network, height)));
    for (const Versioned<Deposit>& row : found) {
        const auto deposit = draft.get<Deposit>(deposit_key(row.record.id));
        if (!deposit || deposit->state == DepositState::kVanished) continue;
        applied.deposits.push_back(deposit->id);
        undo_deposit(draft, policy, *deposit, now);
    }
}

void pause_network(Draft& draft, const NetworkId& network, std::uint64_t depth, Time now) {
    Hold hold;
    hold.scope = HoldScope::kNetwork;
    hold.subject = network.str();
    hold.reason = "undo of " + std::to_string(depth) + " final blocks";
    hold.placed_by = "engine";
    hold.placed = now;
    const auto standing = draft.get<Hold>(hold_key(hold.scope, hold.subject));
    if (!standing) draft.put(hold);
}

}  // namespace

Result<void> apply_block(Draft& draft, const Policy& policy, const Block& block, Time now,
                         Applied& applied) {
    if (Result<void> checked = check_block(block); !checked) return checked;
    const auto cursor = draft.get<Cursor>(cursor_key(block.network));
    if (draft.error()) return {};
    if (cursor) {
        if (const auto reason = why_not_next(draft, block, *cursor)) {
            if (!reason->empty()) return conflict(*reason);
            applied.repeated = true;
            return {};
        }
    }
    move_cursor(draft, block);
    index_transfers(draft, policy, block, now, applied);
    decide_matured(draft, policy, block, now, applied);
    return {};
}

Result<void> reapply_block(Draft& draft, const Policy& policy, const Block& block, Time now,
                           Applied& applied) {
    if (Result<void> checked = check_block(block); !checked) return checked;
    const auto cursor = draft.pin<Cursor>(cursor_key(block.network));
    const auto header = draft.get<Header>(header_key(block.network, block.ref.height));
    if (!cursor || block.ref.height > cursor->block.height) {
        return conflict(name_of(block.network, block.ref) + " was never applied");
    }
    if (header && header->block != block.ref) {
        return conflict(name_of(block.network, block.ref) + " is not the one in the kept headers");
    }
    index_transfers(draft, policy, block, now, applied);
    applied.repeated = applied.deposits.empty();
    return {};
}

Result<void> undo_blocks(Draft& draft, const Policy& policy, const NetworkId& network,
                         const BlockRef& ancestor, Time now, Applied& applied) {
    auto cursor = draft.get<Cursor>(cursor_key(network));
    if (!cursor) return not_found("network " + network.str() + " has no applied block");
    if (cursor->block == ancestor) {
        applied.repeated = true;
        return {};
    }
    const auto kept = draft.get<Header>(header_key(network, ancestor.height));
    if (ancestor.height >= cursor->block.height || !kept || kept->block != ancestor) {
        return conflict(name_of(network, ancestor) + " is not among the kept headers below block " +
                        std::to_string(cursor->block.height));
    }
    const std::uint64_t depth = cursor->block.height - ancestor.height;
    for (std::uint64_t height = ancestor.height + 1; height <= cursor->block.height; ++height) {
        undo_height(draft, policy, network, height, now, applied);
        if (const auto header = draft.get<Header>(header_key(network, height))) {
            draft.erase(*header);
        }
    }
    cursor->block = ancestor;
    cursor->block_time = kept->time;
    draft.put(*cursor);
    if (depth > policy.pause_after_undo_depth) pause_network(draft, network, depth, now);
    return {};
}

}  // namespace homing
