#pragma once

#include <memory>
#include <vector>

#include "app/host.h"
#include "app/http_server.h"
#include "app/print/progress.h"
#include "app/run/engine_loop.h"
#include "app/run/ledger_worker.h"
#include "app/run/network_reader.h"

namespace homing {

// `homing run`: all threads of the process that holds the store, from start to drain.
class Runner {
  public:
    static Result<std::unique_ptr<Runner>> open(const Config& config);
    ~Runner();

    // Until SIGTERM or SIGINT, or, with `once`, until every network has applied its final head and
    // nothing waits that can be answered. An Error when it had to give up.
    Result<void> run(bool once, bool quiet);
    Host& host() { return *host_; }

  private:
    explicit Runner(std::unique_ptr<Host> host);
    Result<void> set_up(CustodyFilter filter, std::unique_ptr<Ledger> ledger);
    HttpReply answer(const HttpRequest& request);
    bool is_done() const;
    Result<void> wait_until_done(bool once, Progress& progress);
    Result<void> check_paused(Time now);
    void show(Progress& progress) const;
    void keep_witness(std::stop_token stop);
    void drain();

    std::unique_ptr<Host> host_;
    Board board_;
    std::unique_ptr<SharedFilter> filter_;
    std::unique_ptr<EngineLoop> loop_;
    std::vector<std::unique_ptr<NetworkReader>> readers_;
    std::unique_ptr<LedgerWorker> ledger_;
    std::unique_ptr<HttpServer> server_;
    std::jthread engine_thread_;
    std::jthread witness_thread_;
    std::atomic<bool> engine_ended_{false};
    std::optional<Error> engine_error_;  // set before engine_ended_
    std::optional<Time> paused_since_;   // of `once`: a network has not answered since then
};

// What the store holds, in figures: transfers, deposits by fault, claims, credited, refused, cases.
Result<Json> totals(const Host& host);

}  // namespace homing
