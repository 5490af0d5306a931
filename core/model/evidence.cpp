#include "core/model/evidence.h"

#include "core/crypto/hash.h"

namespace homing {

Evidence sealed(Evidence evidence) {
    const Hash hash = HashBuilder()
                          .add(evidence.deposit.bytes)
                          .add(to_string(evidence.kind))
                          .add(evidence.stated_by)
                          .add(std::to_string(evidence.at.time_since_epoch().count()))
                          .add(evidence.body)
                          .finish();
    std::copy_n(hash.bytes.begin(), EvidenceId::kSize, evidence.id.bytes.begin());
    return evidence;
}

}  // namespace homing
