#include "recovery/books.h"

#include <algorithm>
#include <map>

namespace homing {
namespace {

using Slot = std::pair<BookAccount, std::string>;

struct Sums {
    Amount debits;
    Amount credits;
};

// Custody rises by debits, all other accounts by credits.
Amount net(BookAccount account, const Sums& sums) {
    return account == BookAccount::kCustody ? sums.debits - sums.credits
                                            : sums.credits - sums.debits;
}

std::map<Slot, Sums> sums_of(const std::vector<Posting>& postings) {
    std::map<Slot, Sums> sums;
    for (const Posting& posting : postings) {
        Sums& sum = sums[{posting.account, posting.party}];
        (posting.side == Side::kDebit ? sum.debits : sum.credits) += posting.units;
    }
    return sums;
}

void add_to_balance(Draft& draft, const Posting& posting) {
    Balance balance;
    balance.account = posting.account;
    balance.party = posting.party;
    balance.asset = posting.asset;
    balance = draft.get<Balance>(TableOf<Balance>::key(balance)).value_or(balance);
    Amount& side = posting.side == Side::kDebit ? balance.debits : balance.credits;
    const std::optional<Amount> sum = side.checked_add(posting.units);
    if (!sum) {
        return draft.fail(
            invalid("asset " + posting.asset.str() + ": its balance would pass 2^256 - 1"));
    }
    side = *sum;
    draft.put(balance);
}

}  // namespace

std::vector<Holding> holdings(Draft& draft, const DepositId& deposit) {
    std::vector<Holding> found;
    for (const auto& [slot, sums] : sums_of(draft.list<Posting>(postings_of(deposit)))) {
        if (slot.first == BookAccount::kCustody) continue;
        const Amount units = net(slot.first, sums);
        if (!units.is_zero()) found.push_back({slot.first, slot.second, units});
    }
    return found;
}

void move_to(Draft& draft, const Deposit& deposit, std::vector<Holding> wanted, Time now) {
    const std::vector<Posting> before = draft.list<Posting>(postings_of(deposit.id));
    std::map<Slot, Amount> target;
    Amount custody;
    for (const Holding& holding : wanted) {
        target[{holding.account, holding.party}] += holding.units;
        custody += holding.units;
    }
    target[{BookAccount::kCustody, ""}] = custody;

    std::map<Slot, Sums> now_there = sums_of(before);
    for (const auto& [slot, units] : target) now_there.try_emplace(slot);

    Posting posting;
    posting.deposit = deposit.id;
    posting.journal = before.empty() ? 0 : before.back().journal + 1;
    posting.asset = deposit.transfer.asset;
    posting.at = now;
    for (const auto& [slot, sums] : now_there) {
        const Amount has = net(slot.first, sums);
        const auto found = target.find(slot);
        const Amount wants = found == target.end() ? Amount() : found->second;
        if (has == wants) continue;
        const bool rises = wants > has;
        const bool is_custody = slot.first == BookAccount::kCustody;
        posting.account = slot.first;
        posting.party = slot.second;
        posting.side = rises == is_custody ? Side::kDebit : Side::kCredit;
        posting.units = rises ? wants - has : has - wants;
        draft.put(posting);
        add_to_balance(draft, posting);
        ++posting.line;
    }
}

std::vector<Holding> all_in(BookAccount account, const Deposit& deposit) {
    return {{account, "", deposit.transfer.units}};
}

}  // namespace homing
