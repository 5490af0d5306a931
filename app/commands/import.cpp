#include <algorithm>

#include "app/client.h"
#include "app/commands/commands.h"
#include "app/commands/view.h"
#include "app/import/book_import.h"
#include "app/import/bulk_import.h"
#include "app/import/rescans.h"
#include "app/import/row_reader.h"
#include "app/print/table.h"
#include "core/crypto/hash.h"
#include "core/record_json.h"
#include "recovery/leaf.h"

namespace homing {

namespace {

constexpr std::size_t kBatch = 500;
constexpr std::uint64_t kSliceRows = 1'000'000;
// Above it a document is loaded by slices, not sent by batches.
constexpr std::uint64_t kBulkFrom = 4u << 20;
constexpr std::size_t kRejectedShown = 20;
constexpr std::size_t kRejectedKept = 10'000;

std::vector<NetworkId> network_ids(const Host& host) {
    std::vector<NetworkId> ids;
    for (const Network& network : host.networks) ids.push_back(network.id);
    return ids;
}

struct Batch {
    ImportResult result;
    Json rescans = Json::array();
};

// Rescans in the same commit as the routes that ask for them: neither is there without the other.
Result<void> add_rescans(CommitBuilder& builder, const Reader& reader, Batch& batch) {
    for (const auto& [network, since] : batch.result.reach_back) {
        const Result<std::optional<Rescan>> wanted = rescan_since(reader, network, since);
        if (!wanted) return wanted.error();
        if (!*wanted) continue;
        const Result<Rescan> kept = add_rescan(builder, reader, **wanted);
        if (!kept) return kept.error();
        batch.rescans.push_back(record_to_json(*kept));
    }
    return {};
}

// The audit log's word of what an import brings: which rows (by hash), of what kind, how many.
std::string import_leaf(const ImportKind& kind, const Hash& rows, const ImportResult& result,
                        Time now) {
    Leaf leaf;
    leaf.kind = "import";
    leaf.id = rows.str();
    leaf.state = std::string(kind.name) + ": " + std::to_string(result.added) + " added, " +
                 std::to_string(result.updated) + " updated, " + std::to_string(result.unchanged) +
                 " unchanged, " + std::to_string(result.rejected.size()) + " rejected";
    leaf.version = 1;
    leaf.hash = rows.str();
    leaf.step = "import";
    leaf.at = now;
    return format_leaf(leaf);
}

Json counts_of(const Batch& batch) {
    const ImportResult& result = batch.result;
    Json rejected = Json::array();
    for (const auto& [line, reason] : result.rejected) {
        rejected.push_back({{"line", line}, {"reason", reason}});
    }
    return Json{{"added", result.added},
                {"updated", result.updated},
                {"unchanged", result.unchanged},
                {"rejected", rejected},
                {"rescans", batch.rescans}};
}

// The cells of one row of a batch: {"line": 7, "cells": ["alice", …]} in the order of the columns.
Result<ImportCells> cells_of(const ImportKind& kind, const Json& row) {
    const auto line = row.find("line");
    const auto list = row.find("cells");
    const bool fits = line != row.end() && line->is_number_unsigned() && list != row.end() &&
                      list->is_array() && list->size() == kind.columns.size() &&
                      std::ranges::all_of(*list, [](const Json& c) { return c.is_string(); });
    if (!fits) return invalid("rows: each must hold line, and cells as the kind has columns");
    return list->get<ImportCells>();
}

// One try at a batch: nullopt when somebody changed one of its rows meanwhile.
Result<std::optional<Batch>> try_batch(Context& context, const ImportKind& kind, const Json& rows) {
    BookImport import(context.store(), network_ids(context.host));
    for (const Json& row : rows) {
        const Result<ImportCells> cells = cells_of(kind, row);
        if (!cells) return cells.error();
        Result<void> taken = import.take(kind, row["line"].get<std::uint64_t>(), *cells);
        if (!taken) return taken.error();
    }
    // Before the commit: what a reader drops after it would be lost until the next rescan.
    if (context.host.filter != nullptr) {
        const auto added = context.host.filter->add(import.result().fingerprints, context.store());
        if (!added) return added.error();
    }
    CommitBuilder builder(fresh_op_id());
    import.write(builder);
    Batch batch{.result = import.result()};
    if (!batch.result.reach_back.empty()) {
        // Between blocks: what the engine applied by now was read without the new fingerprints,
        // what it applies from now on it will know to be read too early.
        const Result<bool> added = context.engine([&](Engine&) -> Result<bool> {
            const Result<void> done = add_rescans(builder, context.store(), batch);
            if (!done) return done.error();
            return true;
        });
        if (!added) return added.error();
    }
    if (builder.empty()) return std::optional(std::move(batch));
    const Hash hash{sha256(as_bytes(rows.dump()))};
    builder.audit(import_leaf(kind, hash, batch.result, context.now));
    const CommitResult done = context.store().commit(std::move(builder).take());
    if (done.outcome == CommitOutcome::kConflict) return std::optional<Batch>();
    if (!done.ok()) return to_error(done);
    return std::optional(std::move(batch));
}

Result<Json> import_rows(Context& context, const Json& args) {
    const ImportKind* kind = find_import_kind(text_arg(args, "kind"));
    if (kind == nullptr) return invalid("kind: must be one of " + import_kind_names());
    if (args["rows"].size() > kBatch) return invalid("rows: at most 500 at a time");
    Result<std::optional<Batch>> batch = std::optional<Batch>();
    for (int attempt = 0; attempt < 5 && batch && !*batch; ++attempt) {
        batch = try_batch(context, *kind, args["rows"]);
    }
    if (!batch) return batch.error();
    if (!*batch) return conflict("others keep changing the same rows; try again");
    return counts_of(**batch);
}

// The bytes of a file from one place to another, as a hash.
Result<Hash> hash_part(const std::string& file, std::uint64_t from, std::uint64_t to) {
    std::ifstream in(file, std::ios::binary);
    in.seekg(static_cast<std::streamoff>(from));
    Bytes bytes(to - from);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!in) return unavailable(file + " became shorter while it was read");
    return Hash{sha256(bytes)};
}

// Brings in what was judged. The engine stands still meanwhile: the rescans are kept before the
// rows are, so that no crash leaves rows without them, and no block is applied in between.
Result<void> load_slice(Context& context, BulkImport& import, const std::string& leaf,
                        Batch& batch) {
    if (context.host.filter != nullptr) {
        const auto added = context.host.filter->add(import.result().fingerprints, context.store());
        if (!added) return added.error();
    }
    const Result<bool> loaded = context.engine([&](Engine&) -> Result<bool> {
        CommitBuilder builder(fresh_op_id());
        if (Result<void> done = add_rescans(builder, context.store(), batch); !done) {
            return done.error();
        }
        builder.audit(leaf);
        const CommitResult done = context.store().commit(std::move(builder).take());
        if (!done.ok()) return to_error(done);
        if (Result<void> entered = import.load(context.store()); !entered) return entered.error();
        return true;
    });
    if (!loaded) return loaded.error();
    return import.write_updates(context.store());
}

// One slice of a document that lies beside the process which holds the store.
Result<Json> import_slice(Context& context, const Json& args) {
    const ImportKind* kind = find_import_kind(text_arg(args, "kind"));
    if (kind == nullptr || !BulkImport::takes(*kind)) return invalid("kind: is not loaded so");
    const std::string file = text_arg(args, "file");
    Result<RowReader> reader = RowReader::open(file, *kind);
    if (!reader) return reader.error();
    const std::uint64_t offset = whole_arg(args, "offset", 0);
    if (offset > reader->size()) return invalid("offset: lies behind the file's end");
    if (offset > 0) reader->seek(offset, whole_arg(args, "line", 0));
    BulkImport import(context.store(), network_ids(context.host));
    Batch batch;
    ImportRow row;
    bool is_more = true;
    std::uint64_t rows = 0;
    std::vector<ImportResult::Rejected> unreadable;
    for (; rows < kSliceRows && (is_more = reader->next(row)); ++rows) {
        if (row.problem.empty())
            import.take(*kind, row.line, row.cells);
        else
            unreadable.push_back({row.line, row.problem});
    }
    if (Result<void> judged = import.judge(); !judged) return judged.error();
    batch.result = import.result();
    auto& rejected = batch.result.rejected;
    rejected.insert(rejected.end(), unreadable.begin(), unreadable.end());
    std::ranges::sort(rejected, {}, &ImportResult::Rejected::line);
    const Result<Hash> hash = hash_part(file, offset, reader->bytes_read());
    if (!hash) return hash.error();
    if (batch.result.added + batch.result.updated > 0) {
        const std::string leaf = import_leaf(*kind, *hash, batch.result, context.now);
        if (Result<void> loaded = load_slice(context, import, leaf, batch); !loaded) {
            return loaded.error();
        }
    }
    const std::size_t all = rejected.size();
    rejected.resize(std::min(all, kRejectedKept));
    Json reply = counts_of(batch);
    reply["rejected_beyond"] = all - rejected.size();
    reply["offset"] = reader->bytes_read();
    reply["line"] = reader->line();
    reply["more"] = is_more;
    return reply;
}

// Sums up what the batches of one file answered.
struct FileReport {
    std::string file;
    std::string kind;
    std::uint64_t added = 0;
    std::uint64_t updated = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t rejected = 0;
    Json lines = Json::array();  // the first rejected ones, with their reasons
    std::map<std::string, Json> rescans;

