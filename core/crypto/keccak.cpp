#include "core/crypto/keccak.h"

#include <bit>
#include <cstring>

#include "core/crypto/hash.h"

namespace homing {
namespace {

using State = std::array<std::uint64_t, 25>;  // lane (x, y) at x + 5 * y
constexpr std::size_t kRate = 136;

// FIPS 202 §3.2.5: the bits of the linear feedback register of algorithm 5, one word a round.
constexpr std::array<std::uint64_t, 24> round_constants() {
    std::array<std::uint64_t, 24> constants{};
    unsigned lfsr = 1;
    for (std::uint64_t& constant : constants) {
        for (unsigned j = 0; j <= 6; ++j) {
            if ((lfsr & 1) != 0) constant |= std::uint64_t{1} << ((1u << j) - 1);
            lfsr = (lfsr << 1) ^ ((lfsr >> 7) * 0x171);
        }
    }
    return constants;
}

struct Step {
    std::size_t lane;
    int rotation;
};

// FIPS 202 §3.2.2 and §3.2.3: rho and pi walk the lanes in one cycle of 24 steps.
constexpr std::array<Step, 24> walk() {
    std::array<Step, 24> steps{};
    std::size_t x = 1;
    std::size_t y = 0;
    for (int t = 0; t < 24; ++t) {
        const int rotation = (t + 1) * (t + 2) / 2 % 64;
        const std::size_t next_y = (2 * x + 3 * y) % 5;
        x = y;
        y = next_y;
        steps[static_cast<std::size_t>(t)] = {x + 5 * y, rotation};
    }
    return steps;
}

constexpr auto kRounds = round_constants();
constexpr auto kWalk = walk();

void permute(State& lanes) {
    for (const std::uint64_t constant : kRounds) {
        std::array<std::uint64_t, 5> parity;
#pragma GCC unroll 5
        for (std::size_t x = 0; x < 5; ++x) {
            parity[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
        }
#pragma GCC unroll 5
        for (std::size_t x = 0; x < 5; ++x) {
            const std::uint64_t mix = parity[(x + 4) % 5] ^ std::rotl(parity[(x + 1) % 5], 1);
#pragma GCC unroll 5
            for (std::size_t y = 0; y < 25; y += 5) lanes[x + y] ^= mix;
        }
        std::uint64_t carried = lanes[1];
#pragma GCC unroll 24
        for (const Step& step : kWalk) {
            const std::uint64_t here = lanes[step.lane];
            lanes[step.lane] = std::rotl(carried, step.rotation);
            carried = here;
        }
#pragma GCC unroll 5
        for (std::size_t y = 0; y < 25; y += 5) {
            const std::array<std::uint64_t, 5> row = {lanes[y], lanes[y + 1], lanes[y + 2],
                                                      lanes[y + 3], lanes[y + 4]};
#pragma GCC unroll 5
            for (std::size_t x = 0; x < 5; ++x) {
                lanes[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
        }
        lanes[0] ^= constant;
    }
}

void absorb(State& lanes, const std::uint8_t* block) {
    for (std::size_t i = 0; i < kRate / 8; ++i) {
        std::uint64_t lane = 0;
        for (unsigned byte = 0; byte < 8; ++byte) {
            lane |= std::uint64_t{block[8 * i + byte]} << (8 * byte);
        }
        lanes[i] ^= lane;
    }
    permute(lanes);
}

}  // namespace

ByteArray<32> keccak_sponge(ByteView data, KeccakPadding padding) {
    State lanes{};
    for (; data.size() >= kRate; data = data.subspan(kRate)) absorb(lanes, data.data());
    ByteArray<kRate> last{};
    if (!data.empty()) std::memcpy(last.data(), data.data(), data.size());
    last[data.size()] = static_cast<std::uint8_t>(padding);
    last.back() |= 0x80;
    absorb(lanes, last.data());

    ByteArray<32> digest;
    for (std::size_t i = 0; i < digest.size(); ++i) {
        digest[i] = static_cast<std::uint8_t>(lanes[i / 8] >> (8 * (i % 8)));
    }
    return digest;
}

ByteArray<32> keccak256(ByteView data) {
    return keccak_sponge(data, KeccakPadding::kKeccak);
}

}  // namespace homing
