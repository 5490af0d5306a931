#pragma once

#include <functional>
#include <string>
#include <vector>

#include "store/store.h"

namespace homing {

// One breach of one law of docs/architecture.md ("Laws"), as a sentence that names the object.
struct Breach {
    int law = 0;  // 1 to 15
    std::string message;

    bool operator==(const Breach&) const = default;
};

struct Audit {
    std::vector<Breach> breaches;  // at most 100 per law
    std::uint64_t deposits = 0;
    std::uint64_t postings = 0;
    std::uint64_t log_entries = 0;
};

// Checks every law on one snapshot. Progress goes from 0 to 100. An Error only when the store could
// not be read at all; whatever can be read is checked.
Result<Audit> check_laws(const Store& store, const std::function<void(int percent)>& progress = {});

}  // namespace homing
