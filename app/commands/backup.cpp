#include <fcntl.h>
#include <unistd.h>

#include "app/client.h"
#include "app/commands/commands.h"
#include "app/commands/view.h"
#include "app/files.h"
#include "app/print/table.h"
#include "core/record_json.h"
#include "store/witness.h"

namespace homing {

namespace {

namespace fs = std::filesystem;
constexpr const char* kManifest = "homing-backup.json";

bool holds_anything(const fs::path& folder) {
    std::error_code error;
    return fs::exists(folder, error) &&
           !(fs::is_directory(folder, error) && fs::is_empty(folder, error));
}

Result<Json> backup(Context& context, const Json& args) {
    const fs::path folder = text_arg(args, "folder");
    if (!folder.is_absolute()) return invalid("folder: must be an absolute path");
    if (holds_anything(folder)) return conflict(folder.string() + " is not empty");
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return unavailable("cannot make " + folder.string() + ": " + error.message());
    // The head first: whatever is acknowledged by now is in the copy.
    const Result<LogHead> head = context.store().log_head();
    if (!head) return head.error();
    if (Result<void> copied = context.store().checkpoint((folder / "store").string()); !copied) {
        return copied.error();
    }
    const Json manifest = {{"homing_backup", 1},
                           {"store", context.store().id().str()},
                           {"log_size", head->size},
                           {"log_root", head->root.str()},
                           {"at", format_time(context.now)}};
    if (Result<void> written = replace_file(folder / kManifest, manifest.dump(2) + "\n");
        !written) {
        return written.error();
    }
    Json reply = manifest;
    reply["folder"] = folder.string();
    return reply;
}

Result<Json> drive_backup(Client& client, const Json& args) {
    Json absolute = args;
    absolute["folder"] = fs::absolute(text_arg(args, "folder")).lexically_normal().string();
    return client.call("backup", absolute);
}

std::string render_backup(const Json& reply, const Style& style) {
    Sheet sheet;
    sheet.add("store", text_in(reply, "store"));
    sheet.add("audit log", with_commas(reply["log_size"].get<std::uint64_t>()) + " entries, root " +
                               text_in(reply, "log_root"));
    return "Copied to " + text_in(reply, "folder") + "\n" + sheet.str(style);
}

Result<Witness> read_manifest(const fs::path& file) {
    const Result<std::string> text = read_file(file, 1 << 16);
    if (!text) return text.error();
    const Result<Json> json = parse_json(*text);
    if (!json || !json->is_object()) return corrupt(file.string() + " is no backup's manifest");
    const Result<StoreId> id = StoreId::parse(text_in(*json, "store"));
    const Result<Hash> root = Hash::parse(text_in(*json, "log_root"));
    const Json size = json->value("log_size", Json());
    if (!id || !root || !size.is_number_unsigned()) {
        return corrupt(file.string() + " is no backup's manifest");
    }
    return Witness{*id, {size.get<std::uint64_t>(), *root}};
}

Result<void> sync_tree(const fs::path& folder) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const int fd = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
        const bool synced = fd >= 0 && ::fsync(fd) == 0;
        if (fd >= 0) ::close(fd);
        if (!synced) return unavailable("cannot sync " + entry.path().string());
    }
    return {};
}

Result<void> copy_store(const fs::path& from, const fs::path& to) {
    std::error_code error;
    const fs::path beside = to.string() + ".restoring";
    fs::remove_all(beside, error);
    fs::create_directories(beside, error);
    if (!error) fs::copy(from, beside, fs::copy_options::recursive, error);
    if (error) return unavailable("cannot copy " + from.string() + ": " + error.message());
    if (Result<void> synced = sync_tree(beside); !synced) return synced;
    fs::remove(to, error);  // an empty folder
    fs::rename(beside, to, error);
    if (error) return unavailable("cannot put " + to.string() + " in place: " + error.message());
    return {};
}

Result<Json> drive_restore(Client& client, const Json& args) {
    const Config& config = client.config();
    if (config.store != StoreKind::kRocksdb) {
        return invalid("restore is for the embedded store; PostgreSQL has its own tools");
    }
    const fs::path folder = text_arg(args, "folder");
    const Result<Witness> manifest = read_manifest(folder / kManifest);
    if (!manifest) return manifest.error();
    const fs::path target = store_folder(config);
    if (holds_anything(target)) {
        return conflict(target.string() + " is not empty; move it away first");
    }
    const Result<std::optional<Witness>> witness = read_witness(config.witness_file);
    if (!witness) return witness.error();
    if (*witness && (*witness)->head.size > manifest->head.size) {
        return conflict("the backup is older than the witness " + config.witness_file.string() +
                        ": " + std::to_string((*witness)->head.size - manifest->head.size) +
                        " entries would be lost. Reconcile with the ledger, then move the witness "
                        "file away and restore again");
    }
    if (Result<void> copied = copy_store(folder / "store", target); !copied) return copied.error();
    const Result<std::unique_ptr<Store>> store = open_store(config);
    if (!store) return store.error();
    if (Result<void> checked = check_witness(**store, *manifest); !checked) {
        return within("the restored store is not what the manifest says", checked.error());
    }
    return Json{{"folder", target.string()},
                {"store", manifest->store.str()},
                {"log_size", manifest->head.size},
                {"log_root", manifest->head.root.str()}};
}

std::string render_restore(const Json& reply, const Style&) {
    return "Restored to " + text_in(reply, "folder") + "; its audit log holds the backup's " +
           with_commas(reply["log_size"].get<std::uint64_t>()) +
           " entries. Run `homing audit check` before `homing run`.\n";
}

}  // namespace

Command backup_command() {
    return {.name = "backup",
            .summary = "Copy the store, while it runs, to an empty folder",
            .details =
                "Writes the audit log's head beside it, which restore checks.\n\n"
                "Example:\n  homing backup /backups/2026-11-23",
            .args = {{"folder", ArgType::kText, true, true, "empty or not there yet"}},
            .action = Action::kBackup,
            .handle = backup,
            .drive = drive_backup,
            .render = render_backup};
}

Command restore_command() {
    return {.name = "restore",
            .summary = "Put a backup where the configuration wants the store",
            .details =
                "Refuses a store that is there, and a backup older than the witness.\n\n"
                "Example:\n  homing restore /backups/2026-11-23",
            .args = {{"folder", ArgType::kText, true, true, "as written by backup"}},
            .action = Action::kBackup,
            .drive = drive_restore,
            .render = render_restore};
}

}  // namespace homing
