#include "chains/utxo/sender.h"

#include "chains/utxo/script.h"
#include "core/crypto/hash.h"

namespace homing::utxo {
namespace {

// The last two pushes of a script of pushes alone, and how many there are; 0 for any other script.
struct Pushes {
    std::size_t count = 0;
    ByteView before_last, last;
};

Pushes read_pushes(ByteView script) {
    Pushes pushes;
    std::size_t at = 0;
    while (at < script.size()) {
        const std::uint8_t opcode = script[at++];
        std::size_t size = opcode;
        if (opcode == 0x4c || opcode == 0x4d) {
            const std::size_t width = opcode == 0x4c ? 1 : 2;
            if (at + width > script.size()) return {};
            size = script[at] | (width == 2 ? std::size_t{script[at + 1]} << 8 : 0);
            at += width;
        } else if (opcode == 0x4f || (opcode >= 0x51 && opcode <= 0x60)) {
            size = 0;  // a small number
        } else if (opcode > 0x4d) {
            return {};
        }
        if (size > script.size() - at) return {};
        pushes.before_last = pushes.last;
        pushes.last = script.subspan(at, size);
        at += size;
        ++pushes.count;
    }
    return pushes;
}

// 0x30, a length that fits, and a hash type behind.
bool looks_like_signature(ByteView bytes) {
    return bytes.size() >= 9 && bytes.size() <= 73 && bytes[0] == 0x30 &&
           bytes[1] == bytes.size() - 3;
}

// A control block's first byte is no opcode that a P2WSH script could begin with (BIP-341).
bool looks_like_control_block(ByteView bytes) {
    return bytes.size() >= 33 && (bytes.size() - 33) % 32 == 0 && bytes[0] >= 0xc0;
}

Bytes spent_by_witness(std::span<const ByteView> witness) {
    const ByteView last = witness.back();
    if (witness.size() == 2 && last.size() == 33 && is_key(last)) {
        return witness_script(0, hash160(last));
    }
    const bool taproot =
        witness.size() == 1 || last.empty() || last[0] == 0x50 || looks_like_control_block(last);
    return taproot ? Bytes() : witness_script(0, sha256(last));
}

}  // namespace

Bytes spent_script(const Params& params, ByteView script_sig, std::span<const ByteView> witness) {
    if (script_sig.empty()) {
        return params.segwit() && !witness.empty() ? spent_by_witness(witness) : Bytes();
    }
    const Pushes pushes = read_pushes(script_sig);
    if (pushes.count == 2 && is_key(pushes.last) && pushes.before_last.size() >= 9 &&
        pushes.before_last.size() <= 73) {
        return key_hash_script(hash160(pushes.last));
    }
    if (pushes.last.empty() || looks_like_signature(pushes.last)) return {};
    return script_hash_script(hash160(pushes.last));
}

}  // namespace homing::utxo
