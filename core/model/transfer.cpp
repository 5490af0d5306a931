#include "core/model/transfer.h"

#include "core/crypto/hash.h"

namespace homing {

DepositId deposit_id(const Transfer& transfer) {
    const ByteArray<32> network = sha256(as_bytes(transfer.network.str()));
    const Hash identity = HashBuilder()
                              .add(transfer.network.str())
                              .add(transfer.txid)
                              .add(transfer.index)
                              .add(transfer.asset.str())
                              .finish();
    DepositId id;
    std::copy_n(network.begin(), 4, id.bytes.begin());
    std::copy_n(identity.bytes.begin(), 16, id.bytes.begin() + 4);
    return id;
}

}  // namespace homing
