#pragma once

#include "store/postgres/connection.h"
#include "store/store.h"

namespace homing::postgres {

// Store::ingest by COPY, all in one commit: rows that were copied are not seen before it, and a
// failure leaves none of them.
Result<std::uint64_t> ingest(const ConnectionOptions& options, const std::string& generation,
                             std::vector<BulkTable> tables);

}  // namespace homing::postgres
