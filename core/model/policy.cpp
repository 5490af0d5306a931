#include "core/model/policy.h"

#include "core/crypto/hash.h"
#include "core/record_json.h"

namespace homing {

Hash policy_hash(const Policy& policy) {
    return Hash{sha256(as_bytes(canonical_json(record_to_json(policy))))};
}

}  // namespace homing
