#include "store/postgres/lists.h"

#include <cstdint>

namespace homing::postgres {

std::string pack(const std::vector<std::string>& items) {
    std::string out;
    for (const std::string& item : items) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.push_back(static_cast<char>((item.size() >> shift) & 0xff));
        }
        out += item;
    }
    return out;
}

Result<std::vector<std::string>> unpack(std::string_view bytes) {
    std::vector<std::string> items;
    while (!bytes.empty()) {
        std::size_t size = 0;
        for (std::size_t i = 0; i < 4 && i < bytes.size(); ++i) {
            size = size << 8 | static_cast<unsigned char>(bytes[i]);
        }
        if (bytes.size() < 4 || bytes.size() - 4 < size) {
            return corrupt("a packed list in the store ends in the middle of an item");
        }
        items.emplace_back(bytes.substr(4, size));
        bytes.remove_prefix(4 + size);
    }
    return items;
}

}  // namespace homing::postgres
