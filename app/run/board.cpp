#include "app/run/board.h"

namespace homing {

std::map<NetworkId, NetworkStatus> Board::networks() const {
    const std::lock_guard lock(mutex_);
    return networks_;
}

void Board::set_younger(const NetworkId& network, std::vector<Block> blocks) {
    const std::lock_guard lock(mutex_);
    younger_[network] = std::move(blocks);
}

void Board::set_ledger(const LedgerStatus& status) {
    const std::lock_guard lock(mutex_);
    ledger_ = status;
}

LedgerStatus Board::ledger() const {
    const std::lock_guard lock(mutex_);
    return ledger_;
}

std::vector<Block> Board::younger() const {
    const std::lock_guard lock(mutex_);
    std::vector<Block> all;
    for (const auto& [network, blocks] : younger_)
        all.insert(all.end(), blocks.begin(), blocks.end());
    return all;
}

}  // namespace homing
