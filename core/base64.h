#pragma once

#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"

namespace homing {

// RFC 4648 §4 with padding.
std::string to_base64(ByteView data);
// kInvalid for a foreign character, missing padding or a text longer than 64 KiB.
Result<Bytes> parse_base64(std::string_view text);

}  // namespace homing
