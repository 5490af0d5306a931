#include "app/run/engine_loop.h"

#include <cstdio>
#include <future>
#include <thread>

#include "app/import/rescans.h"
#include "core/crypto/hash.h"
#include "core/json.h"
#include "store/tables.h"

namespace homing {

namespace {

constexpr Duration kTick = std::chrono::milliseconds(50);
constexpr Duration kSweepEvery = std::chrono::seconds(1);
constexpr std::size_t kOutboxPage = 4096;
constexpr Duration kRetry = std::chrono::milliseconds(200);
constexpr std::size_t kReplyTextMax = 2048;  // of a reply kept whole; of longer ones the hash

}  // namespace

EngineLoop::EngineLoop(Host& host, Board& board, SharedFilter& filter, Followups::Askers askers)
    : host_(host), board_(board), filter_(filter), followups_(host, std::move(askers)) {}

Feed& EngineLoop::add_feed(const NetworkId& network, std::size_t max) {
    auto& feed = feeds_[network];
    feed = std::make_unique<Feed>(max, [this] { wake(); });
    return *feed;
}

void EngineLoop::wake() {
    const std::lock_guard lock(mutex_);
    signalled_ = true;
    woken_.notify_all();
}

void EngineLoop::post(Work work) {
    const std::lock_guard lock(mutex_);
    if (ended_) return;
    idle_ = false;
    work_.push_back(std::move(work));
    woken_.notify_all();
}

Result<void> EngineLoop::call(const Work& work) {
    auto done = std::make_shared<std::promise<void>>();
    std::future<void> ready = done->get_future();
    {
        const std::lock_guard lock(mutex_);
        if (ended_) return unavailable("homing is stopping; ask again when it is back");
        work_.push_back([&work, done](Engine& engine) {
            work(engine);
            done->set_value();
        });
        woken_.notify_all();
    }
    ready.wait();
    return {};
}

void EngineLoop::learned(const DepositId& deposit, const std::string& need,
                         std::optional<Evidence> evidence) {
    post([this, deposit, need, evidence = std::move(evidence)](Engine& engine) {
        followups_.take_answer(engine, deposit, need, evidence);
    });
}

Result<void> EngineLoop::run(std::stop_token stop) {
    if (Result<void> loaded = followups_.load_open(); !loaded) return loaded;
    while (!stop.stop_requested() && !fatal_) {
        const bool worked = take_work();
        const bool took = take_items(stop);
        if (Result<void> ticked = followups_.tick(*host_.engine); !ticked) {
            if (ticked.error().code == Code::kCorrupt) fatal_ = ticked.error();
        }
        if (Result<void> ticked = tick_cases(); !ticked) {
            if (ticked.error().code == Code::kCorrupt) fatal_ = ticked.error();
        }
        if (worked || took) continue;
        std::unique_lock lock(mutex_);
        idle_ = work_.empty() && !signalled_ && followups_.is_idle();
        woken_.wait_for(lock, stop, kTick, [&] { return signalled_ || !work_.empty(); });
        signalled_ = false;
    }
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }
    take_work();  // what was promised an answer gets it
    if (fatal_) return *fatal_;
    return {};
}

Result<void> EngineLoop::tick_cases() {
    const Time now = host_.clock.now();
    if (now < next_sweep_) return {};
    const bool is_first = next_sweep_ == Time{};  // the last run may have left messages behind
    next_sweep_ = now + kSweepEvery;
    const Result<std::size_t> ticked = host_.engine->tick(now);
    if (!ticked) return ticked.error();
    if (*ticked > 0 || is_first) tell_staff();
    return {};
}

void EngineLoop::tell_staff() {
    const auto messages = host_.store->outbox(kOutboxPage);
    if (!messages) return;
    for (const OutboxMessage& message : *messages) {
        if (message.target != OutboxTarget::kStaff) continue;
        std::fprintf(stderr, "homing: case clock: %s\n", message.body.c_str());
        const Result<void> done =
            host_.engine->acknowledge(message.key, "log:" + message.key, host_.clock.now());
        if (!done) return;
    }
}

bool EngineLoop::take_work() {
    std::deque<Work> work;
    {
        const std::lock_guard lock(mutex_);
        work.swap(work_);
    }
    for (const Work& one : work) one(*host_.engine);
    return !work.empty();
}

