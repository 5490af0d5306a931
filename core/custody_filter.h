#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/model/fingerprint.h"
#include "core/result.h"

namespace homing {

// Answers "nobody's" for a fingerprint in a nanosecond or so: a blocked Bloom filter of 12 bits a key,
// one cache line a look-up. Never misses a key that was added. One thread adds while others ask.
class CustodyFilter {
  public:
    // Sized for this many keys; more may be added, at a growing rate of false "maybe".
    explicit CustodyFilter(std::uint64_t expected_keys = 1024);

    void add(const Fingerprint& fingerprint);
    // False: certainly not in the custody book. True: ask the book (about 1 in 200 of strangers).
    bool may_contain(const Fingerprint& fingerprint) const;

    std::uint64_t keys() const { return keys_; }
    // Whether more keys were added than it was sized for: time to build a larger one.
    bool is_over_full() const { return keys_ > capacity_; }
    std::uint64_t bits() const;

    // The image to keep in a file: header (magic, version, counts), words little-endian, CRC-32C.
    Bytes serialize() const;
    // kCorrupt when the image is not whole.
    static Result<CustodyFilter> parse(ByteView image);

  private:
    std::vector<std::uint64_t> words_;
    std::uint64_t keys_ = 0;
    std::uint64_t capacity_ = 0;
};

}  // namespace homing
