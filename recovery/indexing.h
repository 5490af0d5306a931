#pragma once

#include "core/model/cursor.h"
#include "recovery/draft.h"
#include "recovery/engine.h"

// Final blocks into deposits, and back.
namespace homing {

// How many applied headers are kept: an undo reaches no further.
inline constexpr std::uint64_t kHeadersKept = 10'000;

// The block follows the cursor: its deposits, header and the cursor go into the draft.
Result<void> apply_block(Draft& draft, const Policy& policy, const Block& block, Time now,
                         Applied& applied);

// Only what the custody book did not know before; the cursor stays.
Result<void> reapply_block(Draft& draft, const Policy& policy, const Block& block, Time now,
                           Applied& applied);

// Takes back the blocks above the ancestor.
Result<void> undo_blocks(Draft& draft, const Policy& policy, const NetworkId& network,
                         const BlockRef& ancestor, Time now, Applied& applied);

}  // namespace homing
