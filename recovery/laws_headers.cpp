#include <map>

#include "recovery/indexing.h"
#include "recovery/table_stream.h"

namespace homing {

// Law 8: kept headers follow each other without a gap and end at the cursor.
Result<void> check_headers(const Reader& reader, LawBook& book) {
    std::map<NetworkId, Header> last;
    auto done = for_each_row<Header>(reader, book, [&](const Header& header, std::uint64_t) {
        const auto [before, is_first] = last.try_emplace(header.network, header);
        if (is_first) return;
        const Header& parent = before->second;
        const std::string name =
            header.network.str() + " block " + std::to_string(header.block.height);
        if (header.block.height != parent.block.height + 1) {
            book.breach(8,
                        name + " leaves a gap behind block " + std::to_string(parent.block.height));
        } else if (header.parent_hash != parent.block.hash) {
            book.breach(8, name + " does not follow the block before it");
        }
        before->second = header;
    });
    if (!done) return done;
    return for_each_row<Cursor>(reader, book, [&](const Cursor& cursor, std::uint64_t) {
        const auto newest = last.find(cursor.network);
        if (newest == last.end() || newest->second.block != cursor.block) {
            book.breach(8,
                        "the cursor of " + cursor.network.str() + " is not its newest kept header");
        }
    });
}

}  // namespace homing
