#pragma once

#include "core/model/fault.h"
#include "core/model/transfer.h"

namespace homing {

// Where the money of a deposit stands. Stored; never renumber.
enum class DepositState : std::uint8_t {
    kSeen = 0,
    kFinal = 1,
    kAttributed = 2,
    kCredited = 3,
    kReturned = 4,
    kSent = 5,
    kPooled = 6,
    kUnclaimed = 7,
    kWrittenOff = 8,
    kVanished = 9,
    kRefused = 10,
    kLeftToOperator = 11,  // nothing was wrong with it: the operator credits it
};
template <>
inline constexpr std::array kEnumNames<DepositState> = std::to_array<std::string_view>(
    {"seen", "final", "attributed", "credited", "returned", "sent", "pooled", "unclaimed",
     "written_off", "vanished", "refused", "left_to_operator"});

// A transfer that reached custody, and what became of it.
struct Deposit {
    DepositId id;
    Transfer transfer;
    BlockRef block;
    Time block_time{};
    Time first_seen{};
    DepositState state = DepositState::kFinal;
    Fault fault = Fault::kNone;
    Reach reach = Reach::kUnknown;
    std::string reach_reason;
    std::optional<std::string> owner;  // account it belongs to by deterministic identity or ruling
    bool rival = false;
    bool compliance = false;
    bool frozen = false;
    bool reversal_open = false;
    std::uint32_t decisions = 0;  // how many were recorded; the last is number decisions - 1
    std::optional<CaseId> open_case;

    bool operator==(const Deposit&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"id", &Deposit::id},
                          Field{"transfer", &Deposit::transfer},
                          Field{"block", &Deposit::block},
                          Field{"block_time", &Deposit::block_time},
                          Field{"first_seen", &Deposit::first_seen},
                          Field{"state", &Deposit::state},
                          Field{"fault", &Deposit::fault},
                          Field{"reach", &Deposit::reach},
                          Field{"reach_reason", &Deposit::reach_reason},
                          Field{"owner", &Deposit::owner},
                          Field{"rival", &Deposit::rival},
                          Field{"compliance", &Deposit::compliance},
                          Field{"frozen", &Deposit::frozen},
                          Field{"reversal_open", &Deposit::reversal_open},
                          Field{"decisions", &Deposit::decisions},
                          Field{"open_case", &Deposit::open_case}};
    }
};

}  // namespace homing
