#include "app/host.h"

#include "app/files.h"
#include "app/import/rescans.h"
#include "app/policy_file.h"
#include "store/postgres/postgres_store.h"
#include "store/rocksdb/rocksdb_store.h"
#include "store/witness.h"

namespace homing {

namespace {

Result<std::unique_ptr<Store>> open_embedded(const Config& config) {
    RocksdbOptions options;
    options.new_id.bytes = fresh_op_id().bytes;
    options.witness = config.witness_file;
    Result<std::unique_ptr<Store>> store = open_rocksdb(store_folder(config), options);
    if (!store && store.error().code == Code::kUnavailable) {
        return unavailable(store.error().message +
                           ". Another homing holds the store and does not answer on " +
                           config.socket().string() + " yet; try again, or end it");
    }
    return store;
}

Result<std::unique_ptr<Store>> open_shared(const Config& config) {
    const Result<std::string> conninfo = read_secret(config.postgres_file);
    if (!conninfo) return within("store.connection_file", conninfo.error());
    const Result<std::optional<Witness>> witness = read_witness(config.witness_file);
    if (!witness) return witness.error();
    PostgresOptions options;
    options.conninfo = *conninfo;
    if (*witness) options.id = (*witness)->store;
    Result<std::unique_ptr<Store>> store = open_postgres_store(options);
    if (!store || !*witness) return store;
    if (Result<void> checked = check_witness(**store, **witness); !checked) return checked.error();
    return store;
}

}  // namespace

std::filesystem::path store_folder(const Config& config) {
    return config.data / "store";
}

Result<std::unique_ptr<Store>> open_store(const Config& config) {
    std::error_code error;
    std::filesystem::create_directories(config.data, error);
    if (error) return unavailable("cannot make " + config.data.string() + ": " + error.message());
    return config.store == StoreKind::kRocksdb ? open_embedded(config) : open_shared(config);
}

Result<std::unique_ptr<Host>> open_host(const Config& config) {
    auto host = std::make_unique<Host>();
    host->config = config;
    Result<Policy> policy = load_policy(config.policy_file);
    if (!policy) return policy.error();
    host->policy = std::move(*policy);
    Result<StaffFile> staff = load_staff(config.staff_file);
    if (!staff) return staff.error();
    host->staff = std::move(*staff);
    Result<std::vector<Network>> networks = networks_of(config, host->policy);
    if (!networks) return networks.error();
    host->networks = std::move(*networks);
    Result<std::unique_ptr<Store>> store = open_store(config);
    if (!store) return store.error();
    host->store = std::move(*store);
    host->engine = std::make_unique<Engine>(*host->store, host->policy, host->staff.staff);
    host->on_engine = [raw = host.get()](const std::function<void(Engine&)>& work) -> Result<void> {
        work(*raw->engine);
        return {};
    };
    return host;
}

Result<void> update_witness(const Host& host) {
    const Result<LogHead> head = host.store->log_head();
    if (!head) return head.error();
    const Result<std::optional<Witness>> last = read_witness(host.config.witness_file);
    if (!last) return last.error();
    const Witness witness{host.store->id(), *head};
    if (*last && (*last == witness || (*last)->head.size > head->size)) return {};
    return write_witness(host.config.witness_file, witness);
}

}  // namespace homing
