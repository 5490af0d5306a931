#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "chains/walk.h"
#include "core/json.h"

namespace homing::test {

std::string read_file(const std::filesystem::path& path);

// The folder of real chain data, or an empty path after saying that this part was not run.
std::filesystem::path data_folder();

// Walks a recorded file: a bare result, or a JSON-RPC reply around one.
Result<void> walk_text(std::string text, const std::function<bool(Walk&, JsonNode)>& read);

// A decimal or 0x-hex amount of a fixture.
Amount amount_of(const std::string& text);

}  // namespace homing::test
