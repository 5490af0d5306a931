#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "app/config.h"
#include "app/run/board.h"
#include "app/run/shared_filter.h"
#include "app/staff.h"
#include "chains/source.h"
#include "recovery/engine.h"
#include "store/store.h"

namespace homing {

// The opened store and all that commands need beside it, for as long as this process holds it.
struct Host {
    Config config;
    Policy policy;
    StaffFile staff;
    std::vector<Network> networks;
    SystemClock clock;
    std::unique_ptr<Store> store;
    std::unique_ptr<Engine> engine;

    // Set by `homing run` alone.
    SharedFilter* filter = nullptr;  // what readers drop foreign transfers by
    const Board* board = nullptr;    // how each network stands, and its younger blocks
    // Runs the work on the thread that owns the engine and waits for its end.
    std::function<Result<void>(const std::function<void(Engine&)>&)> on_engine;
};

// Opens the store of the configuration, checks it against its witness, reads policy and staff, and
// adopts the policy's record. kUnavailable when another process holds the store.
Result<std::unique_ptr<Host>> open_host(const Config& config);

// Writes the head of the audit log to the witness file where it moved since.
Result<void> update_witness(const Host& host);

// Where the embedded store lies.
std::filesystem::path store_folder(const Config& config);

// The store of the configuration alone, checked against its witness; made where there is none.
Result<std::unique_ptr<Store>> open_store(const Config& config);

}  // namespace homing
