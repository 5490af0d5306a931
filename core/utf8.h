#pragma once

#include <string_view>

namespace homing {

// Whether the bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, at most
// U+10FFFF). For text that enters otherwise than through parse_json: files, arguments, headers.
bool is_utf8(std::string_view text);

}  // namespace homing
