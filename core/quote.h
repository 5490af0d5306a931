#pragma once

#include <string>
#include <string_view>

namespace homing {

// A stranger's text for an error sentence: in double quotes, cut after 80 bytes, with everything
// but printable ASCII as \xNN, so that the sentence is safe to log, to show and to put into JSON.
std::string quote(std::string_view text);

}  // namespace homing
