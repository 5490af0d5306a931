#pragma once

#include "store/commit_plan.h"

// The rows that say what a store is, written once when it is created.
namespace homing {

// Of the whole layout; a store with a newer one is refused.
inline constexpr std::uint32_t kLayoutVersion = 1;

std::string layout_row_key();
std::string store_id_row_key();
std::vector<RowWrite> meta_rows(const StoreId& id);

// The id of a store whose meta rows are there; nullopt when it has none yet. kInvalid when the
// layout is newer than we know, kCorrupt when the rows are damaged or only half there.
Result<std::optional<StoreId>> read_meta(const Reader& reader);

}  // namespace homing
