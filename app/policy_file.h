#pragma once

#include <filesystem>
#include <vector>

#include "app/config.h"
#include "chains/source.h"
#include "core/model/policy.h"

namespace homing {

// The policy of a JSON file in the form of core/model/policy.h; kInvalid names the field.
Result<Policy> load_policy(const std::filesystem::path& file);

// The networks of the configuration with the finality that the policy rules; kInvalid lists every
// network the policy says nothing of, and every public network with another genesis (unless it is a
// demo).
Result<std::vector<Network>> networks_of(const Config& config, const Policy& policy);

}  // namespace homing
