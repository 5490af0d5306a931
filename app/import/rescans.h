#pragma once

#include <optional>

#include "store/tables.h"

namespace homing {

// Adds a rescan to a commit: a new row, a wider one, or the demand that one which covers the blocks
// already is still as it was.
Result<Rescan> add_rescan(CommitBuilder& commit, const Reader& reader, const Rescan& wanted);

// Keeps a rescan row in the store; one that stands there already and covers the blocks is answered
// instead. kUnavailable when the store did not take it.
Result<Rescan> schedule_rescan(Store& store, const Rescan& wanted);

// The rescan that reads all applied blocks of the network from a time on, where there are any;
// nullopt where the network has not been read so far or nothing lies behind that time. Blocks older
// than the kept headers start at the oldest of them.
Result<std::optional<Rescan>> rescan_since(const Reader& reader, const NetworkId& network,
                                           Time since);

// Rows that are not done yet, of one network.
Result<std::vector<Versioned<Rescan>>> open_rescans(const Reader& reader, const NetworkId& network);

// An op id that was never used before.
OpId fresh_op_id();

}  // namespace homing
