#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace homing {

struct ImportColumn {
    std::string_view name;
    bool required = false;
    std::string_view help;
};

// A kind of document the custody book takes; docs/import.md shows each with an example.
struct ImportKind {
    std::string_view name;
    std::vector<ImportColumn> columns;
};

// The texts of a row, in the order of its kind's columns; an empty one was not given.
using ImportCells = std::vector<std::string>;

// In the order in which they build on each other: accounts first.
const std::vector<ImportKind>& import_kinds();
const ImportKind* find_import_kind(std::string_view name);
// Where the column stands in the kind; the number of columns where it has none of that name.
std::size_t find_column(const ImportKind& kind, std::string_view name);
// "accounts, assets, …".
std::string import_kind_names();

}  // namespace homing
