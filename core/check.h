#pragma once

namespace homing {

// Prints the condition and where it stands to stderr, then aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace homing

// We are wrong: ends the process. On in release; never reachable from input.
#define CHECK(condition) \
    (static_cast<bool>(condition) ? void() : ::homing::check_failed(#condition, __FILE__, __LINE__))
