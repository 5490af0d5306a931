#pragma once

#include "app/host.h"

namespace homing {

// One request: the host, and who asks when.
struct Context {
    Host& host;
    Principal principal;
    Time now{};

    Store& store() { return *host.store; }

    // Whether whoever asks may do this in a case, or in none; handlers of what a role may do in its
    // own cases alone ask it.
    Result<void> may(Action action, const Case* record = nullptr) const {
        return check_may(person(), {action, record, {}, ""});
    }
    StaffMember person() const { return {principal.id, principal.role, {}, {}}; }

    // What ask(engine) answers, on the thread that owns the engine.
    template <class Ask>
    auto engine(Ask ask) -> decltype(ask(std::declval<Engine&>())) {
        std::optional<decltype(ask(std::declval<Engine&>()))> answer;
        const Result<void> done = host.on_engine([&](Engine& e) { answer.emplace(ask(e)); });
        if (!done) return done.error();
        return std::move(*answer);
    }
};

}  // namespace homing
