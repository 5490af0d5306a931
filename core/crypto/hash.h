#pragma once

#include "core/bytes.h"
#include "core/id.h"

namespace homing {

// One-shot digests over OpenSSL's default provider; Keccak is our own permutation (FIPS 202's, with
// the original 0x01 padding that Ethereum kept). All accept empty input.
ByteArray<32> sha256(ByteView data);
ByteArray<64> sha512(ByteView data);
ByteArray<20> ripemd160(ByteView data);
// RIPEMD160(SHA256(data)), the payload of most secp256k1 addresses.
ByteArray<20> hash160(ByteView data);
ByteArray<32> keccak256(ByteView data);
ByteArray<32> hmac_sha256(ByteView key, ByteView data);

// CRC-32C (Castagnoli, RFC 3720): sums chain as crc32c(b, crc32c(a)).
std::uint32_t crc32c(ByteView data, std::uint32_t previous = 0);

// SHA-256 over parts, each preceded by its length as 8 bytes big-endian, so that no two different
// lists of parts share a preimage.
class HashBuilder {
  public:
    HashBuilder& add(ByteView part);
    HashBuilder& add(std::string_view part) { return add(as_bytes(part)); }
    Hash finish() const;

  private:
    Bytes preimage_;
};

}  // namespace homing
