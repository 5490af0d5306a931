#pragma once

#include "core/model/transfer.h"

namespace homing {

// How far a network has been read: the last final block that was applied, and the decoder that read
// it.
struct Cursor {
    NetworkId network;
    BlockRef block;
    Time block_time{};
    std::uint32_t decoder = 1;

    bool operator==(const Cursor&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"network", &Cursor::network}, Field{"block", &Cursor::block},
                          Field{"block_time", &Cursor::block_time},
                          Field{"decoder", &Cursor::decoder}};
    }
};

// One applied block; kept 10,000 deep so that an undo finds its ancestor and law 8 its links.
struct Header {
    NetworkId network;
    BlockRef block;
    std::string parent_hash;
    Time time{};
    std::uint64_t transfers_seen = 0;

    bool operator==(const Header&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"network", &Header::network}, Field{"block", &Header::block},
                          Field{"parent_hash", &Header::parent_hash}, Field{"time", &Header::time},
                          Field{"transfers_seen", &Header::transfers_seen}};
    }
};

// Blocks to read again because a route reached back behind the cursor.
struct Rescan {
    NetworkId network;
    std::uint64_t from = 0;
    std::uint64_t to = 0;    // inclusive
    std::uint64_t next = 0;  // first block not yet read again; done when past `to`

    bool operator==(const Rescan&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"network", &Rescan::network}, Field{"from", &Rescan::from},
                          Field{"to", &Rescan::to}, Field{"next", &Rescan::next}};
    }
};

}  // namespace homing