    void reject(std::uint64_t line, const std::string& reason) {
        ++rejected;
        if (lines.size() < kRejectedKept) lines.push_back({{"line", line}, {"reason", reason}});
    }
    void take(const Json& reply) {
        added += reply["added"].get<std::uint64_t>();
        updated += reply["updated"].get<std::uint64_t>();
        unchanged += reply["unchanged"].get<std::uint64_t>();
        for (const Json& one : reply["rejected"]) {
            reject(one["line"].get<std::uint64_t>(), text_in(one, "reason"));
        }
        rejected += reply.value("rejected_beyond", std::uint64_t{0});
        for (const Json& one : reply["rescans"]) rescans[text_in(one, "network")] = one;
    }
    Json json() const {
        Json again = Json::array();
        for (const auto& [network, rescan] : rescans) again.push_back(rescan);
        return {{"file", file},
                {"kind", kind},
                {"added", added},
                {"updated", updated},
                {"unchanged", unchanged},
                {"rejected", rejected},
                {"rejected_lines", lines},
                {"rescans", again}};
    }
};

// A long document: the process that holds the store reads it itself, a slice a call. Cut off
// anywhere, the same command again finds the slices that entered unchanged and goes on.
Result<void> load_file(Client& client, const ImportKind& kind, FileReport& report) {
    const std::filesystem::path file = std::filesystem::absolute(report.file);
    Progress progress(report.file, std::filesystem::file_size(file));
    std::uint64_t offset = 0;
    std::uint64_t line = 0;
    for (bool is_more = true; is_more;) {
        const Result<Json> reply = client.call(
            "import slice",
            {{"kind", kind.name}, {"file", file.string()}, {"offset", offset}, {"line", line}});
        if (!reply) return reply.error();
        report.take(*reply);
        offset = (*reply)["offset"].get<std::uint64_t>();
        line = (*reply)["line"].get<std::uint64_t>();
        is_more = (*reply)["more"].get<bool>();
        progress.at(offset);
    }
    return {};
}

Result<void> send_file(Client& client, const ImportKind& kind, FileReport& report) {
    Result<RowReader> reader = RowReader::open(report.file, kind);
    if (!reader) return reader.error();
    if (BulkImport::takes(kind) && reader->size() >= kBulkFrom) {
        return load_file(client, kind, report);
    }
    Progress progress(report.file, reader->size());
    Json batch = Json::array();
    const auto flush = [&]() -> Result<void> {
        if (batch.empty()) return {};
        const Result<Json> reply =
            client.call("import rows", {{"kind", kind.name}, {"rows", std::move(batch)}});
        batch = Json::array();
        if (!reply) return reply.error();
        report.take(*reply);
        progress.at(reader->bytes_read());
        return {};
    };
    std::size_t bytes = 0;
    std::uint64_t before = 0;
    ImportRow row;
    while (reader->next(row)) {
        if (!row.problem.empty()) {
            report.reject(row.line, row.problem);
            continue;
        }
        bytes += reader->bytes_read() - before;
        before = reader->bytes_read();
        batch.push_back({{"line", row.line}, {"cells", row.cells}});
        if (batch.size() < kBatch && bytes < (2u << 20)) continue;
        bytes = 0;
        if (Result<void> sent = flush(); !sent) return sent;
    }
    return flush();
}

// The kind a file holds: as told, else by its name ("routes.csv", "past-credits.2026.jsonl").
Result<const ImportKind*> kind_of(const std::string& told, const std::string& file) {
    const std::string name = std::filesystem::path(file).filename().string();
    const ImportKind* kind = find_import_kind(told.empty() ? name.substr(0, name.find('.')) : told);
    if (kind != nullptr) return kind;
    if (!told.empty()) return invalid("kind: must be one of " + import_kind_names());
    return invalid(file + ": name its kind with --kind (" + import_kind_names() +
                   "), or the file after it");
}

Result<Json> drive_import(Client& client, const Json& args) {
    std::vector<FileReport> reports;
    const std::string told = text_arg(args, "kind");
    for (const Json& file : args["files"]) {
        const Result<const ImportKind*> kind = kind_of(told, file.get<std::string>());
        if (!kind) return kind.error();
        FileReport report;
        report.file = file.get<std::string>();
        report.kind = (*kind)->name;
        reports.push_back(std::move(report));
    }
    Json files = Json::array();
    std::uint64_t rejected = 0;
    for (const ImportKind& kind : import_kinds()) {  // in the order they build on each other
        for (FileReport& report : reports) {
            if (report.kind != kind.name) continue;
            if (Result<void> sent = send_file(client, kind, report); !sent) {
                return within(report.file, sent.error());
            }
            rejected += report.rejected;
            files.push_back(report.json());
        }
    }
    return Json{{"files", files}, {"rejected", rejected}};
}

std::string render_import(const Json& reply, const Style& style) {
    Table table({{"file"},
                 {"kind"},
                 {"added", Align::kRight},
                 {"updated", Align::kRight},
                 {"unchanged", Align::kRight},
                 {"rejected", Align::kRight}});
    std::string problems;
    std::string rescans;
    for (const Json& file : reply["files"]) {
        const auto count = [&](const char* name) {
            return with_commas(file[name].get<std::uint64_t>());
        };
        const bool bad = file["rejected"].get<std::uint64_t>() > 0;
        table.add({{text_in(file, "file")},
                   {text_in(file, "kind")},
                   {count("added"), Tone::kGood},
                   {count("updated")},
                   {count("unchanged"), Tone::kDim},
                   {count("rejected"), bad ? Tone::kBad : Tone::kDim}});
        std::size_t shown = 0;
        for (const Json& line : file["rejected_lines"]) {
            if (++shown > kRejectedShown) {
                problems += "  … and more; --json lists them\n";
                break;
            }
            problems +=
                style.paint(Tone::kBad, text_in(file, "file") + ":" +
                                            std::to_string(line["line"].get<std::uint64_t>())) +
                ": " + printable(text_in(line, "reason")) + "\n";
        }
        for (const Json& rescan : file["rescans"]) {
            rescans += "Blocks from " + with_commas(rescan["from"].get<std::uint64_t>()) + " of " +
                       text_in(rescan, "network") + " are read again: a route reaches back.\n";
        }
    }
    return problems + table.str(style) + rescans;
}

}  // namespace

