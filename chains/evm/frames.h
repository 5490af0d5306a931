#pragma once

#include <string_view>
#include <vector>

#include "chains/evm/interest.h"

namespace homing {
class Walk;
}

namespace homing::evm {

// A call frame as a trace states it; views live as long as the document.
struct Frame {
    static constexpr std::size_t kNoParent = static_cast<std::size_t>(-1);

    std::size_t parent = kNoParent;  // among the frames of its transaction
    std::size_t ordinal = 0;         // among its parent's children
    bool moves_coins = false;        // E8: a kind of frame whose value moves
    bool failed = false;
    std::string_view from;
    std::string_view to;  // empty: unstated, as for a creation that failed
    Amount value;
};

// Turns one transaction's frames, parents before children, into its root and the moves below it. A
// frame fails with its parent (E7); what goes to itself or has no recipient moves nothing (E6, E8).
bool add_frames(Walk& walk, std::vector<Frame>& frames, Interest& interest, TraceFacts* out);

}  // namespace homing::evm
