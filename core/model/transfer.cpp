#include "core/model/transfer.h"

#include "core/crypto/hash.h"

namespace homing {

DepositId deposit_id(const Transfer& transfer) {
    const ByteArray<32> network = sha256(as_bytes(transfer.network.str()));
    HashBuilder builder;
    builder.add(transfer.network.str());
    if (transfer.origin.empty()) {
        builder.add(transfer.txid).add(transfer.index);
    } else {
        builder.add(transfer.origin)
            .add(transfer.index)
            .add(transfer.recipient.str())
            .add(transfer.units.to_string());
    }
    const Hash identity = builder.add(transfer.asset.str()).finish();
    DepositId id;
    std::copy_n(network.begin(), 4, id.bytes.begin());
    std::copy_n(identity.bytes.begin(), 16, id.bytes.begin() + 4);
    return id;
}

}  // namespace homing