Command import_command() {
    return {.name = "import",
            .summary =
                "Bring routes, addresses, assets, labels, prices, accounts or past credits into "
                "the book",
            .details =
                "CSV with a header line, or JSON lines; docs/import.md shows each kind. A bad "
                "line is named with its\nreason and the rest goes in; the same file twice "
                "changes nothing. Ends with 1 when a line was rejected.\n\n"
                "Examples:\n  homing import accounts.csv addresses.csv assets.csv routes.csv\n"
                "  homing import --kind routes 2026-11.jsonl",
            .args = {{"kind", ArgType::kText, false, false,
                      "accounts, assets, addresses, routes, labels, prices, past-credits, "
                      "withdrawals; else by "
                      "file name"},
                     {"files", ArgType::kTexts, true, true, "documents to read"}},
            .action = Action::kImport,
            .drive = drive_import,
            .render = render_import,
            .is_positive = [](const Json& reply) { return reply["rejected"] == 0; }};
}

Command import_rows_command() {
    return {.name = "import rows",
            .summary = "A batch of an import",
            .args = {{"kind", ArgType::kText, true, false, ""},
                     {"rows", ArgType::kRows, true, false, ""}},
            .action = Action::kImport,
            .handle = import_rows,
            .hidden = true};
}

Command import_slice_command() {
    return {.name = "import slice",
            .summary = "A slice of a long document",
            .args = {{"kind", ArgType::kText, true, false, ""},
                     {"file", ArgType::kText, true, false, ""},
                     {"offset", ArgType::kWhole, false, false, ""},
                     {"line", ArgType::kWhole, false, false, ""}},
            .action = Action::kImport,
            .handle = import_slice,
            .hidden = true};
}

}  // namespace homing
