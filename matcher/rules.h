#pragma once

#include <span>
#include <string_view>

#include "core/model/decision.h"
#include "core/model/policy.h"
#include "matcher/inputs.h"

namespace homing {

// One named rule: when it applies, what it says.
struct Rule {
    std::string_view name;
    bool (*applies)(const DecisionInputs&, const Policy&) = nullptr;
    Verdict verdict = Verdict::kWait;
    std::string_view needs;  // for kWait: what would change the answer
    std::string_view reason;
};

// All rules in the order they are tried; the last one always applies.
std::span<const Rule> decision_rules();

}  // namespace homing
