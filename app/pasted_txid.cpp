#include "app/pasted_txid.h"

#include <algorithm>

#include "chains/recognise/recognise.h"

namespace homing {

namespace {

bool is_on(const Candidate& candidate, const NetworkId& network) {
    return std::ranges::any_of(candidate.places, [&](const Place& place) {
        return place.network == network.str() || place.network == network.name_space();
    });
}

}  // namespace

std::string pasted_txid(const NetworkId& network, std::string_view pasted) {
    const Recognition read = recognise(pasted);
    if (read.holds_secret) return std::string(pasted);
    for (const Candidate& candidate : read.candidates) {
        if (candidate.kind == PastedKind::kTransaction && is_on(candidate, network)) {
            return candidate.normalised;
        }
    }
    return std::string(pasted);
}

}  // namespace homing
