#pragma once

#include "core/bytes.h"
#include "core/result.h"

namespace homing {

// XChaCha20-Poly1305 by libsodium. The 24-byte nonce comes in as an argument and must never repeat
// under one key; the sealed form is nonce ‖ ciphertext ‖ tag.
Bytes aead_seal(ByteView plaintext, ByteView associated, const ByteArray<32>& key,
                const ByteArray<24>& nonce);
// kCorrupt when anything was changed or the key is another.
Result<Bytes> aead_open(ByteView sealed, ByteView associated, const ByteArray<32>& key);

// Random bytes of the operating system, for app to hand in where rules need randomness.
void random_bytes(std::span<std::uint8_t> out);

}  // namespace homing
