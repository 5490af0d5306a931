#pragma once

#include <string>
#include <string_view>

namespace homing {

// A written memo (Memo::str()) as staff and claimants may see it: `tag 123`, `text "abc"`,
// `hash 6ab3…` in full. Fit for any terminal, page or log whatever the sender wrote; text that
// looks like a secret is named and not shown. The raw bytes stay in the record.
std::string display_memo(std::string_view written);

}  // namespace homing
