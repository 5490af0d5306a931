#pragma once

#include <rapidcheck.h>

#include <ostream>

#include "core/amount.h"

// What rapidcheck draws and prints of core's types.
namespace homing {

inline void showValue(const Amount& amount, std::ostream& out) {
    out << amount.to_string();
}
inline void PrintTo(const Amount& amount, std::ostream* out) {
    *out << amount.to_string();
}

}  // namespace homing

namespace rc {

// Every bit width is equally likely, and every third amount hugs a power of two, where carries are.
template <>
struct Arbitrary<homing::Amount> {
    static Gen<homing::Amount> arbitrary() {
        return gen::exec([] {
            const auto width = *gen::inRange<unsigned>(0, 257);
            const auto shape = *gen::inRange(0, 6);
            homing::ByteArray<32> bytes{};
            for (unsigned bit = 0; bit < width; ++bit) {
                bool is_set = shape == 0;                   // 2^width - 1
                if (shape == 1) is_set = bit == width - 1;  // 2^(width - 1)
                if (shape > 1) is_set = *gen::arbitrary<bool>() || bit == width - 1;
                if (is_set) bytes[31 - bit / 8] |= static_cast<std::uint8_t>(1U << (bit % 8));
            }
            return *homing::Amount::from_big_endian(bytes);
        });
    }
};

}  // namespace rc
