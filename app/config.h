#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/caip.h"
#include "core/time.h"

// What the machine needs: endpoints, paths, ports. What the rules may do is policy, a file of its
// own.
namespace homing {

struct NetworkConfig {
    NetworkId id;
    std::string name;
    std::string genesis_hash;
    std::vector<std::string> endpoints;
    std::string native_symbol;
    std::uint8_t native_decimals = 18;
    bool traces = true;
    std::string start = "final";  // first block ever read: a height, or "final" for the newest
    Duration poll{};              // between two looks at the head
    Duration deadline{};          // per request
    Duration stalled_after{};     // no new block for so long: said in `status`
    std::uint64_t reply_max_bytes = 0;
    unsigned retries = 0;
    int line = 0;  // where its table starts in the file
};

enum class StoreKind { kRocksdb, kPostgres };
enum class LedgerKind { kFile, kHttp };

struct LedgerConfig {
    LedgerKind kind = LedgerKind::kFile;
    std::filesystem::path file;        // kFile: JSON lines, one credit each
    std::string url;                   // kHttp: "https://ledger.internal"
    std::filesystem::path token_file;  // kHttp: bearer token; may be empty
    Duration deadline{};
    Duration idempotency_window{};  // how long the receiver remembers a key
};

struct Config {
    std::filesystem::path file;  // where it was read from
    std::filesystem::path data;
    bool demo = false;  // a genesis other than the network's public one is accepted
    StoreKind store = StoreKind::kRocksdb;
    std::filesystem::path postgres_file;  // holds the connection string
    std::filesystem::path witness_file;
    std::filesystem::path
        log_key_file;  // seed that signs checkpoints of the audit log; may be empty
    std::string log_origin;
    std::string challenge_domain;  // the host name that challenges are signed for; may be empty
    std::filesystem::path policy_file;
    std::filesystem::path staff_file;
    std::uint64_t read_ahead_blocks = 0;
    std::uint64_t read_connections = 0;
    LedgerConfig ledger;
    std::vector<NetworkConfig> networks;

    std::filesystem::path socket() const { return data / "homing.sock"; }
};

// The whole file, paths made absolute from its folder, defaults filled in. kInvalid lists every
// mistake of the file at once, one a line, each as "file:line: key: what is wrong".
Result<Config> load_config(const std::filesystem::path& file);
// As load_config, for a text that stands for the file.
Result<Config> parse_config(std::string_view text, const std::filesystem::path& file);

// The table of keys as Markdown: name, type, default, meaning. Printed by `homing help config`.
std::string config_reference();

}  // namespace homing
