#pragma once

#include "core/bytes.h"

namespace homing {

// crc32c by tables alone, which any processor can run; crc32c prefers the SSE 4.2 instruction.
std::uint32_t crc32c_portable(ByteView data, std::uint32_t previous);

}  // namespace homing
