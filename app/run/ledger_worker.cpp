#include "app/run/ledger_worker.h"

#include <algorithm>

#include "core/json.h"

namespace homing {

namespace {

constexpr Duration kPoll = std::chrono::milliseconds(50);
constexpr Duration kAgainMax = std::chrono::seconds(60);
constexpr std::size_t kPage = 128;
constexpr unsigned kWorthTrying = 3;

}  // namespace

LedgerWorker::LedgerWorker(std::unique_ptr<Ledger> ledger, const Store& store,
                           Duration idempotency_window, Callbacks callbacks)
    : ledger_(std::move(ledger)),
      store_(store),
      window_(idempotency_window),
      callbacks_(std::move(callbacks)) {}

void LedgerWorker::start() {
    thread_ = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

void LedgerWorker::ask(const DepositId& deposit, const LedgerSubject& subject) {
    const std::lock_guard lock(mutex_);
    idle_ = false;
    asks_.emplace_back(deposit, subject);
    woken_.notify_all();
}

LedgerStatus LedgerWorker::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

bool LedgerWorker::is_idle() const {
    const std::lock_guard lock(mutex_);
    return idle_ && asks_.empty();
}

void LedgerWorker::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        if (answer_asks(stop)) continue;
        deliver_outbox(stop);
        std::unique_lock lock(mutex_);
        woken_.wait_for(lock, stop, kPoll, [&] { return !asks_.empty(); });
    }
}

bool LedgerWorker::answer_asks(std::stop_token stop) {
    std::deque<std::pair<DepositId, LedgerSubject>> asks;
    {
        const std::lock_guard lock(mutex_);
        asks.swap(asks_);
    }
    for (const auto& [deposit, subject] : asks) {
        if (stop.stop_requested()) break;
        const Result<LedgerAnswer> answer = ledger_->ask(subject);
        {
            const std::lock_guard lock(mutex_);
            status_.problem = answer ? "" : answer.error().message;
        }
        if (!answer || answer->credited == Answer::kUnknown) {
            callbacks_.answer(deposit, std::nullopt);
            continue;
        }
        Evidence evidence;
        evidence.deposit = deposit;
        evidence.kind = EvidenceKind::kLedgerAnswer;
        evidence.stated_by = "ledger";
        evidence.at = clock_.now();
        evidence.body = canonical_json({{"credited", to_string(answer->credited)}});
        callbacks_.answer(deposit, sealed(std::move(evidence)));
    }
    return !asks.empty();
}

Result<std::string> LedgerWorker::deliver(const OutboxMessage& message) {
    if (clock_.now() - message.created <= window_) return ledger_->deliver(message);
    const std::optional<LedgerSubject> subject = subject_of(message.body);
    if (!subject) return invalid("credit " + message.key + " names no movement to ask about");
    const Result<LedgerAnswer> answer = ledger_->ask(*subject);
    if (!answer) return answer.error();
    if (answer->credited == Answer::kUnknown) {
        return unavailable("credit " + message.key +
                           " is older than the ledger's memory of keys, and it cannot say whether "
                           "it has it");
    }
    if (answer->credited == Answer::kNo) return ledger_->deliver(message);
    if (!answer->key.empty() && answer->key != message.key) {
        return conflict("credit " + message.key + ": the operator credited the movement under " +
                        answer->key);
    }
    return answer->id.empty() ? "asked" : answer->id;
}

void LedgerWorker::deliver_outbox(std::stop_token stop) {
    // Those the ledger refused stay for a person, and must not keep the ones behind them waiting.
    const auto refused =
        std::ranges::count_if(tries_, [](const auto& attempt) { return attempt.second.refused; });
    const Result<std::vector<OutboxMessage>> messages =
        store_.outbox(kPage + static_cast<std::size_t>(refused));
    if (!messages) return;
    std::uint64_t worth_trying = 0;
    LedgerStatus status{.name = ledger_->name()};
    for (const OutboxMessage& message : *messages) {
        if (message.target != OutboxTarget::kLedger) continue;
        ++status.waiting;
        Try& attempt = tries_[message.key];
        if (attempt.failed < kWorthTrying && !attempt.refused) ++worth_trying;
        if (stop.stop_requested() || clock_.now() < attempt.again) {
            status.refused += attempt.refused;
            continue;
        }
        const Result<std::string> id = deliver(message);
        const Result<void> done =
            id ? callbacks_.acknowledge(message.key, *id) : Result<void>(id.error());
        if (done) {
            tries_.erase(message.key);
            --status.waiting;
            continue;
        }
        attempt.refused = done.error().code != Code::kUnavailable;
        status.refused += attempt.refused;
        status.problem = done.error().message;
        attempt.again =
            clock_.now() +
            std::min<Duration>(kAgainMax, Duration(250) * (1u << std::min(8u, attempt.failed)));
        ++attempt.failed;
    }
    const std::lock_guard lock(mutex_);
    if (status.problem.empty() && status.waiting > 0) status.problem = status_.problem;
    status_ = status;
    idle_ = worth_trying == 0;
}

}  // namespace homing
