#include "app/run/followups.h"

#include <algorithm>
#include <cstdio>

#include "recovery/deciding.h"
#include "store/tables.h"

namespace homing {

namespace {

constexpr Duration kAskAgainMax = std::chrono::seconds(60);
constexpr Duration kLookEvery = std::chrono::milliseconds(200);
constexpr unsigned kWorthAsking = 3;  // times unanswered, after which `run --once` no longer waits
constexpr std::size_t kChangesPage = 256;

Duration pause_after(unsigned unanswered) {
    return std::min<Duration>(kAskAgainMax,
                              Duration(500) * (1u << std::min(unsigned{7}, unanswered)));
}

}  // namespace

Result<void> Followups::load_open() {
    // Whatever changed while nobody ran is looked at by the first reconsideration.
    for (;;) {
        const auto page = host_.store->changes(followed_, kChangesPage);
        if (!page) return page.error();
        if (page->empty()) break;
        followed_ = page->back().sequence;
    }
    for (const DepositState state : {DepositState::kFinal, DepositState::kAttributed}) {
        const auto open = load_by_index<Deposit>(*host_.store, deposits_by_state(state));
        if (!open) return open.error();
        for (const auto& deposit : *open) note(deposit.record.id);
    }
    return {};
}

void Followups::note(const DepositId& id) {
    const auto deposit = load<Deposit>(*host_.store, deposit_key(id));
    const bool is_open = deposit && *deposit && (*deposit)->record.decisions > 0;
    if (!is_open) {
        waiting_.erase(id);
        return;
    }
    const Deposit& record = (*deposit)->record;
    const auto decision = load<Decision>(*host_.store, decision_key(id, record.decisions - 1));
    if (!decision || !*decision || (*decision)->record.verdict != Verdict::kWait ||
        (record.state != DepositState::kFinal && record.state != DepositState::kAttributed)) {
        waiting_.erase(id);
        return;
    }
    const std::vector<std::string>& needs = (*decision)->record.needs;
    Waiting& waiting = waiting_[id];
    waiting.needs = {needs.begin(), needs.end()};
    ask(id, record, waiting);
}

void Followups::ask(const DepositId& id, const Deposit& record, Waiting& waiting) {
    if (host_.clock.now() < waiting.again) return;
    for (const std::string& need : waiting.needs) {
        if (waiting.asked.contains(need)) continue;
        if (need == "ledger_answer") {
            askers_.ledger(id, LedgerSubject::of(record.transfer));
        } else if (need == "balance_delta") {
            askers_.balance(record.transfer.network, {id, record.transfer, record.block});
        } else {
            continue;  // a price, a hold: somebody else brings the change
        }
        waiting.asked.insert(need);
    }
}

void Followups::learn(Engine& engine, const DepositId& deposit,
                      const std::vector<Evidence>& evidence) {
    if (!evidence.empty()) {
        const Result<Decision> decision = engine.learn(deposit, evidence, host_.clock.now());
        if (!decision) {
            std::fprintf(stderr, "homing: deposit %s: %s\n", deposit.str().c_str(),
                         decision.error().message.c_str());
            Waiting& waiting = waiting_[deposit];
            waiting.again = host_.clock.now() + pause_after(waiting.unanswered++);
        }
    }
    note(deposit);
}

void Followups::take_answer(Engine& engine, const DepositId& deposit, const std::string& need,
                            const std::optional<Evidence>& evidence) {
    const auto found = waiting_.find(deposit);
    if (found != waiting_.end()) {
        found->second.asked.erase(need);
        if (evidence) {
            found->second.unanswered = 0;
        } else {
            found->second.again = host_.clock.now() + pause_after(found->second.unanswered++);
        }
    }
    learn(engine, deposit, evidence ? std::vector{*evidence} : std::vector<Evidence>());
}

Result<bool> Followups::has_changed() {
    bool changed = false;
    for (;;) {
        const auto page = host_.store->changes(followed_, kChangesPage);
        if (!page) return page.error();
        if (page->empty()) return changed;
        for (const Change& change : *page) {
            changed = changed || std::ranges::any_of(change.keys, changes_decisions);
        }
        followed_ = page->back().sequence;
    }
}

Result<void> Followups::tick(Engine& engine) {
    const Time now = host_.clock.now();
    if (now < next_look_) return {};
    next_look_ = now + kLookEvery;
    const Result<bool> changed = has_changed();
    if (!changed) return changed.error();
    std::vector<DepositId> due;
    for (const auto& [id, waiting] : waiting_) {
        if (*changed || (waiting.asked.empty() && waiting.again <= now)) due.push_back(id);
    }
    for (const DepositId& id : due) {
        if (*changed) {
            const Result<Decision> decision = engine.reconsider(id, now);
            if (!decision && decision.error().code == Code::kCorrupt) return decision.error();
        }
        note(id);
    }
    return {};
}

bool Followups::is_idle() const {
    return std::ranges::all_of(waiting_, [](const auto& one) {
        const Waiting& waiting = one.second;
        const bool askable =
            waiting.needs.contains("ledger_answer") || waiting.needs.contains("balance_delta");
        return !askable || waiting.unanswered >= kWorthAsking;
    });
}

}  // namespace homing
