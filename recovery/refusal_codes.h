#pragma once

#include <span>
#include <string_view>

namespace homing {

// The codes a person may refuse with, as desks use them; each has a text for the claimant.
std::span<const std::string_view> refusal_codes();
bool is_refusal_code(std::string_view code);

}  // namespace homing
