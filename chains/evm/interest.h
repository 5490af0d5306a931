#pragma once

#include <algorithm>

#include "chains/evm/facts.h"
#include "core/custody_filter.h"

namespace homing::evm {

// Which addresses a reader keeps: those the filter does not rule out, or all. Asked for every log
// of every block, so it looks at raw bytes and allocates nothing.
class Interest {
  public:
    // Everything.
    Interest() = default;
    // The filter must outlive this.
    explicit Interest(const CustodyFilter& filter) : filter_(&filter) {
        probe_.key_class = KeyClass::kKeccak20;
        probe_.payload.resize(20);
    }

    bool wants(const Address& from, const Address& to) {
        return filter_ == nullptr || holds(to) || holds(from);
    }

  private:
    bool holds(const Address& address) {
        std::copy(address.begin(), address.end(), probe_.payload.begin());
        return filter_->may_contain(probe_);
    }

    const CustodyFilter* filter_ = nullptr;
    Fingerprint probe_;
};

}  // namespace homing::evm
