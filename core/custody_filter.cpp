#include "core/custody_filter.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

#include "core/check.h"
#include "core/crypto/hash.h"

namespace homing {
namespace {

constexpr std::uint64_t kBitsPerKey = 12;
constexpr std::uint64_t kBlockBits = 512;
// More would not fit into any address space, and less keeps the arithmetic below from wrapping.
constexpr std::uint64_t kMaxKeys = std::uint64_t{1} << 48;

constexpr std::string_view kMagic = "HOMINGCF";
// Of the image and of the hash: another hash makes every older image useless.
constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kHeaderSize = 32;  // magic, version, capacity, keys
constexpr std::size_t kSumSize = 4;

std::uint64_t blocks_for(std::uint64_t keys) {
    return std::max<std::uint64_t>(1, (keys * kBitsPerKey + kBlockBits - 1) / kBlockBits);
}

// Relaxed is enough: a bit that is not there yet belongs to a key that nobody was told of.
std::uint64_t load(const std::uint64_t& word) {
    return __atomic_load_n(&word, __ATOMIC_RELAXED);
}

// For the one adding thread: no other writes between its load and its store.
void store(std::uint64_t& word, std::uint64_t value) {
    __atomic_store_n(&word, value, __ATOMIC_RELAXED);
}

std::uint64_t little_endian(const std::uint8_t* bytes) {
    std::uint64_t value;
    std::memcpy(&value, bytes, sizeof(value));
    return std::endian::native == std::endian::little ? value : __builtin_bswap64(value);
}

std::uint8_t* write_little_endian(std::uint8_t* out, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) *out++ = static_cast<std::uint8_t>(value >> (8 * i));
    return out;
}

__extension__ typedef unsigned __int128 Wide;

std::uint64_t high_half(std::uint64_t a, std::uint64_t b) {
    return static_cast<std::uint64_t>((Wide{a} * b) >> 64);
}

// Both halves of the product: every bit of a reaches every bit of the result or nearly so.
std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
    return high_half(a, b) ^ (a * b);
}

// Odd words from the fraction of the golden ratio and of pi.
constexpr std::uint64_t kMix = 0x9e3779b97f4a7c15;
constexpr std::uint64_t kMixBlock = 0x243f6a8885a308d3;
constexpr std::uint64_t kMixBits = 0xa4093822299f31d1;

std::uint64_t hash(const Fingerprint& fingerprint) {
    const Bytes& payload = fingerprint.payload;
    const std::size_t size = payload.size();
    const auto key_class = static_cast<std::uint64_t>(fingerprint.key_class);
    std::uint64_t state = fold((key_class << 32 | size) + kMixBits, kMix);
    if (size < 8) {
        ByteArray<8> padded{};
        std::ranges::copy(payload, padded.begin());
        return fold(state ^ little_endian(padded.data()), kMix);
    }
    for (std::size_t at = 0; at + 8 < size; at += 8) {
        state = fold(state ^ little_endian(payload.data() + at), kMix);
    }
    // The last eight bytes, which may overlap those before: the size is already in the state.
    return fold(state ^ little_endian(payload.data() + size - 8), kMix);
}

std::size_t block_of(std::uint64_t hash, std::size_t blocks) {
    return high_half(fold(hash ^ kMixBits, kMixBlock), blocks);
}

// Six bits of it choose one of the 64 bits of each word.
std::uint64_t bits_of(std::uint64_t hash) {
    return fold(hash ^ kMixBlock, kMixBits);
}

unsigned bit_in(std::uint64_t bits, std::size_t word) {
    return static_cast<unsigned>(bits >> (6 * word)) & 63;
}

}  // namespace

CustodyFilter::CustodyFilter(std::uint64_t expected_keys) : capacity_(expected_keys) {
    CHECK(expected_keys <= kMaxKeys);
    blocks_.resize(blocks_for(expected_keys));
}

void CustodyFilter::add(const Fingerprint& fingerprint) {
    const std::uint64_t key = hash(fingerprint);
    const std::uint64_t bits = bits_of(key);
    Block& block = blocks_[block_of(key, blocks_.size())];
    bool is_new = false;
    for (std::size_t i = 0; i < kWords; ++i) {
        const std::uint64_t before = load(block.words[i]);
        const std::uint64_t after = before | std::uint64_t{1} << bit_in(bits, i);
        if (after == before) continue;
        store(block.words[i], after);
        is_new = true;
    }
    if (is_new) store(keys_, load(keys_) + 1);
}

bool CustodyFilter::may_contain(const Fingerprint& fingerprint) const {
    const std::uint64_t key = hash(fingerprint);
    const std::uint64_t bits = bits_of(key);
    const Block& block = blocks_[block_of(key, blocks_.size())];
    // No branch and no loop: the processor then waits for the memory of several look-ups at once.
    std::uint64_t missing = 0;
#pragma GCC unroll 8
    for (std::size_t i = 0; i < kWords; ++i) missing |= ~load(block.words[i]) >> bit_in(bits, i);
    return (missing & 1) == 0;
}

std::uint64_t CustodyFilter::keys() const {
    return load(keys_);
}

std::uint64_t CustodyFilter::bits() const {
    return blocks_.size() * kBlockBits;
}

Bytes CustodyFilter::serialize() const {
    Bytes image(kHeaderSize + blocks_.size() * sizeof(Block) + kSumSize);
    std::uint8_t* out = std::ranges::copy(as_bytes(kMagic), image.data()).out;
    out = write_little_endian(out, kVersion, 8);
    out = write_little_endian(out, capacity_, 8);
    out = write_little_endian(out, keys(), 8);
    for (const Block& block : blocks_) {
        for (const std::uint64_t& word : block.words) out = write_little_endian(out, load(word), 8);
    }
    write_little_endian(out, crc32c(ByteView(image).first(image.size() - kSumSize)), kSumSize);
    return image;
}

Result<CustodyFilter> CustodyFilter::parse(ByteView image) {
    if (image.size() < kHeaderSize + sizeof(Block) + kSumSize ||
        as_text(image.first(kMagic.size())) != kMagic) {
        return corrupt("a custody filter's image of " + std::to_string(image.size()) +
                       " bytes does not start with a whole header");
    }
    const std::uint64_t version = little_endian(image.data() + 8);
    if (version != kVersion) {
        return corrupt("a custody filter's image has version " + std::to_string(version) +
                       "; this program reads " + std::to_string(kVersion));
    }
    const std::uint64_t capacity = little_endian(image.data() + 16);
    const std::size_t body = image.size() - kHeaderSize - kSumSize;
    if (capacity > kMaxKeys || body % sizeof(Block) != 0 ||
        body / sizeof(Block) != blocks_for(capacity)) {
        return corrupt("a custody filter's image of " + std::to_string(image.size()) +
                       " bytes has not the size for " + std::to_string(capacity) + " keys");
    }
    ByteArray<kSumSize> sum;
    write_little_endian(sum.data(), crc32c(image.first(kHeaderSize + body)), kSumSize);
    if (!std::ranges::equal(sum, image.last(kSumSize))) {
        return corrupt("a custody filter's image has another checksum than its bytes");
    }
    CustodyFilter filter(capacity);
    filter.keys_ = little_endian(image.data() + 24);
    const std::uint8_t* in = image.data() + kHeaderSize;
    for (Block& block : filter.blocks_) {
        for (std::uint64_t& word : block.words) {
            word = little_endian(in);
            in += sizeof(word);
        }
    }
    return filter;
}

}  // namespace homing
