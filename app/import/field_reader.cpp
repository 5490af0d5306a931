#include "app/import/field_reader.h"

#include <algorithm>
#include <sstream>

namespace homing {

FieldReader::FieldReader(const Json& row, const ImportKind& kind) : row_(row), kind_(kind) {
    for (const auto& [name, value] : row.items()) {
        const bool known =
            std::ranges::find(kind.columns, name, &ImportColumn::name) != kind.columns.end();
        if (!known) fail(name.substr(0, 80) + ": is not a field of " + std::string(kind.name));
        if (!value.is_string()) fail(name.substr(0, 80) + ": must be a text");
    }
}

const std::string* FieldReader::find(const char* name) {
    const auto field = row_.find(name);
    if (field != row_.end()) {
        return field->is_string() ? field->get_ptr<const std::string*>() : nullptr;
    }
    const auto column = std::ranges::find(kind_.columns, name, &ImportColumn::name);
    if (column != kind_.columns.end() && column->required) fail(std::string(name) + ": is missing");
    return nullptr;
}

Result<void> FieldReader::take(const std::string& text, std::vector<AssetId>& member) {
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        Result<AssetId> asset = AssetId::parse(word);
        if (!asset) return asset.error();
        member.push_back(std::move(*asset));
    }
    return {};
}

}  // namespace homing
