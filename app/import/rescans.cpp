#include "app/import/rescans.h"

#include <sys/random.h>

#include "core/check.h"
#include "store/tables.h"

namespace homing {

namespace {

// The first kept header at or above a height whose block is not older than the time.
Result<std::uint64_t> first_since(const Reader& reader, const NetworkId& network, Time since,
                                  std::uint64_t low, std::uint64_t high) {
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        const auto header = load<Header>(reader, header_key(network, middle));
        if (!header) return header.error();
        if (*header && (*header)->record.time >= since)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

}  // namespace

OpId fresh_op_id() {
    OpId id;
    CHECK(::getrandom(id.bytes.data(), id.bytes.size(), 0) ==
          static_cast<ssize_t>(id.bytes.size()));
    return id;
}

Result<std::vector<Versioned<Rescan>>> open_rescans(const Reader& reader,
                                                    const NetworkId& network) {
    auto rows = load_all<Rescan>(reader, rescans_of(network));
    if (!rows) return rows.error();
    std::erase_if(*rows, [](const auto& row) { return row.record.next > row.record.to; });
    return rows;
}

Result<Rescan> add_rescan(CommitBuilder& commit, const Reader& reader, const Rescan& wanted) {
    const auto open = open_rescans(reader, wanted.network);
    if (!open) return open.error();
    for (const auto& row : *open) {
        if (row.record.next > wanted.from || row.record.to < wanted.to) continue;
        commit.expect_unchanged(row);
        return row.record;
    }
    const auto same = load<Rescan>(reader, TableOf<Rescan>::key(wanted));
    if (!same) return same.error();
    Rescan row = wanted;
    if (*same) {
        row.to = std::max(row.to, (*same)->record.to);
        commit.update(**same, row);
    } else {
        commit.insert(row);
    }
    return row;
}

Result<Rescan> schedule_rescan(Store& store, const Rescan& wanted) {
    for (int attempt = 0; attempt < 5; ++attempt) {
        CommitBuilder builder(fresh_op_id());
        const Result<Rescan> row = add_rescan(builder, store, wanted);
        if (!row || builder.empty()) return row;
        const CommitResult done = store.commit(std::move(builder).take());
        if (done.ok()) return row;
        if (done.outcome != CommitOutcome::kConflict) return to_error(done);
    }
    return conflict("rescan of " + wanted.network.str() + ": others keep changing it; try again");
}

Result<std::optional<Rescan>> rescan_since(const Reader& reader, const NetworkId& network,
                                           Time since) {
    const auto cursor = load<Cursor>(reader, cursor_key(network));
    if (!cursor) return cursor.error();
    if (!*cursor || since > (*cursor)->record.block_time) return std::optional<Rescan>();
    const auto oldest = load_all<Header>(reader, headers_of(network), 1);
    if (!oldest) return oldest.error();
    if (oldest->empty()) return std::optional<Rescan>();
    Rescan row;
    row.network = network;
    row.to = (*cursor)->record.block.height;
    const Result<std::uint64_t> first =
        first_since(reader, network, since, oldest->front().record.block.height, row.to);
    if (!first) return first.error();
    row.from = *first;
    row.next = *first;
    return std::optional<Rescan>(row);
}

}  // namespace homing
