#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/id.h"
#include "core/model/clock.h"
#include "core/model/fee.h"
#include "core/record.h"
#include "core/time.h"

namespace homing {

// Where the work stands. Stored; never renumber.
enum class CaseState : std::uint8_t {
    kOpen = 0,
    kReview = 1,
    kSecondApproval = 2,
    kPlanning = 3,
    kSigning = 4,
    kBroadcast = 5,
    kConfirming = 6,
    kDone = 7,
};
template <>
inline constexpr std::array kEnumNames<CaseState> =
    std::to_array<std::string_view>({"open", "review", "second_approval", "planning", "signing",
                                     "broadcast", "confirming", "done"});

// Work for a person about one deposit. Every open case has a clock (law 13).
struct Case {
    CaseId id;  // the first 16 bytes of SHA-256 over ("case", deposit, ordinal)
    DepositId deposit;
    std::uint32_t ordinal = 0;  // 0 for a deposit's first case
    CaseState state = CaseState::kOpen;
    std::string reason;  // rule that opened it, or "reversal"
    Time opened{};
    Time answer_due{};
    Time decision_due{};
    std::vector<ClaimId> claims;
    std::uint32_t rulings = 0;
    std::optional<Time> closed;
    std::string outcome;              // once done: "credited", "refused:<code>", "resolved"
    std::vector<std::string> not_by;  // staff who ruled before: an appeal goes to someone else
    ClockTerms terms;
    std::optional<Time> answered;         // the first answer to the claimant
    std::optional<Time> next_answer_due;  // once there was a first one
    Time hard_due{};
    WaitingFor waiting_for = WaitingFor::kNobody;
    std::optional<Time> resume_by;  // the end of the pause at the latest
    Time look_again{};              // when the next warning, breach or resumption is due
    Rung rung = Rung::kAgent;
    std::optional<std::string> agent;  // whose work it is
    std::optional<FeeQuote> fee;
    std::uint32_t entries = 0;  // lines of its timeline

    bool operator==(const Case&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"id", &Case::id},
                          Field{"deposit", &Case::deposit},
                          Field{"ordinal", &Case::ordinal},
                          Field{"state", &Case::state},
                          Field{"reason", &Case::reason},
                          Field{"opened", &Case::opened},
                          Field{"answer_due", &Case::answer_due},
                          Field{"decision_due", &Case::decision_due},
                          Field{"claims", &Case::claims},
                          Field{"rulings", &Case::rulings},
                          Field{"closed", &Case::closed},
                          Field{"outcome", &Case::outcome},
                          Field{"not_by", &Case::not_by},
                          Field{"terms", &Case::terms},
                          Field{"answered", &Case::answered},
                          Field{"next_answer_due", &Case::next_answer_due},
                          Field{"hard_due", &Case::hard_due},
                          Field{"waiting_for", &Case::waiting_for},
                          Field{"resume_by", &Case::resume_by},
                          Field{"look_again", &Case::look_again},
                          Field{"rung", &Case::rung},
                          Field{"agent", &Case::agent},
                          Field{"fee", &Case::fee},
                          Field{"entries", &Case::entries}};
    }
};

// What a ruling does. Stored; never renumber.
enum class RulingAction : std::uint8_t {
    kCredit = 0,
    kRefuse = 1,
    kWriteOff = 2,
    kCloseReversal = 3,
    kReassign = 4,  // memo of another: with the holder's consent to the claimant
    kUphold = 5,    // what was decided stands; moves nothing
};
template <>
inline constexpr std::array kEnumNames<RulingAction> = std::to_array<std::string_view>(
    {"credit", "refuse", "write_off", "close_reversal", "reassign", "uphold"});

// Where a ruling stands. Stored; never renumber.
enum class RulingState : std::uint8_t { kProposed = 0, kApproved = 1, kRejected = 2, kVoid = 3 };
template <>
inline constexpr std::array kEnumNames<RulingState> =
    std::to_array<std::string_view>({"proposed", "approved", "rejected", "void"});

// An agent's decision on a case. Both people sign the SHA-256 of the same payload; nobody types an
// amount, asset or recipient: they come from the deposit and its claim.
struct Ruling {
    CaseId case_id;
    std::uint32_t number = 0;
    RulingState state = RulingState::kProposed;
    RulingAction action = RulingAction::kCredit;
    std::string
        payload;  // canonical JSON: action, case, deposit, account, asset, units, currency …
    Hash payload_hash;
    std::string code;  // refusal code where action is kRefuse
    std::string proposer;
    Bytes proposer_signature;
    Time proposed{};
    std::optional<std::string> approver;
    Bytes approver_signature;
    std::optional<Time> decided;

    bool operator==(const Ruling&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"case", &Ruling::case_id},
                          Field{"number", &Ruling::number},
                          Field{"state", &Ruling::state},
                          Field{"action", &Ruling::action},
                          Field{"payload", &Ruling::payload},
                          Field{"payload_hash", &Ruling::payload_hash},
                          Field{"code", &Ruling::code},
                          Field{"proposer", &Ruling::proposer},
                          Field{"proposer_signature", &Ruling::proposer_signature},
                          Field{"proposed", &Ruling::proposed},
                          Field{"approver", &Ruling::approver},
                          Field{"approver_signature", &Ruling::approver_signature},
                          Field{"decided", &Ruling::decided}};
    }
};

}  // namespace homing
