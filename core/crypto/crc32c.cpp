#include "core/crypto/crc32c.h"

#include <cstring>

#include "core/crypto/hash.h"

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace homing {
namespace {

constexpr std::uint32_t kPolynomial = 0x82f63b78;  // RFC 3720 §12.1, bits reflected

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

// tables[k][b]: the sum of byte b followed by k zero bytes, so that eight bytes go in one step.
constexpr Tables make_tables() {
    Tables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t sum = byte;
        for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ ((sum & 1) * kPolynomial);
        tables[0][byte] = sum;
    }
    for (std::size_t k = 1; k < 8; ++k) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint32_t sum = tables[k - 1][byte];
            tables[k][byte] = (sum >> 8) ^ tables[0][sum & 0xff];
        }
    }
    return tables;
}

constexpr Tables kTables = make_tables();

std::uint32_t add_byte(std::uint32_t sum, std::uint8_t byte) {
    return (sum >> 8) ^ kTables[0][(sum ^ byte) & 0xff];
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t crc32c_sse42(ByteView data,
                                                             std::uint32_t previous) {
    std::uint64_t sum = ~previous;
    for (; data.size() >= 8; data = data.subspan(8)) {
        std::uint64_t word;
        std::memcpy(&word, data.data(), 8);
        sum = _mm_crc32_u64(sum, word);
    }
    auto tail = static_cast<std::uint32_t>(sum);
    for (const std::uint8_t byte : data) tail = _mm_crc32_u8(tail, byte);
    return ~tail;
}
#endif

}  // namespace

std::uint32_t crc32c_portable(ByteView data, std::uint32_t previous) {
    std::uint32_t sum = ~previous;
    for (; data.size() >= 8; data = data.subspan(8)) {
        std::uint32_t next = 0;
        for (std::size_t i = 0; i < 8; ++i) {
            const std::uint32_t mixed = i < 4 ? (sum >> (8 * i)) & 0xff : 0;
            next ^= kTables[7 - i][data[i] ^ mixed];
        }
        sum = next;
    }
    for (const std::uint8_t byte : data) sum = add_byte(sum, byte);
    return ~sum;
}

std::uint32_t crc32c(ByteView data, std::uint32_t previous) {
#if defined(__x86_64__)
    static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
    if (has_instruction) return crc32c_sse42(data, previous);
#endif
    return crc32c_portable(data, previous);
}

}  // namespace homing