bool EngineLoop::take_items(std::stop_token stop) {
    bool took = false;
    for (auto& [network, feed] : feeds_) {
        std::optional<FeedItem> item = feed->pop();
        if (!item) continue;
        took = true;
        idle_ = false;
        const Result<void> taken = insist([&] { return take(*item); }, stop);
        if (taken) {
            feed->done();
            continue;
        }
        feed->fail(taken.error().message);
        if (taken.error().code == Code::kCorrupt) fatal_ = taken.error();
    }
    return took;
}

Result<void> EngineLoop::insist(const std::function<Result<void>()>& step, std::stop_token stop) {
    for (;;) {
        Result<void> done = step();
        if (done || done.error().code != Code::kUnavailable || stop.stop_requested()) return done;
        std::this_thread::sleep_for(kRetry);
    }
}

Result<void> EngineLoop::take(FeedItem& item) {
    switch (item.kind) {
        case FeedItem::Kind::kBlock:
            return take_block(item);
        case FeedItem::Kind::kRescan:
            return take_rescan(item);
        case FeedItem::Kind::kUndo:
            return take_undo(item);
    }
    return {};
}

Result<void> EngineLoop::take_block(FeedItem& item) {
    if (item.filter_generation != filter_.generation()) {
        // The book grew while the block was on its way: what was dropped from it is read again.
        Rescan again;
        again.network = item.block.network;
        again.from = again.to = again.next = item.block.ref.height;
        if (const Result<Rescan> kept = schedule_rescan(*host_.store, again); !kept) {
            return kept.error();
        }
    }
    const Result<Applied> applied = host_.engine->apply(item.block, host_.clock.now());
    if (!applied) return applied.error();
    board_.change(item.block.network,
                  [&](NetworkStatus& status) { status.applied = item.block.ref.height; });
    attach_replies(item, applied->deposits);
    return {};
}

Result<void> EngineLoop::take_rescan(FeedItem& item) {
    if (item.filter_generation != filter_.generation()) return {};  // the row stays: read again
    const auto row = load<Rescan>(*host_.store, TableOf<Rescan>::key(item.rescan));
    if (!row) return row.error();
    const std::uint64_t height = item.block.ref.height;
    if (!*row || (*row)->record.next != height) return {};
    const Result<Applied> applied = host_.engine->reapply(item.block, host_.clock.now());
    if (!applied) return applied.error();
    attach_replies(item, applied->deposits);
    Rescan moved = (*row)->record;
    moved.next = height + 1;
    CommitBuilder builder(fresh_op_id());
    builder.update(**row, moved);
    const CommitResult done = host_.store->commit(std::move(builder).take());
    if (done.ok() || done.outcome == CommitOutcome::kConflict) return {};
    return to_error(done);
}

Result<void> EngineLoop::take_undo(FeedItem& item) {
    const Result<Applied> undone =
        host_.engine->undo(item.block.network, item.ancestor, host_.clock.now());
    if (!undone) return undone.error();
    board_.change(item.block.network,
                  [&](NetworkStatus& status) { status.applied = item.ancestor.height; });
    for (const DepositId& deposit : undone->deposits) followups_.note(deposit);
    return {};
}

void EngineLoop::attach_replies(const FeedItem& item, const std::vector<DepositId>& deposits) {
    for (const DepositId& deposit : deposits) {
        const auto row = load<Deposit>(*host_.store, deposit_key(deposit));
        if (row && *row && (*row)->record.block != item.block.ref) {
            followups_.note(deposit);  // decided again because of this block, not read from it
            continue;
        }
        std::vector<Evidence> evidence;
        for (const NodeReply& reply : item.replies) {
            Json body = {{"method", reply.method},
                         {"hash", to_hex(sha256(as_bytes(reply.text)))},
                         {"bytes", reply.text.size()},
                         {"block", item.block.ref.hash}};
            if (reply.text.size() <= kReplyTextMax && parse_json(reply.text)) {
                body["text"] = reply.text;
            }
            Evidence one;
            one.deposit = deposit;
            one.kind = EvidenceKind::kNodeReply;
            one.stated_by = "node:" + reply.node;
            one.at = host_.clock.now();
            one.body = canonical_json(body);
            evidence.push_back(sealed(std::move(one)));
        }
        followups_.learn(*host_.engine, deposit, evidence);
    }
}

}  // namespace homing
