#include "app/run/network_reader.h"

#include <algorithm>

#include "app/config_value.h"
#include "app/import/rescans.h"
#include "core/json.h"
#include "store/tables.h"

namespace homing {

namespace {

constexpr std::uint64_t kYoungerMax = 256;   // blocks above the final head that are looked at
constexpr std::uint64_t kReadAheadMin = 32;  // blocks worth more than one connection
constexpr std::uint64_t kRescanSlice = 32;   // blocks, before the head is looked at again
constexpr Duration kBackoffMax = std::chrono::seconds(10);

bool moves(const Transfer& transfer, const Transfer& like) {
    return transfer.kind == TransferKind::kToken && transfer.asset == like.asset;
}

}  // namespace

NetworkReader::NetworkReader(NetworkConfig config, Network network, Store& store,
                             SharedFilter& filter, Board& board, Feed& feed, unsigned connections,
                             Answer answer)
    : config_(std::move(config)),
      network_(std::move(network)),
      store_(store),
      filter_(filter),
      board_(board),
      feed_(feed),
      connections_(connections),
      answer_(std::move(answer)) {}

NetworkReader::~NetworkReader() {
    thread_.request_stop();
}

void NetworkReader::start() {
    thread_ = std::jthread([this](Stop stop) { run(std::move(stop)); });
}

void NetworkReader::ask(BalanceAsk ask) {
    const std::lock_guard lock(mutex_);
    asks_.push_back(std::move(ask));
    asked_.notify_all();
}

bool NetworkReader::has_asks() const {
    const std::lock_guard lock(mutex_);
    return !asks_.empty() || answering_;
}

void NetworkReader::run(Stop stop) {
    Result<std::unique_ptr<Source>> source = open_source(network_, stop);
    if (!source) return pause(source.error().message);
    source_ = std::move(*source);
    Duration backoff = config_.poll;
    while (!stop.stop_requested()) {
        const Result<void> done = round(stop);
        if (stop.stop_requested()) return;
        if (done) {
            backoff = config_.poll;
            wait(backoff, stop);
            continue;
        }
        caught_up_ = false;
        pause(done.error().message);
        backoff = std::min(kBackoffMax, std::max<Duration>(backoff * 2, Duration(200)));
        wait(backoff, stop);
    }
}

Result<void> NetworkReader::round(Stop stop) {
    if (!checked_) {
        if (Result<void> checked = source_->check(); !checked) return checked;
        checked_ = true;
    }
    if (const std::optional<std::string> failure = feed_.take_failure()) {
        placed_ = false;
        return conflict(*failure);
    }
    const Result<BlockRef> head = source_->head();
    if (!head) return checked_ = false, head.error();  // it may come back as another chain
    const Result<BlockRef> final_head = source_->final_head();
    if (!final_head) return final_head.error();
    note_heads(*head, *final_head);
    if (!placed_) {
        if (!feed_.wait_until_empty(stop)) return {};
        if (Result<void> placed = place(); !placed) return placed;
    }
    if (Result<void> read = read_final(*final_head, stop); !read) return read;
    answer_asks();
    if (Result<void> read = read_rescans(stop); !read) return read;
    if (Result<void> read = read_younger(*final_head, *head, stop); !read) return read;
    answer_asks();
    const Result<std::vector<Versioned<Rescan>>> left = open_rescans(store_, network_.id);
    caught_up_ = left && left->empty() && next_ > final_head->height;
    return {};
}

Result<void> NetworkReader::place() {
    const auto cursor = load<Cursor>(store_, cursor_key(network_.id));
    if (!cursor) return cursor.error();
    if (*cursor) {
        next_ = (*cursor)->record.block.height + 1;
        last_hash_ = (*cursor)->record.block.hash;
    } else if (config_.start == "final") {
        const Result<BlockRef> final_head = source_->final_head();
        if (!final_head) return final_head.error();
        next_ = final_head->height;
        last_hash_.clear();
    } else {
        next_ = *parse_whole(config_.start);
        last_hash_.clear();
    }
    placed_ = true;
    return {};
}

Result<FeedItem> NetworkReader::read(Source& source, std::uint64_t height) const {
    FeedItem item;
    item.filter_generation = filter_.generation();
    const std::shared_ptr<const CustodyFilter> filter = filter_.get();
    source.take_replies();  // what an earlier, broken read left
    Result<Block> block = source.block(height, *filter);
    if (!block) return block.error();
    item.block = std::move(*block);
    if (!item.block.transfers.empty()) item.replies = source.take_replies();
    return item;
}

Result<std::unique_ptr<ReadAhead>> NetworkReader::read_ahead(std::uint64_t to) {
    if (connections_ < 2 || to < next_ + kReadAheadMin) return std::unique_ptr<ReadAhead>();
    return ReadAhead::start(
        network_, connections_, next_, to,
        [this](Source& source, std::uint64_t height) { return read(source, height); });
}

Result<void> NetworkReader::read_final(const BlockRef& final_head, Stop stop) {
    if (!last_hash_.empty() && final_head.height + 1 < next_) {
        return conflict("the node's final head is block " + std::to_string(final_head.height) +
                        ", below block " + std::to_string(next_ - 1) +
                        " that was read as final: it went back or is syncing; nothing is undone "
                        "until it is past that height");
    }
    if (!last_hash_.empty() && final_head.height + 1 == next_ && final_head.hash != last_hash_) {
        return heal_fork(final_head, stop);
    }
    Result<std::unique_ptr<ReadAhead>> ahead = read_ahead(final_head.height);
    if (!ahead) return ahead.error();
    while (next_ <= final_head.height && !stop.stop_requested()) {
        Result<FeedItem> item = *ahead ? (*ahead)->next(stop) : read(*source_, next_);
        if (!item) return item.error();
        if (!last_hash_.empty() && item->block.parent_hash != last_hash_) {
            return heal_fork(final_head, stop);
        }
        last_hash_ = item->block.ref.hash;
        if (!feed_.push(std::move(*item), stop)) return {};
        ++next_;
        answer_asks();
    }
    return {};
}

// Finds the newest kept header that the node still has, and asks the engine to go back to it.
Result<void> NetworkReader::heal_fork(const BlockRef& final_head, Stop stop) {
    placed_ = false;
    if (!feed_.wait_until_empty(stop)) return {};
    const auto cursor = load<Cursor>(store_, cursor_key(network_.id));
    if (!cursor) return cursor.error();
    if (!*cursor) return {};
    const BlockRef applied = (*cursor)->record.block;
    const CustodyFilter nobody;
    for (std::uint64_t height = applied.height;; --height) {
        if (stop.stop_requested()) return {};
        const auto header = load<Header>(store_, header_key(network_.id, height));
        if (!header) return header.error();
        if (!*header) break;
        if (height <= final_head.height) {
            const Result<Block> block = source_->block(height, nobody);
            if (!block) return block.error();
            if (block->ref.hash == (*header)->record.block.hash) {
                if (height == applied.height) return {};
                FeedItem undo{.kind = FeedItem::Kind::kUndo};
                undo.block.network = network_.id;
                undo.ancestor = block->ref;
                feed_.push(std::move(undo), stop);
                return {};
            }
        }
        if (height == 0) break;
    }
    return conflict(
        "no kept header is on the node's chain any more: call a person before anything "
        "of " +
        network_.id.str() + " is undone");
}

Result<void> NetworkReader::read_rescans(Stop stop) {
    const Result<std::vector<Versioned<Rescan>>> rows = open_rescans(store_, network_.id);
    if (!rows) return rows.error();
    for (const auto& [rescan, version] : *rows) {
        const std::uint64_t end = std::min(rescan.to, rescan.next + kRescanSlice - 1);
        for (std::uint64_t height = rescan.next; height <= end; ++height) {
            if (stop.stop_requested() || height >= next_) return {};
            Result<FeedItem> item = read(*source_, height);
            if (!item) return item.error();
            item->kind = FeedItem::Kind::kRescan;
            item->rescan = rescan;
            if (!feed_.push(std::move(*item), stop)) return {};
        }
    }
    // The rows move on as the engine gets there; without this the same slice would be read twice.
    if (!rows->empty()) feed_.wait_until_empty(stop);
    return {};
}

Result<void> NetworkReader::read_younger(const BlockRef& final_head, const BlockRef& head,
                                         Stop stop) {
    std::erase_if(younger_, [&](const auto& one) {
        return one.first <= final_head.height || one.first > head.height;
    });
    std::uint64_t low = final_head.height + 1;
    if (head.height >= kYoungerMax) low = std::max(low, head.height - kYoungerMax + 1);
    const std::shared_ptr<const CustodyFilter> filter = filter_.get();
    // From the head down, each by the hash that the block above it names: what was replaced goes.
    std::string expected = head.hash;
    for (std::uint64_t height = head.height; height >= low && !stop.stop_requested(); --height) {
        auto known = younger_.find(height);
        if (known == younger_.end() || known->second.ref.hash != expected) {
            Result<Block> block = source_->block(height, *filter);
            if (!block && block.error().code != Code::kNotFound) return block.error();
            if (!block || block->ref.hash != expected) break;  // it moved on: the next look sees
            known = younger_.insert_or_assign(height, std::move(*block)).first;
        }
        expected = known->second.parent_hash;
    }
    source_->take_replies();
    std::vector<Block> interesting;
    for (const auto& [height, block] : younger_) {
        if (!block.transfers.empty()) interesting.push_back(block);
    }
    board_.set_younger(network_.id, std::move(interesting));
    board_.change(network_.id, [&](NetworkStatus& s) { s.younger_blocks = younger_.size(); });
    return {};
}

void NetworkReader::answer_asks() {
    for (;;) {
        std::optional<BalanceAsk> ask;
        {
            const std::lock_guard lock(mutex_);
            answering_ = false;
            if (asks_.empty()) return;
            ask = std::move(asks_.front());
            asks_.pop_front();
            answering_ = true;
        }
        const Result<Evidence> evidence = measure(*ask);
        answer_(ask->deposit, evidence ? std::optional(*evidence) : std::nullopt);
    }
}

Result<Evidence> NetworkReader::measure(const BalanceAsk& ask) {
    const Result<FeedItem> item = read(*source_, ask.block.height);
    if (!item) return item.error();
    if (item->block.ref != ask.block) return conflict("the block is another by now");
    if (ask.block.height == 0) return invalid("nothing was before block 0");
    Amount in;
    Amount out;
    for (const Transfer& transfer : item->block.transfers) {
        if (!moves(transfer, ask.transfer)) continue;
        for (Amount* sum : {&in, &out}) {
            const Fingerprint& who = sum == &in ? transfer.recipient : transfer.sender;
            if (who != ask.transfer.recipient) continue;
            const std::optional<Amount> more = sum->checked_add(transfer.units);
            if (!more) return invalid("the block's transfers add up to more than 256 bits");
            *sum = *more;
        }
    }
    const BlockRef parent{ask.block.height - 1, item->block.parent_hash};
    const std::string& address = ask.transfer.recipient_address;
    const Result<Amount> before = source_->balance(ask.transfer.asset, address, parent);
    if (!before) return before.error();
    const Result<Amount> after = source_->balance(ask.transfer.asset, address, ask.block);
    if (!after) return after.error();
    Evidence evidence;
    evidence.deposit = ask.deposit;
    evidence.kind = EvidenceKind::kBalanceDelta;
    evidence.stated_by = "node:" + network_.id.str() + "#0";
    evidence.at = clock_.now();
    evidence.body = canonical_json({{"asset", ask.transfer.asset.str()},
                                    {"address", address},
                                    {"before", before->to_string()},
                                    {"after", after->to_string()},
                                    {"sum", in.checked_sub(out).value_or(Amount()).to_string()},
                                    {"block", ask.block.hash}});
    return sealed(std::move(evidence));
}

void NetworkReader::note_heads(const BlockRef& head, const BlockRef& final_head) {
    const Time now = clock_.now();
    const bool moved = !(head == head_);
    head_ = head;
    board_.change(network_.id, [&](NetworkStatus& status) {
        status.head = head.height;
        status.final_head = final_head.height;
        if (moved || status.head_since == Time()) status.head_since = now;
        const bool stalled = now - status.head_since > config_.stalled_after;
        status.reason = stalled ? "no new block for " + format_duration(now - status.head_since) +
                                      "; is the node connected?"
                                : "";
        status.state = stalled                                  ? "stalled"
                       : status.applied + 1 < final_head.height ? "syncing"
                                                                : "live";
    });
}

void NetworkReader::pause(const std::string& reason) {
    board_.change(network_.id, [&](NetworkStatus& status) {
        status.state = "paused";
        status.reason = reason;
    });
}

void NetworkReader::wait(Duration duration, Stop stop) {
    std::unique_lock lock(mutex_);
    asked_.wait_for(lock, stop, duration, [&] { return !asks_.empty(); });
}

}  // namespace homing
