#pragma once

#include "core/bytes.h"

namespace homing {

// The last byte's domain bits: what tells Ethereum's Keccak from the standard's SHA-3.
enum class KeccakPadding : std::uint8_t { kKeccak = 0x01, kSha3 = 0x06 };

// The 256-bit sponge (rate 136) over our own Keccak-f[1600]; FIPS 202 §3 to §5. Rules call
// keccak256; this front exists because with kSha3 every length can be compared with OpenSSL's
// SHA3-256.
ByteArray<32> keccak_sponge(ByteView data, KeccakPadding padding);

}  // namespace homing
