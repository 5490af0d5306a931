#pragma once

#include "store/key.h"
#include "store/store.h"

// What the writer that is killed writes under each number; its test looks for the same rows.
namespace homing {

inline constexpr std::uint32_t kRowsOfLoad = 500;

inline std::string kill_row(std::uint64_t number, std::uint32_t row) {
    return std::move(Key(0x30).number(number).number(row)).str();
}

inline OpId kill_op(std::uint64_t number) {
    OpId id;
    id.bytes[0] = 9;
    for (std::size_t i = 0; i < 8; ++i)
        id.bytes[15 - i] = static_cast<std::uint8_t>(number >> 8 * i);
    return id;
}

inline Commit commit_of(std::uint64_t number) {
    Commit commit;
    commit.op_id = kill_op(number);
    for (std::uint32_t row = 0; row < 3; ++row) {
        commit.puts.push_back({kill_row(number, row), 1, std::string(100, 'b')});
        commit.expects.push_back({kill_row(number, row), 0});
    }
    commit.audit.push_back("{\"number\":" + std::to_string(number) + "}");
    return commit;
}

inline BulkTable load_of(std::uint64_t number) {
    return {1, [number, row = 0u]() mutable -> std::optional<std::pair<std::string, std::string>> {
                if (row == kRowsOfLoad) return std::nullopt;
                return std::pair(kill_row(number, row++), std::string("loaded"));
            }};
}

}  // namespace homing
