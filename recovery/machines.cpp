#include "recovery/machines.h"

#include <algorithm>
#include <array>

namespace homing {
namespace {

using D = DepositState;
using DE = DepositEvent;
constexpr std::array kDeposit = std::to_array<Transition<D, DE>>({
    {D::kSeen, DE::kFinalize, D::kFinal},
    {D::kSeen, DE::kUndo, D::kVanished},

    {D::kFinal, DE::kAttribute, D::kAttributed},
    {D::kFinal, DE::kRefuse, D::kRefused},
    {D::kFinal, DE::kLeave, D::kLeftToOperator},
    {D::kFinal, DE::kReturn, D::kReturned},
    {D::kFinal, DE::kPool, D::kPooled},
    {D::kFinal, DE::kExpire, D::kUnclaimed},
    {D::kFinal, DE::kWriteOff, D::kWrittenOff},
    {D::kFinal, DE::kUndo, D::kVanished},

    {D::kAttributed, DE::kAttribute, D::kAttributed},
    {D::kAttributed, DE::kDetach, D::kFinal},
    {D::kAttributed, DE::kCredit, D::kCredited},
    {D::kAttributed, DE::kRefuse, D::kRefused},
    {D::kAttributed, DE::kLeave, D::kLeftToOperator},
    {D::kAttributed, DE::kReturn, D::kReturned},
    {D::kAttributed, DE::kSend, D::kSent},
    {D::kAttributed, DE::kPool, D::kPooled},
    {D::kAttributed, DE::kWriteOff, D::kWrittenOff},
    {D::kAttributed, DE::kUndo, D::kVanished},

    {D::kCredited, DE::kUndo, D::kCredited},
    {D::kCredited, DE::kInclude, D::kCredited},
    {D::kCredited, DE::kCloseReversal, D::kVanished},
    {D::kReturned, DE::kUndo, D::kReturned},
    {D::kReturned, DE::kInclude, D::kReturned},
    {D::kSent, DE::kUndo, D::kSent},
    {D::kSent, DE::kInclude, D::kSent},
    {D::kPooled, DE::kUndo, D::kPooled},
    {D::kPooled, DE::kInclude, D::kPooled},

    {D::kUnclaimed, DE::kAttribute, D::kAttributed},
    {D::kUnclaimed, DE::kRefuse, D::kRefused},
    {D::kUnclaimed, DE::kPool, D::kPooled},
    {D::kUnclaimed, DE::kWriteOff, D::kWrittenOff},
    {D::kUnclaimed, DE::kUndo, D::kVanished},
    {D::kUnclaimed, DE::kReopen, D::kFinal},

    {D::kWrittenOff, DE::kUndo, D::kVanished},
    {D::kVanished, DE::kInclude, D::kFinal},
    {D::kRefused, DE::kUndo, D::kVanished},
    {D::kRefused, DE::kReopen, D::kFinal},
    {D::kLeftToOperator, DE::kUndo, D::kVanished},
    {D::kLeftToOperator, DE::kReopen, D::kFinal},
});

using C = ClaimState;
using CE = ClaimEvent;
constexpr std::array kClaim = std::to_array<Transition<C, CE>>({
    {C::kReceived, CE::kAskProof, C::kNeedProof},
    {C::kReceived, CE::kProve, C::kProven},
    {C::kReceived, CE::kAnswer, C::kAnswered},
    {C::kReceived, CE::kWithdraw, C::kWithdrawn},
    {C::kNeedProof, CE::kProve, C::kProven},
    {C::kNeedProof, CE::kAnswer, C::kAnswered},
    {C::kNeedProof, CE::kWithdraw, C::kWithdrawn},
    {C::kNeedProof, CE::kClose, C::kClosed},
    {C::kProven, CE::kAskProof, C::kNeedProof},
    {C::kProven, CE::kAnswer, C::kAnswered},
    {C::kProven, CE::kWithdraw, C::kWithdrawn},
    {C::kAnswered, CE::kAppeal, C::kAppealed},
    {C::kAnswered, CE::kClose, C::kClosed},
    {C::kAppealed, CE::kAskProof, C::kNeedProof},
    {C::kAppealed, CE::kProve, C::kProven},
    {C::kAppealed, CE::kAnswer, C::kAnswered},
    {C::kAppealed, CE::kWithdraw, C::kWithdrawn},
    {C::kWithdrawn, CE::kClose, C::kClosed},
});

using W = CaseState;
using WE = CaseEvent;
constexpr std::array kCase = std::to_array<Transition<W, WE>>({
    {W::kOpen, WE::kTake, W::kReview},
    {W::kOpen, WE::kPropose, W::kSecondApproval},
    {W::kOpen, WE::kSettle, W::kDone},
    {W::kOpen, WE::kPlan, W::kPlanning},
    {W::kReview, WE::kPropose, W::kSecondApproval},
    {W::kReview, WE::kSettle, W::kDone},
    {W::kReview, WE::kPlan, W::kPlanning},
    {W::kSecondApproval, WE::kReject, W::kReview},
    {W::kSecondApproval, WE::kSettle, W::kDone},
    {W::kSecondApproval, WE::kPlan, W::kPlanning},
    {W::kPlanning, WE::kSign, W::kSigning},
    {W::kPlanning, WE::kReject, W::kReview},
    {W::kPlanning, WE::kSettle, W::kDone},
    {W::kSigning, WE::kBroadcast, W::kBroadcast},
    {W::kSigning, WE::kFail, W::kPlanning},
    {W::kBroadcast, WE::kConfirm, W::kConfirming},
    {W::kBroadcast, WE::kFail, W::kPlanning},
    {W::kConfirming, WE::kFinish, W::kDone},
    {W::kConfirming, WE::kFail, W::kPlanning},
    {W::kDone, WE::kReopen, W::kReview},
});

template <class State, class Event>
std::optional<State> follow(std::span<const Transition<State, Event>> table, State state,
                            Event event) {
    const auto row = std::find_if(table.begin(), table.end(), [&](const auto& t) {
        return t.from == state && t.event == event;
    });
    if (row == table.end()) return std::nullopt;
    return row->to;
}

}  // namespace

std::span<const Transition<DepositState, DepositEvent>> deposit_transitions() {
    return kDeposit;
}
std::span<const Transition<ClaimState, ClaimEvent>> claim_transitions() {
    return kClaim;
}
std::span<const Transition<CaseState, CaseEvent>> case_transitions() {
    return kCase;
}

std::optional<DepositState> next_state(DepositState state, DepositEvent event) {
    return follow(deposit_transitions(), state, event);
}
std::optional<ClaimState> next_state(ClaimState state, ClaimEvent event) {
    return follow(claim_transitions(), state, event);
}
std::optional<CaseState> next_state(CaseState state, CaseEvent event) {
    return follow(case_transitions(), state, event);
}

}  // namespace homing
