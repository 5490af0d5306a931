#include "bench/store_postgres.h"

#include <atomic>

#include "core/check.h"
#include "store/postgres/postgres_store.h"
#include "tests/store/postgres_server.h"

namespace homing::bench {

void measure_postgres(Report& report, int clients,
                      const std::function<Commit(std::uint64_t number)>& make, const Rate& rate) {
    const auto server = PostgresServer::start(PostgresServer::Place::kDisk, true);
    if (!server) {
        report.note("PostgreSQL was not measured: " + server.error().message);
        return;
    }
    PostgresOptions options;
    options.conninfo = (*server)->conninfo();
    options.connections = static_cast<std::size_t>(clients);
    const auto store = open_postgres_store(options);
    CHECK(store);
    std::atomic<std::uint64_t> number{1};
    const auto commit_one = [&] { CHECK((*store)->commit(make(number++)).ok()); };
    rate(clients, commit_one);  // connections and the first pages
    report.figure("postgres_commits_" + std::to_string(clients) + "_clients",
                  rate(clients, commit_one), "commits/s");
}

}  // namespace homing::bench
