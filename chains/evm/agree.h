#pragma once

#include <optional>
#include <string>

#include "chains/evm/node.h"

// E13: whether two nodes say the same. The answer is nullopt, or what they differ in.
namespace homing::evm {

// `a` and `b` trace by these methods: internal transfers are compared where both trace, and their
// paths only where both count frames in the same way.
struct TracedBy {
    TraceMethod a = TraceMethod::kNone;
    TraceMethod b = TraceMethod::kNone;
};

std::optional<std::string> difference(const Block& a, const Block& b, TracedBy traced);
std::optional<std::string> difference(const TransactionView& a, const TransactionView& b,
                                      TracedBy traced);

}  // namespace homing::evm
