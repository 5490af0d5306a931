#pragma once

#include <optional>
#include <string>

#include "core/id.h"
#include "core/record.h"
#include "core/time.h"

namespace homing {

// One look-up by a member of staff: who looked for what, and why. Kept for ever.
struct Search {
    std::string by;
    std::uint64_t hour = 0;    // since 1970
    std::uint32_t number = 0;  // 0, 1, 2 … of that person in that hour
    Time at{};
    std::string what;  // as typed
    std::string reason;
    std::optional<CaseId> case_id;  // the case it was done for
    std::uint32_t found = 0;        // records shown

    bool operator==(const Search&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"by", &Search::by},         Field{"hour", &Search::hour},
                          Field{"number", &Search::number}, Field{"at", &Search::at},
                          Field{"what", &Search::what},     Field{"reason", &Search::reason},
                          Field{"case", &Search::case_id},  Field{"found", &Search::found}};
    }
};

}  // namespace homing
