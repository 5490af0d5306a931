#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/transfer.h"
#include "core/record.h"

namespace homing {

// One way to read what stands on chain as a registered memo, and what had to be cleaned for it.
// Grade 0: exact bytes and type; 1: type only, outer white space; 2: look-alike digits, labels,
// zeros, encodings; 3: spreadsheet damage, wrong field, homoglyphs, case; 4: one or two edits. Only
// 0 and 1 may credit by themselves.
struct MemoReading {
    std::string memo;  // Memo::str() to look routes up by
    std::uint8_t grade = 0;
    std::vector<std::string> steps;  // what was done, in order: "outer white space", "text to tag"

    bool operator==(const MemoReading&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"memo", &MemoReading::memo}, Field{"grade", &MemoReading::grade},
                          Field{"steps", &MemoReading::steps}};
    }
};

// The step of a muxed id that stands beside a memo: where the two name different customers, neither
// names one.
inline constexpr std::string_view kMuxedBesideMemo = "muxed id beside a memo";

// Every reading of grade 0 to 3 of a transfer's memo fields, lowest grade first, each memo once, at
// most 64. Pure and bounded for any bytes; kinds are turned into those that the transfer's family
// registers customers by.
std::vector<MemoReading> memo_readings(const Transfer& transfer);

// Readings of grade 4 for numbers: one digit wrong, missing, doubled or swapped. At most 256; for
// people's eyes alone, never for a credit.
std::vector<MemoReading> memo_neighbours(const Transfer& transfer);

}  // namespace homing
