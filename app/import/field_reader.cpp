#include "app/import/field_reader.h"

#include <sstream>

namespace homing {

bool FieldReader::has(std::string_view name) const {
    const std::size_t column = find_column(kind_, name);
    return column < cells_.size() && !cells_[column].empty();
}

const std::string* FieldReader::find(std::string_view name) {
    const std::size_t column = find_column(kind_, name);
    if (column < cells_.size() && !cells_[column].empty()) return &cells_[column];
    if (column < kind_.columns.size() && kind_.columns[column].required) {
        fail(std::string(name) + ": is missing");
    }
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

Result<void> FieldReader::take(const std::string& text, bool& member) {
    if (text != "true" && text != "false") return invalid("must be true or false");
    member = text == "true";
    return {};
}

}  // namespace homing
