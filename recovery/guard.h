#pragma once

#include <span>
#include <string_view>

#include "recovery/facts.h"

// The only place that writes a credit. Every condition is checked here once more, on the rows the
// commit is bound to, whatever the rules or a person decided.
namespace homing {

// An answer "no" of the operator's ledger older than this must be asked for again before a credit.
inline constexpr Duration kLedgerAnswerAgeMax = std::chrono::minutes(10);

// What the guard looks at.
struct CreditOrder {
    Deposit deposit;
    Decision decision;  // the deposit's last
    Gathered gathered;
    std::optional<Ruling> ruling;  // the approved one where a person decided
    std::optional<Account> account;
    std::optional<Asset> asset;
    std::optional<Cursor> cursor;
    std::optional<Header> header;  // of the deposit's block; nullopt: no longer kept
    bool credited_before = false;
    bool held = false;
    const Policy& policy;
    Time now{};
};

// One condition: its name, whether it holds, and the sentence when it does not.
struct GuardCondition {
    std::string_view name;
    bool (*holds)(const CreditOrder&);
    std::string_view refusal;
};
std::span<const GuardCondition> guard_conditions();

// The first condition that does not hold; nullptr when all do.
const GuardCondition* first_breach(const CreditOrder& order);

// Credits the deposit to decision.account: credit row, postings, outbox message, state, claims and
// case. The draft is bound to the absence of holds and of an earlier credit, and to account, asset
// and cursor as they were read. Fails the draft with kConflict and the condition's sentence, or
// kUnavailable when the ledger must be asked again.
void credit_deposit(Draft& draft, const Policy& policy, Deposit& deposit, const Decision& decision,
                    const Gathered& gathered, const std::optional<Ruling>& ruling, Time now);

// Moves the credit of a disputed deposit to decision.account by an approved ruling to reassign; the
// ledger learns of it by that ruling's own message.
void move_credit(Draft& draft, const Deposit& deposit, const Decision& decision,
                 const Ruling& ruling, Time now);

}  // namespace homing
