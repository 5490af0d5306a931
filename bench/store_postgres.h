#pragma once

#include <functional>

#include "bench/report.h"
#include "store/store.h"

namespace homing::bench {

// Durable commits a second on a real PostgreSQL server on this disk, by this many clients, each
// waiting for its answer: `rate` runs the last argument on so many threads for a while.
using Rate = std::function<double(int threads, const std::function<void()>& commit_one)>;
void measure_postgres(Report& report, int clients,
                      const std::function<Commit(std::uint64_t number)>& make, const Rate& rate);

}  // namespace homing::bench
