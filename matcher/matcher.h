#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/currency.h"
#include "core/model/claim.h"
#include "core/model/custody.h"
#include "core/model/decision.h"
#include "core/model/deposit.h"
#include "core/model/policy.h"
#include "matcher/memo.h"

// What is wrong with a deposit, and what to do about it. Pure: equal facts give equal answers, on
// any machine; facts come by value and are kept with the decision, so that it can be replayed.
namespace homing {

// Yes, no, or could not ask. Unknown always waits. Stored; never renumber.
enum class Answer : std::uint8_t { kUnknown = 0, kYes = 1, kNo = 2 };
template <>
inline constexpr std::array kEnumNames<Answer> = std::to_array<std::string_view>({"unknown", "yes",
                                                                                  "no"});

// A route whose registered memo equals a reading of what stands on chain.
struct MemoRoute {
    MemoReading reading;
    Route route;

    bool operator==(const MemoRoute&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"reading", &MemoRoute::reading}, Field{"route", &MemoRoute::route}};
    }
};

// What the custody book knew about a transfer's recipient, asset and sender at decision time.
struct CustodyFacts {
    std::optional<CustodyAddress> address;  // the recipient's; nullopt is a CHECK for classify
    std::vector<Route> routes;              // told for it without a memo, oldest first
    // Of a shared address, which may have a million routes: those that a reading of the transfer's
    // memo names, lowest grade first.
    std::vector<MemoRoute> memo_routes;
    std::optional<Account> owner;  // the one account all routes name, if there is one
    std::optional<Asset> asset;    // nullopt: unlisted
    bool sender_is_ours = false;   // the sender is in the book: internal transfer
    bool recipient_is_token_contract = false;
    // The sender was paid as much by us not long ago, as a withdrawal or as a return. Counts where
    // the payment names no customer; `owner` is then the account that withdrew.
    bool is_bounce = false;
    bool is_own_return = false;

    bool operator==(const CustodyFacts&) const = default;
    static constexpr auto fields() {
        return std::tuple{
            Field{"address", &CustodyFacts::address},
            Field{"routes", &CustodyFacts::routes},
            Field{"memo_routes", &CustodyFacts::memo_routes},
            Field{"owner", &CustodyFacts::owner},
            Field{"asset", &CustodyFacts::asset},
            Field{"sender_is_ours", &CustodyFacts::sender_is_ours},
            Field{"recipient_is_token_contract", &CustodyFacts::recipient_is_token_contract},
            Field{"is_bounce", &CustodyFacts::is_bounce},
            Field{"is_own_return", &CustodyFacts::is_own_return}};
    }
};

// What is wrong, whether we can move it, and whose it is where that needs no claim.
struct Classification {
    Fault fault = Fault::kNone;
    Reach reach = Reach::kUnknown;
    std::string reach_reason;
    std::optional<std::string>
        owner;                    // deterministic: a personal address names its owner, or a memo
    std::uint8_t memo_grade = 0;  // of the reading that named the owner
    std::vector<std::string> memo_steps;
    bool memo_ambiguous = false;  // readings of one grade name two accounts: it names neither

    bool operator==(const Classification&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"fault", &Classification::fault},
                          Field{"reach", &Classification::reach},
                          Field{"reach_reason", &Classification::reach_reason},
                          Field{"owner", &Classification::owner},
                          Field{"memo_grade", &Classification::memo_grade},
                          Field{"memo_steps", &Classification::memo_steps},
                          Field{"memo_ambiguous", &Classification::memo_ambiguous}};
    }
};

// The first matching row of the fault table (docs/architecture.md), and the reach table's cell.
Classification classify(const Transfer& transfer, Time block_time, const CustodyFacts& facts);

// What decide may look at besides the deposit. Whatever could not be asked is unknown or absent.
struct DecisionFacts {
    Classification classification;
    Answer credited_by_operator = Answer::kUnknown;  // the operator's ledger, asked by transfer
    Answer balance_moved = Answer::kUnknown;  // token balance rose by what its logs say (E3–E5)
    std::optional<Asset> asset;
    std::optional<Price> price;
    std::vector<std::string> holds;      // subjects of standing holds that touch this deposit
    std::vector<std::string> claimants;  // accounts with an open claim on it, sorted, unique
    // The one account, open, whose claim is proven by a valid signature of a personal sender.
    std::optional<std::string> proven_claimant;
    std::uint32_t maturity_left = 0;  // blocks that must still come on top (B2)
    // With others of its owner below the minimum it adds up to one (adds_up).
    bool merged = false;
    bool owner_closed = false;
    bool frozen = false;
    bool case_taken = false;  // a person is working on its case: they decide

    bool operator==(const DecisionFacts&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"classification", &DecisionFacts::classification},
                          Field{"credited_by_operator", &DecisionFacts::credited_by_operator},
                          Field{"balance_moved", &DecisionFacts::balance_moved},
                          Field{"asset", &DecisionFacts::asset},
                          Field{"price", &DecisionFacts::price},
                          Field{"holds", &DecisionFacts::holds},
                          Field{"claimants", &DecisionFacts::claimants},
                          Field{"proven_claimant", &DecisionFacts::proven_claimant},
                          Field{"maturity_left", &DecisionFacts::maturity_left},
                          Field{"merged", &DecisionFacts::merged},
                          Field{"owner_closed", &DecisionFacts::owner_closed},
                          Field{"frozen", &DecisionFacts::frozen},
                          Field{"case_taken", &DecisionFacts::case_taken}};
    }
};

// What the rules say; the first matching row of the rule table. Fills verdict, rule, reason, needs,
// account, currency amounts and inputs; the rest of the record is the engine's.
Decision decide(const Transfer& transfer, const DecisionFacts& facts, const Policy& policy,
                Time now);

// decide() again from a recorded decision's inputs: equal verdict, rule, account and amounts, or
// kInvalid where the inputs cannot be read, belong to a ruling, or the policy is another.
Result<Decision> replay(const Decision& recorded, const Policy& policy);

// Deposits below the minimum, in the order of their blocks, are added up until each sum reaches it:
// the number of deposits from the front that lie in a sum which did.
std::size_t adds_up(const std::vector<Amount>& units, const Amount& minimum);

// Worth in millionths of a US dollar, rounded up; nullopt when it does not fit.
std::optional<Amount> value_micro_usd(const Amount& units, std::uint8_t decimals,
                                      const Price& price);

}  // namespace homing
