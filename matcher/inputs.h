#pragma once

#include <optional>
#include <string>

#include "core/caip.h"
#include "core/model/fault.h"
#include "core/model/transfer.h"
#include "matcher/matcher.h"

namespace homing {

// Everything the rules look at besides the policy, by value, so that a decision can be made again
// from its record alone. Field names are short because every decision carries them.
struct DecisionInputs {
    NetworkId network;
    TransferKind kind = TransferKind::kNative;
    Amount units;
    Fault fault = Fault::kNone;
    Reach reach = Reach::kUnknown;
    std::optional<std::string> owner;
    std::uint8_t memo_grade = 0;
    bool ambiguous = false;  // the memo names two accounts
    std::optional<std::string> proven;
    std::uint32_t maturity = 0;  // blocks that must still come on top
    bool merged = false;         // adds up to the minimum with others of its owner
    bool inexact = false;        // the amount does not fit the asset's scale (X5)
    bool owner_closed = false;
    Answer credited = Answer::kUnknown;
    Answer moved = Answer::kUnknown;
    std::uint8_t decimals = 0;
    std::optional<std::string> currency;
    std::uint8_t scale = 0;
    bool elastic = false;
    std::optional<Amount> price;
    std::optional<Time> price_at;
    std::uint32_t holds = 0;
    std::uint32_t claimants = 0;
    std::uint32_t rivals = 0;  // claimants other than the owner; without an owner, beyond the first
    bool frozen = false;
    bool case_taken = false;
    Time now{};

    bool operator==(const DecisionInputs&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"net", &DecisionInputs::network},
                          Field{"kind", &DecisionInputs::kind},
                          Field{"units", &DecisionInputs::units},
                          Field{"fault", &DecisionInputs::fault},
                          Field{"reach", &DecisionInputs::reach},
                          Field{"owner", &DecisionInputs::owner},
                          Field{"memo_grade", &DecisionInputs::memo_grade},
                          Field{"ambiguous", &DecisionInputs::ambiguous},
                          Field{"proven", &DecisionInputs::proven},
                          Field{"maturity", &DecisionInputs::maturity},
                          Field{"merged", &DecisionInputs::merged},
                          Field{"inexact", &DecisionInputs::inexact},
                          Field{"owner_closed", &DecisionInputs::owner_closed},
                          Field{"credited", &DecisionInputs::credited},
                          Field{"moved", &DecisionInputs::moved},
                          Field{"dec", &DecisionInputs::decimals},
                          Field{"cur", &DecisionInputs::currency},
                          Field{"scale", &DecisionInputs::scale},
                          Field{"elastic", &DecisionInputs::elastic},
                          Field{"price", &DecisionInputs::price},
                          Field{"price_at", &DecisionInputs::price_at},
                          Field{"holds", &DecisionInputs::holds},
                          Field{"claimants", &DecisionInputs::claimants},
                          Field{"rivals", &DecisionInputs::rivals},
                          Field{"frozen", &DecisionInputs::frozen},
                          Field{"case_taken", &DecisionInputs::case_taken},
                          Field{"now", &DecisionInputs::now}};
    }
};

DecisionInputs inputs_of(const Transfer& transfer, const DecisionFacts& facts, Time now);

// Canonical JSON of the fields that differ from a default-constructed record; read by parse_inputs.
std::string format_inputs(const DecisionInputs& inputs);
// kInvalid names the field that cannot be read.
Result<DecisionInputs> parse_inputs(const std::string& text);

}  // namespace homing
