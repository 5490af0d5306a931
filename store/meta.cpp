#include "store/meta.h"

#include <algorithm>

#include "store/key.h"
#include "store/system_rows.h"
#include "store/tables.h"

namespace homing {

std::string layout_row_key() {
    return table_prefix(TableTag::kMeta) + "layout";
}
std::string store_id_row_key() {
    return table_prefix(TableTag::kMeta) + "store_id";
}

std::vector<RowWrite> meta_rows(const StoreId& id) {
    std::string layout;
    append_big_endian(layout, kLayoutVersion);
    return {{layout_row_key(), kSystemSchema, 1, std::move(layout)},
            {store_id_row_key(), kSystemSchema, 1, std::string(as_text(id.bytes))}};
}

Result<std::optional<StoreId>> read_meta(const Reader& reader) {
    Result<std::vector<std::optional<Stored>>> rows =
        reader.multi_get({layout_row_key(), store_id_row_key()});
    if (!rows) return rows.error();
    const std::optional<Stored>& layout = (*rows)[0];
    const std::optional<Stored>& id_row = (*rows)[1];
    if (!layout && !id_row) return std::optional<StoreId>();
    if (!layout || layout->body.size() != sizeof(kLayoutVersion)) {
        return corrupt("the store does not say which layout it has");
    }
    const auto version = read_big_endian<std::uint32_t>(layout->body);
    if (version > kLayoutVersion) {
        return invalid("the store has layout " + std::to_string(version) +
                       "; this Homing knows layouts up to " + std::to_string(kLayoutVersion) +
                       ": use the newer program that wrote it");
    }
    if (!id_row || id_row->body.size() != StoreId::kSize) {
        return corrupt("the store does not say which store it is");
    }
    StoreId id;
    std::ranges::copy(as_bytes(id_row->body), id.bytes.begin());
    return std::optional(id);
}

}  // namespace homing
