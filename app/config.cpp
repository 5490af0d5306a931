#include "app/config.h"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include "app/config_value.h"
#include "core/hex.h"
#include "recovery/challenge_text.h"

namespace homing {

namespace {

namespace fs = std::filesystem;

// One row of the table of keys; `take` checks the value and keeps it. A fallback of "!" marks a key
// that must be given, "" one that may stay away.
template <class Target>
struct Key {
    std::string_view name;
    KeyType type;
    std::string_view fallback;
    std::string_view help;
    Result<void> (*take)(Target&, const ConfigValue&);
};

Result<void> keep(std::string& target, const ConfigValue& value) {
    if (value.text.empty()) return invalid("must not be empty");
    target = value.text;
    return {};
}

Result<void> keep_path(fs::path& target, const ConfigValue& value) {
    if (value.text.empty()) return invalid("must not be empty");
    target = value.text;
    return {};
}

Result<void> keep_between(Duration& target, const ConfigValue& value, Duration low, Duration high) {
    if (value.duration < low || value.duration > high) {
        return invalid("must lie between " + format_duration(low) + " and " +
                       format_duration(high));
    }
    target = value.duration;
    return {};
}

using namespace std::chrono_literals;

const std::vector<Key<Config>> kRootKeys = {
    {"data", KeyType::kPath, "data", "Folder of the store and the socket",
     [](Config& c, const ConfigValue& v) { return keep_path(c.data, v); }},
    {"demo", KeyType::kFlag, "false", "Accept a test genesis under a public network's id",
     [](Config& c, const ConfigValue& v) -> Result<void> {
         c.demo = v.flag;
         return {};
     }},
    {"witness_file", KeyType::kPath, "!",
     "Where the last head of the audit log is kept; outside `data`",
     [](Config& c, const ConfigValue& v) { return keep_path(c.witness_file, v); }},
    {"policy_file", KeyType::kPath, "policy.json", "The policy, as JSON",
     [](Config& c, const ConfigValue& v) { return keep_path(c.policy_file, v); }},
    {"staff_file", KeyType::kPath, "staff.toml", "Who may rule, with their public keys",
     [](Config& c, const ConfigValue& v) { return keep_path(c.staff_file, v); }},
    {"log_key_file", KeyType::kPath, "",
     "Ed25519 seed (64 hex digits) that signs checkpoints of the audit log",
     [](Config& c, const ConfigValue& v) { return keep_path(c.log_key_file, v); }},
    {"log_origin", KeyType::kText, "homing", "Name of the audit log in its checkpoints",
     [](Config& c, const ConfigValue& v) -> Result<void> {
         if (v.text.find_first_of(" +\n\r\t") != std::string::npos) {
             return invalid("must hold no space and no \"+\"");
         }
         return keep(c.log_origin, v);
     }},
    {"challenge_domain", KeyType::kText, "",
     "Host name (with its port) that claimants know you by; named in every text they sign",
     [](Config& c, const ConfigValue& v) -> Result<void> {
         if (Result<void> checked = check_challenge_domain(v.text); !checked) return checked;
         c.challenge_domain = v.text;
         return {};
     }},
    {"read_ahead_blocks", KeyType::kWhole, "16", "Final blocks a network reads ahead of the engine",
     [](Config& c, const ConfigValue& v) -> Result<void> {
         if (v.whole < 1 || v.whole > 1024) return invalid("must lie between 1 and 1024");
         c.read_ahead_blocks = v.whole;
         return {};
     }},
    {"read_connections", KeyType::kWhole, "4",
     "Connections to a network's node while there is much to catch up",
     [](Config& c, const ConfigValue& v) -> Result<void> {
         if (v.whole < 1 || v.whole > 64) return invalid("must lie between 1 and 64");
         c.read_connections = v.whole;
         return {};
     }},
};

const std::vector<Key<Config>> kStoreKeys = {
    {"kind", KeyType::kText, "rocksdb", "\"rocksdb\" or \"postgres\"",
     [](Config& c, const ConfigValue& v) -> Result<void> {
         if (v.text != "rocksdb" && v.text != "postgres") {
             return invalid("\"" + v.text + "\" is neither \"rocksdb\" nor \"postgres\"");
         }
         c.store = v.text == "rocksdb" ? StoreKind::kRocksdb : StoreKind::kPostgres;
         return {};
     }},
    {"connection_file", KeyType::kPath, "", "postgres: file that holds the connection string",
     [](Config& c, const ConfigValue& v) { return keep_path(c.postgres_file, v); }},
};

const std::vector<Key<Config>> kLedgerKeys = {
    {"kind", KeyType::kText, "file", "\"file\" (JSON lines) or \"http\"",
     [](Config& c, const ConfigValue& v) -> Result<void> {
         if (v.text != "file" && v.text != "http") {
             return invalid("\"" + v.text + "\" is neither \"file\" nor \"http\"");
         }
         c.ledger.kind = v.text == "file" ? LedgerKind::kFile : LedgerKind::kHttp;
         return {};
     }},
    {"file", KeyType::kPath, "ledger.jsonl", "file: where credits are appended",
     [](Config& c, const ConfigValue& v) { return keep_path(c.ledger.file, v); }},
    {"url", KeyType::kText, "", "http: base address of the ledger port",
     [](Config& c, const ConfigValue& v) -> Result<void> {
         if (!v.text.starts_with("http://") && !v.text.starts_with("https://")) {
             return invalid("must start with http:// or https://");
         }
         c.ledger.url = v.text;
         while (c.ledger.url.ends_with('/')) c.ledger.url.pop_back();
         return {};
     }},
    {"token_file", KeyType::kPath, "", "http: file that holds the bearer token",
     [](Config& c, const ConfigValue& v) { return keep_path(c.ledger.token_file, v); }},
    {"deadline", KeyType::kDuration, "3s", "http: for one request",
     [](Config& c, const ConfigValue& v) { return keep_between(c.ledger.deadline, v, 50ms, 60s); }},
    {"idempotency_window", KeyType::kDuration, "24h",
     "How long the ledger remembers a key; past it Homing asks before it repeats",
     [](Config& c, const ConfigValue& v) {
         return keep_between(c.ledger.idempotency_window, v, 1s, 24h * 3660);
     }},
};

const std::vector<Key<NetworkConfig>> kNetworkKeys = {
    {"id", KeyType::kText, "!", "CAIP-2, such as \"eip155:56\"",
     [](NetworkConfig& n, const ConfigValue& v) -> Result<void> {
         Result<NetworkId> parsed = NetworkId::parse(v.text);
         if (!parsed) return parsed.error();
         n.id = *parsed;
         return {};
     }},
    {"name", KeyType::kText, "", "For people; the id where it is not given",
     [](NetworkConfig& n, const ConfigValue& v) { return keep(n.name, v); }},
    {"genesis", KeyType::kText, "!",
     "Pinned hash of the first block, as the chain writes it: a node with another is refused",
     [](NetworkConfig& n, const ConfigValue& v) -> Result<void> {
         const std::size_t prefix = v.text.starts_with("0x") ? 2 : 0;
         if (v.text.size() != prefix + 64 || !parse_hex(v.text.substr(prefix))) {
             return invalid("must be 64 hex digits, on EVM networks with 0x before them");
         }
         n.genesis_hash = v.text;
         std::ranges::transform(n.genesis_hash, n.genesis_hash.begin(),
                                [](char c) { return c >= 'A' && c <= 'F' ? char(c + 32) : c; });
         return {};
     }},
    {"endpoints", KeyType::kTexts, "!",
     "Nodes: \"http://…\" or \"replay:<folder>\"; the second must agree",
     [](NetworkConfig& n, const ConfigValue& v) -> Result<void> {
         if (v.texts.empty()) return invalid("must name at least one node");
         for (const std::string& e : v.texts) {
             if (!e.starts_with("http://") && !e.starts_with("https://") &&
                 !e.starts_with("replay:")) {
                 return invalid("\"" + e.substr(0, 80) +
                                "\" must start with http://, https:// or replay:");
             }
         }
         n.endpoints = v.texts;
         return {};
     }},
    {"symbol", KeyType::kText, "!", "Of the network's coin, for people",
     [](NetworkConfig& n, const ConfigValue& v) { return keep(n.native_symbol, v); }},
    {"decimals", KeyType::kWhole, "18", "Of the network's coin",
     [](NetworkConfig& n, const ConfigValue& v) -> Result<void> {
         if (v.whole > 36) return invalid("must lie between 0 and 36");
         n.native_decimals = static_cast<std::uint8_t>(v.whole);
         return {};
     }},
    {"traces", KeyType::kFlag, "true", "Ask for internal transfers where the node can trace",
     [](NetworkConfig& n, const ConfigValue& v) -> Result<void> {
         n.traces = v.flag;
         return {};
     }},
    {"start", KeyType::kText, "final",
     "First block ever read: a height, or \"final\" for the newest final one",
     [](NetworkConfig& n, const ConfigValue& v) -> Result<void> {
         if (v.text != "final" && !parse_whole(v.text)) {
             return invalid("must be \"final\" or a height such as \"0\"");
         }
         n.start = v.text;
         return {};
     }},
    {"poll", KeyType::kDuration, "1s", "Between two looks at the head",
     [](NetworkConfig& n, const ConfigValue& v) { return keep_between(n.poll, v, 10ms, 10min); }},
    {"deadline", KeyType::kDuration, "10s", "For one request to a node",
     [](NetworkConfig& n, const ConfigValue& v) {
         return keep_between(n.deadline, v, 50ms, 2min);
     }},
    {"stalled_after", KeyType::kDuration, "5m",
     "No new block for so long: the network is called stalled",
     [](NetworkConfig& n, const ConfigValue& v) {
         return keep_between(n.stalled_after, v, 1s, 24h * 365);
     }},
    {"reply_max", KeyType::kBytes, "64MiB", "Largest reply taken from a node",
     [](NetworkConfig& n, const ConfigValue& v) -> Result<void> {
         if (v.whole < 65536 || v.whole > (1ull << 30)) {
             return invalid("must lie between 64KiB and 1GiB");
         }
         n.reply_max_bytes = v.whole;
         return {};
     }},
    {"retries", KeyType::kWhole, "3", "Of one request before the network waits",
     [](NetworkConfig& n, const ConfigValue& v) -> Result<void> {
         if (v.whole > 20) return invalid("must lie between 0 and 20");
         n.retries = static_cast<unsigned>(v.whole);
         return {};
     }},
};

// Collects what is wrong, in the order of lines.
class Problems {
  public:
    explicit Problems(fs::path file) : file_(std::move(file)) {}

