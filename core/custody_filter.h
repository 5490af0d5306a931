#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/bytes.h"
#include "core/model/fingerprint.h"
#include "core/result.h"

namespace homing {

// Answers "nobody's" for a fingerprint in a nanosecond or so: a blocked Bloom filter of 12 bits a
// key, one cache line a look-up. Never misses a key that was added. One thread may add while others
// ask, count and serialize: whoever learns of an addition through a lock or a queue finds the key.
// Moving, assigning and destroying need the filter alone.
class CustodyFilter {
  public:
    // Sized for this many keys; more may be added, at a growing rate of false "maybe".
    explicit CustodyFilter(std::uint64_t expected_keys = 1024);

    void add(const Fingerprint& fingerprint);
    // False: certainly not in the custody book. True: ask the book (about 1 in 200 of strangers).
    bool may_contain(const Fingerprint& fingerprint) const;

    // Additions that changed the filter: a key added again is not counted again.
    std::uint64_t keys() const;
    // Whether more keys were added than it was sized for: time to build a larger one.
    bool is_over_full() const { return keys() > capacity_; }
    std::uint64_t bits() const;

    // The image to keep in a file: header (magic, version, counts), words little-endian, CRC-32C.
    Bytes serialize() const;
    // kCorrupt when the image is not whole or has another version.
    static Result<CustodyFilter> parse(ByteView image);

  private:
    static constexpr std::size_t kWords = 8;
    struct alignas(64) Block {  // one cache line
        std::array<std::uint64_t, kWords> words{};
    };

    std::vector<Block> blocks_;
    std::uint64_t keys_ = 0;
    std::uint64_t capacity_ = 0;
};

}  // namespace homing
