#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "app/host.h"
#include "app/ledger.h"
#include "app/run/network_reader.h"

namespace homing {

// The deposits whose last decision waits for a fact, and when each was asked for. Asks again with
// growing pauses where nobody could say; looks at all of them again when the book, a price, a hold
// or a claim changed. Owned by the engine's thread.
class Followups {
  public:
    struct Askers {
        std::function<void(const DepositId&, const LedgerSubject&)> ledger;
        std::function<void(const NetworkId&, BalanceAsk)> balance;
    };
    Followups(const Host& host, Askers askers) : host_(host), askers_(std::move(askers)) {}

    // All that waits in the store; at the start.
    Result<void> load_open();
    // Looks at the deposit's last decision and asks for what it needs.
    void note(const DepositId& deposit);
    // Records facts (none: only looks) and asks for what is needed then.
    void learn(Engine& engine, const DepositId& deposit, const std::vector<Evidence>& evidence);
    // What came of asking for a need; no evidence: nobody could say.
    void take_answer(Engine& engine, const DepositId& deposit, const std::string& need,
                     const std::optional<Evidence>& evidence);
    // Asks what is due again and follows the store's changes.
    Result<void> tick(Engine& engine);
    // Whether no answer is on its way and nobody is worth asking soon.
    bool is_idle() const;

  private:
    struct Waiting {
        std::set<std::string> needs;
        std::set<std::string> asked;  // on their way
        unsigned unanswered = 0;      // times that nobody could say
        Time again{};                 // not before then
    };
    void ask(const DepositId& deposit, const Deposit& record, Waiting& waiting);
    Result<bool> has_changed();

    const Host& host_;
    Askers askers_;
    std::map<DepositId, Waiting> waiting_;
    std::uint64_t followed_ = 0;  // sequence of the last change looked at
    Time next_look_{};
};

}  // namespace homing
