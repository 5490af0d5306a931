#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/result.h"

namespace homing {

using Json = nlohmann::json;

// A whole JSON document (RFC 8259) of at most max_depth nested levels. Duplicate keys, bytes behind
// the document, invalid UTF-8 and fractional or exponent numbers are kInvalid: what we exchange
// holds integers and decimal strings only.
Result<Json> parse_json(std::string_view text, unsigned max_depth = 64);

// One text per value: keys sorted bytewise, no spaces, integers in decimal, only the escapes that
// JSON demands; the bytes that hashes and signatures are made over. Floating point is a CHECK;
// bytes that are not UTF-8 (parse_json lets none in) become U+FFFD.
std::string canonical_json(const Json& value);

}  // namespace homing
