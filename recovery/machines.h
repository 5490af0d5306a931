#pragma once

#include <optional>
#include <span>

#include "core/model/case.h"
#include "core/model/claim.h"
#include "core/model/deposit.h"

// The three state machines as tables: what may follow what. A pair that is in no row is refused.
// fixtures/machines/ says the same once more, cell by cell, written from the references.
namespace homing {

// What can happen to the money of a deposit.
enum class DepositEvent : std::uint8_t {
    kFinalize = 0,   // its block became final
    kAttribute = 1,  // an owner is known
    kDetach = 2,     // the owner is known no more
    kCredit = 3,     // through the guard alone
    kRefuse = 4,
    kLeave = 5,   // the operator credits it
    kReturn = 6,  // sent back to where it came from
    kSend = 7,    // sent where the owner asked
    kPool = 8,    // swept into a pool
    kExpire = 9,  // nobody asked for it in time
    kWriteOff = 10,
    kUndo = 11,           // its final block left the chain
    kInclude = 12,        // included again
    kCloseReversal = 13,  // the operator took the credit back
    kReopen = 14,         // looked at again
};
template <>
inline constexpr std::array kEnumNames<DepositEvent> = std::to_array<std::string_view>(
    {"finalize", "attribute", "detach", "credit", "refuse", "leave", "return", "send", "pool",
     "expire", "write_off", "undo", "include", "close_reversal", "reopen"});

// What can happen to a person's request.
enum class ClaimEvent : std::uint8_t {
    kAskProof = 0,
    kProve = 1,
    kAnswer = 2,
    kAppeal = 3,
    kWithdraw = 4,
    kClose = 5,
};
template <>
inline constexpr std::array kEnumNames<ClaimEvent> = std::to_array<std::string_view>(
    {"ask_proof", "prove", "answer", "appeal", "withdraw", "close"});

// What can happen to the work on a deposit.
enum class CaseEvent : std::uint8_t {
    kTake = 0,     // an agent looks at it
    kPropose = 1,  // a ruling waits for its second person
    kReject = 2,   // the second person said no, or the facts changed
    kSettle = 3,   // done without moving anything on chain
    kPlan = 4,
    kSign = 5,
    kBroadcast = 6,
    kConfirm = 7,
    kFinish = 8,  // what was broadcast is final
    kFail = 9,    // it must be planned again
    kReopen = 10,
};
template <>
inline constexpr std::array kEnumNames<CaseEvent> =
    std::to_array<std::string_view>({"take", "propose", "reject", "settle", "plan", "sign",
                                     "broadcast", "confirm", "finish", "fail", "reopen"});

template <class State, class Event>
struct Transition {
    State from;
    Event event;
    State to;
};

std::span<const Transition<DepositState, DepositEvent>> deposit_transitions();
std::span<const Transition<ClaimState, ClaimEvent>> claim_transitions();
std::span<const Transition<CaseState, CaseEvent>> case_transitions();

// The state that follows; nullopt where the machine refuses the event.
std::optional<DepositState> next_state(DepositState state, DepositEvent event);
std::optional<ClaimState> next_state(ClaimState state, ClaimEvent event);
std::optional<CaseState> next_state(CaseState state, CaseEvent event);

}  // namespace homing
