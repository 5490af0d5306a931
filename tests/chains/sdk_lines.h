#pragma once

#include <string>
#include <vector>

#include "core/json.h"

namespace homing {

// The seed of HOMING_SEED, or 1.
std::string oracle_seed();

// What a script of tests/nodes/ prints, a JSON value a line; fails the test when the script does,
// or when npm has not brought Node yet.
std::vector<Json> sdk_lines(const std::string& script, const std::string& arguments);

}  // namespace homing
