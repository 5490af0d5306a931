#pragma once

#include <string>
#include <vector>

#include "recovery/draft.h"

// The double-entry books: every deposit's money lies somewhere, and each move is one journal whose
// lines sum to zero. Custody is what arrived; the other accounts say whose it is.
namespace homing {

// Part of a deposit's money lying in an account.
struct Holding {
    BookAccount account = BookAccount::kSuspense;
    std::string party;
    Amount units;

    bool operator==(const Holding&) const = default;
};

// Where the money lies now by the deposit's postings, custody left out, in account order.
std::vector<Holding> holdings(Draft& draft, const DepositId& deposit);

// Moves the deposit's money to these holdings by one new journal and its balances; custody holds
// their sum. Nothing is written when it lies there already.
void move_to(Draft& draft, const Deposit& deposit, std::vector<Holding> wanted, Time now);

// All of it in one account.
std::vector<Holding> all_in(BookAccount account, const Deposit& deposit);

}  // namespace homing
