#include "app/run/runner.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <ctime>

#include "app/command.h"
#include "store/custody_book.h"
#include "store/tables.h"

namespace homing {

namespace {

constexpr Duration kWitnessEvery = std::chrono::milliseconds(500);
constexpr Duration kDrainMax = std::chrono::milliseconds(4800);
constexpr Duration kPausedMax = std::chrono::seconds(30);  // with `once`
constexpr int kQuietLooks = 4;  // in a row, before `once` believes that all is done

sigset_t ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

// Whether one of the signals came within a tenth of a second.
bool was_told_to_end() {
    const sigset_t signals = ending_signals();
    const timespec tenth{0, 100'000'000};
    return ::sigtimedwait(&signals, nullptr, &tenth) > 0;
}

std::string command_of(const std::string& target) {
    if (!target.starts_with("/v1/")) return {};
    std::string name = target.substr(4);
    for (char& c : name) c = c == '/' ? ' ' : c;
    return name;
}

}  // namespace

Runner::Runner(std::unique_ptr<Host> host) : host_(std::move(host)) {}

Runner::~Runner() {
    if (loop_) drain();
}

Result<std::unique_ptr<Runner>> Runner::open(const Config& config) {
    Result<std::unique_ptr<Host>> host = open_host(config);
    if (!host) return host.error();
    std::unique_ptr<Runner> runner(new Runner(std::move(*host)));
    Result<CustodyFilter> filter = build_custody_filter(*runner->host_->store);
    if (!filter) return filter.error();
    Result<std::unique_ptr<Ledger>> ledger = open_ledger(config.ledger);
    if (!ledger) return ledger.error();
    const Result<void> set = runner->set_up(std::move(*filter), std::move(*ledger));
    if (!set) return set.error();
    return runner;
}

Result<void> Runner::set_up(CustodyFilter filter, std::unique_ptr<Ledger> ledger) {
    filter_ = std::make_unique<SharedFilter>(std::move(filter));
    Followups::Askers askers;
    askers.ledger = [this](const DepositId& deposit, const LedgerSubject& subject) {
        ledger_->ask(deposit, subject);
    };
    askers.balance = [this](const NetworkId& network, BalanceAsk ask) {
        for (std::size_t i = 0; i < readers_.size(); ++i) {
            if (host_->networks[i].id == network) readers_[i]->ask(std::move(ask));
        }
    };
    loop_ = std::make_unique<EngineLoop>(*host_, board_, *filter_, std::move(askers));
    ledger_ = std::make_unique<LedgerWorker>(
        std::move(ledger), *host_->store, host_->config.ledger.idempotency_window,
        LedgerWorker::Callbacks{[this](const DepositId& deposit, std::optional<Evidence> evidence) {
                                    loop_->learned(deposit, "ledger_answer", std::move(evidence));
                                },
                                [this](const std::string& key, const std::string& id) {
                                    Result<void> done;
                                    const Result<void> called = loop_->call([&](Engine& engine) {
                                        done = engine.acknowledge(key, id, host_->clock.now());
                                    });
                                    return called ? done : called;
                                }});
    for (std::size_t i = 0; i < host_->networks.size(); ++i) {
        const Network& network = host_->networks[i];
        const auto cursor = load<Cursor>(*host_->store, cursor_key(network.id));
        if (!cursor) return cursor.error();
        board_.change(network.id, [&](NetworkStatus& status) {
            if (*cursor) status.applied = (*cursor)->record.block.height;
        });
        Feed& feed = loop_->add_feed(network.id, host_->config.read_ahead_blocks);
        readers_.push_back(std::make_unique<NetworkReader>(
            host_->config.networks[i], network, *host_->store, *filter_, board_, feed,
            static_cast<unsigned>(host_->config.read_connections),
            [this](const DepositId& deposit, std::optional<Evidence> evidence) {
                loop_->learned(deposit, "balance_delta", std::move(evidence));
            }));
    }
    host_->filter = filter_.get();
    host_->board = &board_;
    host_->on_engine = [this](const std::function<void(Engine&)>& work) {
        return loop_->call(work);
    };
    return {};
}

HttpReply Runner::answer(const HttpRequest& request) {
    const auto refuse = [](const Error& error) {
        return HttpReply{
            http_status(error.code),
            Json{{"error", {{"code", to_string(error.code)}, {"message", error.message}}}}.dump(
                -1, ' ', false, Json::error_handler_t::replace)};
    };
    if (request.method != "POST") return {405, refuse(invalid("only POST is known here")).body};
    Result<Json> args = parse_json(request.body);
    if (!args) return refuse(within("the request's body", args.error()));
    const Result<Json> reply =
        dispatch(*host_, command_of(request.target), std::move(*args), request.peer);
    if (!reply) return refuse(reply.error());
    return {200, reply->dump(-1, ' ', false, Json::error_handler_t::replace)};
}

Result<void> Runner::run(bool once, bool quiet) {
    const sigset_t signals = ending_signals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    Result<std::unique_ptr<HttpServer>> server =
        HttpServer::listen(host_->config.socket(), HttpLimits(),
                           [this](const HttpRequest& request) { return answer(request); });
    if (!server) return server.error();
    server_ = std::move(*server);
    engine_thread_ = std::jthread([this](std::stop_token stop) {
        if (const Result<void> ended = loop_->run(std::move(stop)); !ended) {
            engine_error_ = ended.error();
        }
        engine_ended_ = true;
    });
    witness_thread_ = std::jthread([this](std::stop_token stop) { keep_witness(std::move(stop)); });
    ledger_->start();
    for (const auto& reader : readers_) reader->start();
    Progress progress("blocks", 0, quiet);
    const Result<void> done = wait_until_done(once, progress);
    drain();
    if (engine_error_) return *engine_error_;
    return done;
}

Result<void> Runner::wait_until_done(bool once, Progress& progress) {
    int quiet_looks = 0;
    while (!was_told_to_end()) {
        if (engine_ended_) return {};
        board_.set_ledger(ledger_->status());
        show(progress);
        if (!once) continue;
        quiet_looks = is_done() ? quiet_looks + 1 : 0;
        if (quiet_looks >= kQuietLooks) return {};
        if (Result<void> paused = check_paused(host_->clock.now()); !paused) return paused;
    }
    return {};
}

bool Runner::is_done() const {
    for (const auto& reader : readers_) {
        if (!reader->is_caught_up() || reader->has_asks()) return false;
    }
    for (const auto& [network, status] : board_.networks()) {
        if (status.applied < status.final_head) return false;
    }
    return loop_->is_idle() && ledger_->is_idle();
}

// With `once` there is nobody to wait for a node for ever.
Result<void> Runner::check_paused(Time now) {
    std::string reason;
    for (const auto& [network, status] : board_.networks()) {
        if (status.state == "paused") reason = network.str() + ": " + status.reason;
    }
    if (reason.empty()) {
        paused_since_.reset();
        return {};
    }
    if (!paused_since_) paused_since_ = now;
    if (now - *paused_since_ < kPausedMax) return {};
    return unavailable("gave up after " + format_duration(kPausedMax) + ": " + reason);
}

void Runner::show(Progress& progress) const {
    std::uint64_t applied = 0;
    std::uint64_t total = 0;
    bool is_syncing = false;
    for (const auto& [network, status] : board_.networks()) {
        applied += status.applied;
        total += std::max(status.final_head, status.applied);
        is_syncing = is_syncing || status.state == "syncing";
    }
    progress.set_total(total);
    if (is_syncing) progress.at(applied);
}

void Runner::keep_witness(std::stop_token stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    while (!stop.stop_requested()) {
        std::unique_lock lock(mutex);
        never.wait_for(lock, stop, kWitnessEvery, [] { return false; });
        if (const Result<void> written = update_witness(*host_); !written) {
            std::fprintf(stderr, "homing: witness: %s\n", written.error().message.c_str());
        }
    }
}

// Everything acknowledged is durable by now; what hangs longer than the promise is left behind.
void Runner::drain() {
    if (!server_ && !engine_thread_.joinable()) return;
    std::jthread watchdog([](std::stop_token stop) {
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        never.wait_for(lock, stop, kDrainMax, [] { return false; });
        if (stop.stop_requested()) return;
        std::fputs("homing: ended without waiting for a request that takes too long\n", stderr);
        ::_exit(static_cast<int>(ExitCode::kUnavailable));
    });
    for (const auto& reader : readers_) reader->request_stop();
    ledger_->request_stop();
    server_.reset();  // its handlers may still need the engine
    ledger_.reset();
    engine_thread_ = std::jthread();
    readers_.clear();
    witness_thread_ = std::jthread();
}

Result<Json> totals(const Host& host) {
    const Store& store = *host.store;
    std::uint64_t transfers = 0;
    for (const Network& network : host.networks) {
        const auto headers = load_all<Header>(store, headers_of(network.id));
        if (!headers) return headers.error();
        for (const auto& header : *headers) transfers += header.record.transfers_seen;
    }
    const auto deposits = load_all<Deposit>(store, table_prefix(TableTag::kDeposit));
    if (!deposits) return deposits.error();
    std::map<std::string, std::uint64_t> faults;
    std::uint64_t credited = 0;
    std::uint64_t refused = 0;
    for (const auto& deposit : *deposits) {
        ++faults[std::string(to_string(deposit.record.fault))];
        credited += deposit.record.state == DepositState::kCredited;
        refused += deposit.record.state == DepositState::kRefused;
    }
    const auto claims = store.scan(table_prefix(TableTag::kClaim), "", SIZE_MAX);
    if (!claims) return claims.error();
    const auto cases = store.scan(table_prefix(TableTag::kCase), "", SIZE_MAX);
    if (!cases) return cases.error();
    return Json{{"transfers", transfers}, {"deposits", faults}, {"claims", claims->size()},
                {"credited", credited},   {"refused", refused}, {"cases", cases->size()}};
}

}  // namespace homing