    void add(int line, const std::string& what) { found_.emplace_back(line, what); }
    bool empty() const { return found_.empty(); }
    Error error() {
        std::ranges::stable_sort(found_, {}, &std::pair<int, std::string>::first);
        std::string text = std::to_string(found_.size()) +
                           (found_.size() == 1 ? " mistake" : " mistakes") +
                           " in the configuration";
        for (const auto& [line, what] : found_) {
            text += "\n  " + file_.string() + ":" + std::to_string(line) + ": " + what;
        }
        return invalid(text);
    }

  private:
    fs::path file_;
    std::vector<std::pair<int, std::string>> found_;
};

int line_of(const toml::node& node) {
    return static_cast<int>(node.source().begin.line);
}

Result<ConfigValue> from_text(KeyType type, const std::string& text) {
    ConfigValue value;
    value.text = text;
    if (type == KeyType::kDuration) {
        Result<Duration> duration = parse_duration(text);
        if (!duration) return duration.error();
        value.duration = *duration;
    } else if (type == KeyType::kBytes) {
        Result<std::uint64_t> bytes = parse_byte_count(text);
        if (!bytes) return bytes.error();
        value.whole = *bytes;
    }
    return value;
}

Result<ConfigValue> from_node(KeyType type, const toml::node& node) {
    ConfigValue value;
    const Error wrong = invalid("must be a " + std::string(to_string(type)));
    switch (type) {
        case KeyType::kText:
        case KeyType::kPath:
        case KeyType::kDuration:
        case KeyType::kBytes:
            if (!node.is_string()) return wrong;
            return from_text(type, node.as_string()->get());
        case KeyType::kWhole:
            if (!node.is_integer() || node.as_integer()->get() < 0) return wrong;
            value.whole = static_cast<std::uint64_t>(node.as_integer()->get());
            return value;
        case KeyType::kFlag:
            if (!node.is_boolean()) return wrong;
            value.flag = node.as_boolean()->get();
            return value;
        case KeyType::kTexts:
            if (!node.is_array()) return wrong;
            for (const toml::node& element : *node.as_array()) {
                if (!element.is_string()) return wrong;
                value.texts.push_back(element.as_string()->get());
            }
            return value;
    }
    return wrong;
}

Result<ConfigValue> from_fallback(KeyType type, std::string_view fallback) {
    ConfigValue value;
    if (type == KeyType::kWhole)
        value.whole = *parse_whole(fallback);
    else if (type == KeyType::kFlag)
        value.flag = fallback == "true";
    else
        return from_text(type, std::string(fallback));
    return value;
}

// Reads a table by its keys; `path` stands before each name in messages ("ledger.").
template <class Target>
void read_table(const toml::table& table, const std::vector<Key<Target>>& keys,
                const std::string& path, int table_line, const std::set<std::string>& also_known,
                Target& target, Problems& problems) {
    for (const Key<Target>& key : keys) {
        const std::string name = path + std::string(key.name);
        const toml::node* node = table.get(key.name);
        if (node == nullptr && key.fallback == "!") {
            problems.add(table_line, name + ": is missing (" + std::string(key.help) + ")");
        }
        if (node == nullptr && (key.fallback == "!" || key.fallback.empty())) continue;
        const Result<ConfigValue> value =
            node != nullptr ? from_node(key.type, *node) : from_fallback(key.type, key.fallback);
        const Result<void> taken = value ? key.take(target, *value) : Result<void>(value.error());
        if (!taken) {
            problems.add(node != nullptr ? line_of(*node) : table_line,
                         name + ": " + taken.error().message);
        }
    }
    for (const auto& [found, node] : table) {
        const bool is_key = std::ranges::any_of(
            keys, [&](const auto& key) { return key.name == std::string_view(found.str()); });
        if (!is_key && !also_known.contains(std::string(found.str()))) {
            problems.add(static_cast<int>(found.source().begin.line),
                         path + std::string(found.str()) + ": is not a known key");
        }
    }
}

const toml::table* sub_table(const toml::table& root, const char* name, Problems& problems) {
    static const toml::table kNone;
    const toml::node* node = root.get(name);
    if (node == nullptr) return &kNone;
    if (node->is_table()) return node->as_table();
    problems.add(line_of(*node), std::string(name) + ": must be a table, [" + name + "]");
    return &kNone;
}

void read_networks(const toml::table& root, Config& config, Problems& problems) {
    const toml::node* node = root.get("network");
    if (node == nullptr || !node->is_array_of_tables()) {
        problems.add(node != nullptr ? line_of(*node) : 1,
                     "network: at least one [[network]] table is needed");
        return;
    }
    std::set<std::string> ids;
    for (const toml::node& element : *node->as_array()) {
        NetworkConfig network;
        network.line = line_of(element);
        read_table(*element.as_table(), kNetworkKeys, "network.", network.line, {}, network,
                   problems);
        if (network.name.empty()) network.name = network.id.str();
        if (!network.id.empty() && !ids.insert(network.id.str()).second) {
            problems.add(network.line, "network.id: " + network.id.str() + " stands there twice");
        }
        config.networks.push_back(std::move(network));
    }
}

bool is_inside(const fs::path& path, const fs::path& folder) {
    const fs::path relative = path.lexically_relative(folder);
    return !relative.empty() && *relative.begin() != "..";
}

// What no single key can tell.
void check_whole(const toml::table& root, Config& config, Problems& problems) {
    const auto line = [&](const char* table, const char* key) {
        const auto node = table[0] == '\0' ? root[key] : root[table][key];
        return node.node() != nullptr ? line_of(*node.node()) : 1;
    };
    const fs::path folder = config.file.has_parent_path() ? fs::absolute(config.file).parent_path()
                                                          : fs::current_path();
    for (fs::path* path : {&config.data, &config.witness_file, &config.policy_file,
                           &config.staff_file, &config.log_key_file, &config.postgres_file,
                           &config.ledger.file, &config.ledger.token_file}) {
        if (!path->empty()) *path = (folder / *path).lexically_normal();
    }
    if (!config.witness_file.empty() && is_inside(config.witness_file, config.data)) {
        problems.add(
            line("", "witness_file"),
            "witness_file: lies inside data; keep it elsewhere, so that an old copy of the "
            "data folder is noticed");
    }
    if (config.store == StoreKind::kPostgres && config.postgres_file.empty()) {
        problems.add(line("store", "kind"),
                     "store.connection_file: is missing (store.kind is \"postgres\")");
    }
    if (config.ledger.kind == LedgerKind::kHttp && config.ledger.url.empty()) {
        problems.add(line("ledger", "kind"), "ledger.url: is missing (ledger.kind is \"http\")");
    }
    if (config.socket().string().size() > 107) {
        problems.add(line("", "data"),
                     "data: the path is too long for a Unix socket (107 bytes with /homing.sock)");
    }
}

template <class Target>
void print_keys(std::string& out, const std::string& title, const std::vector<Key<Target>>& keys) {
    out += "\n### " + title + "\n\n| key | type | default | meaning |\n|---|---|---|---|\n";
    for (const Key<Target>& key : keys) {
        const std::string fallback = key.fallback == "!"    ? "required"
                                     : key.fallback.empty() ? "–"
                                                            : "`" + std::string(key.fallback) + "`";
        out += "| `" + std::string(key.name) + "` | " + std::string(to_string(key.type)) + " | " +
               fallback + " | " + std::string(key.help) + " |\n";
    }
}

}  // namespace

Result<Config> parse_config(std::string_view text, const fs::path& file) {
    Problems problems(file);
    toml::table root;
    try {
        root = toml::parse(text, file.string());
    } catch (const toml::parse_error& error) {
        problems.add(static_cast<int>(error.source().begin.line),
                     "is not TOML: " + std::string(error.description()));
        return problems.error();
    }
    Config config;
    config.file = file;
    read_table(root, kRootKeys, "", 1, {"store", "ledger", "network"}, config, problems);
    const toml::table* store = sub_table(root, "store", problems);
    read_table(*store, kStoreKeys, "store.", std::max(1, line_of(*store)), {}, config, problems);
    const toml::table* ledger = sub_table(root, "ledger", problems);
    read_table(*ledger, kLedgerKeys, "ledger.", std::max(1, line_of(*ledger)), {}, config,
               problems);
    read_networks(root, config, problems);
    check_whole(root, config, problems);
    if (!problems.empty()) return problems.error();
    return config;
}

Result<Config> load_config(const fs::path& file) {
    std::error_code ignored;
    const auto size = fs::file_size(file, ignored);
    std::ifstream in(file, std::ios::binary);
    if (ignored || !in) {
        return not_found("cannot read the configuration " + file.string() +
                         "; name one with --config FILE");
    }
    if (size > (1u << 20)) return invalid(file.string() + " is larger than 1 MiB");
    std::ostringstream text;
    text << in.rdbuf();
    return parse_config(text.str(), file);
}

std::string config_reference() {
    std::string out;
    print_keys(out, "At the top", kRootKeys);
    print_keys(out, "[store]", kStoreKeys);
    print_keys(out, "[ledger]", kLedgerKeys);
    print_keys(out, "[[network]], one for each network", kNetworkKeys);
    return out;
}

}  // namespace homing
