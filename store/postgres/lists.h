#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace homing::postgres {

// A list of byte strings as one: each preceded by its length in 4 bytes, big-endian.
std::string pack(const std::vector<std::string>& items);

// kCorrupt when the bytes are not a whole packed list.
Result<std::vector<std::string>> unpack(std::string_view bytes);

}  // namespace homing::postgres
