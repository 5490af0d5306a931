#pragma once

#include <string_view>
#include <vector>

#include "core/model/fault.h"

namespace homing {

// Refusal rules that are no spoof: real money that needs hands.
inline constexpr std::string_view kOddScript = "B3";
inline constexpr std::string_view kInscribedOutput = "B4";
inline constexpr std::string_view kInexactAmount = "X5";

// Whether the refusal rule (or none) leaves coins that people may move and credit.
bool may_be_moved_by_hand(std::string_view refused_by);

// The faults that classify can name, in the order their rows are tried; kNone is last.
std::vector<Fault> fault_order();

}  // namespace homing
