#pragma once

#include "matcher/matcher.h"

namespace homing {

// Whom the memo of a payment to a shared address names.
struct Naming {
    std::optional<std::string> account;  // the one of the lowest grade at which routes were found
    std::uint8_t grade = 0;
    std::vector<std::string> steps;
    bool ambiguous = false;     // two accounts at that grade, or a muxed id that names another
    std::vector<Route> routes;  // of that grade
};

// Of routes told one after the other with one memo, those open at the time count; without one,
// those that began before.
Naming name_by_memo(const std::vector<MemoRoute>& routes, Time time);

}  // namespace homing
