#pragma once

#include "app/host.h"

namespace homing {

// One request: the host, and who asks when.
struct Context {
    Host& host;
    Principal principal;
    Time now{};

    Store& store() { return *host.store; }

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
