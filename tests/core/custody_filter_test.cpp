#include "core/custody_filter.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

#include "core/crypto/hash.h"
#include "core/hex.h"

namespace homing {
namespace {

Fingerprint account(std::uint64_t number) {
    const std::string name = "account-" + std::to_string(number);
    return {KeyClass::kAccountName, Bytes(name.begin(), name.end())};
}

// Addresses as a hierarchical wallet would hand them out: nothing about them is alike.
Fingerprint address(std::uint64_t number) {
    const ByteArray<32> digest = sha256(as_bytes(std::to_string(number)));
    return {KeyClass::kKeccak20, Bytes(digest.begin(), digest.begin() + 20)};
}

// Payloads that differ in a few bits alone, which a weak hash would send to the same place.
Fingerprint counter(std::uint64_t number) {
    Fingerprint key{KeyClass::kHash160, Bytes(20)};
    for (std::size_t i = 0; i < 8; ++i) {
        key.payload[3 + i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return key;
}

using Maker = Fingerprint (*)(std::uint64_t);
constexpr Maker kMakers[] = {account, address, counter};
constexpr std::uint64_t kKeys = 20000;

CustodyFilter filter_of(Maker make, std::uint64_t keys, std::uint64_t expected) {
    CustodyFilter filter(expected);
    for (std::uint64_t i = 0; i < keys; ++i) filter.add(make(i));
    return filter;
}

std::uint64_t maybes(const CustodyFilter& filter, Maker make, std::uint64_t from,
                     std::uint64_t to) {
    std::uint64_t count = 0;
    for (std::uint64_t i = from; i < to; ++i) count += filter.may_contain(make(i)) ? 1 : 0;
    return count;
}

Bytes with_sum(Bytes image) {
    image.resize(image.size() - 4);
    const std::uint32_t sum = crc32c(image);
    for (int shift = 0; shift < 32; shift += 8) {
        image.push_back(static_cast<std::uint8_t>(sum >> shift));
    }
    return image;
}

TEST(CustodyFilter, never_misses_a_key_that_was_added) {
    for (const Maker make : kMakers) {
        EXPECT_EQ(maybes(filter_of(make, kKeys, kKeys), make, 0, kKeys), kKeys);
        // Far too small, it says "maybe" more often, and still misses nothing.
        EXPECT_EQ(maybes(filter_of(make, kKeys, 0), make, 0, kKeys), kKeys);
    }
}

// Eight words of one bit a key at 12 bits a key: 0.42 % by the Poisson sum over full blocks.
TEST(CustodyFilter, says_maybe_to_about_one_stranger_in_two_hundred) {
    for (const Maker make : kMakers) {
        const CustodyFilter filter = filter_of(make, kKeys, kKeys);
        const std::uint64_t strangers = 10 * kKeys;
        const std::uint64_t wrong = maybes(filter, make, kKeys, kKeys + strangers);
        EXPECT_LT(wrong, strangers * 55 / 10000);
        EXPECT_GT(wrong, strangers * 25 / 10000);
    }
}

TEST(CustodyFilter, uses_twelve_bits_a_key) {
    EXPECT_LE(CustodyFilter(1'000'000).bits(), 12'000'512u);
    EXPECT_EQ(CustodyFilter(0).bits(), 512u);
}

TEST(CustodyFilter, tells_classes_lengths_and_every_byte_apart) {
    const Fingerprint key{KeyClass::kScript, Bytes(17, 0)};
    CustodyFilter filter;
    filter.add(key);
    Fingerprint other = key;
    other.key_class = KeyClass::kTonHash;
    EXPECT_FALSE(filter.may_contain(other));
    for (std::size_t size = 0; size <= 64; ++size) {
        const Fingerprint zeros{KeyClass::kScript, Bytes(size, 0)};
        EXPECT_EQ(filter.may_contain(zeros), size == 17) << size << " bytes";
    }
    for (std::size_t bit = 0; bit < 17 * 8; ++bit) {
        other = key;
        other.payload[bit / 8] = static_cast<std::uint8_t>(1 << bit % 8);
        EXPECT_FALSE(filter.may_contain(other)) << "bit " << bit;
    }
}

TEST(CustodyFilter, an_empty_filter_holds_nobody_and_the_empty_fingerprint_can_be_added) {
    CustodyFilter filter;
    EXPECT_EQ(maybes(filter, address, 0, 1000), 0u);
    EXPECT_FALSE(filter.may_contain({}));
    filter.add({});
    EXPECT_TRUE(filter.may_contain({}));
}

TEST(CustodyFilter, counts_a_key_once_and_knows_when_it_is_over_full) {
    CustodyFilter filter(100);
    for (std::uint64_t i = 0; i < 100; ++i) filter.add(address(i));
    for (std::uint64_t i = 0; i < 100; ++i) filter.add(address(i));
    EXPECT_EQ(filter.keys(), 100u);
    EXPECT_FALSE(filter.is_over_full());
    filter.add(address(100));
    EXPECT_TRUE(filter.is_over_full());
}

TEST(CustodyFilter, comes_back_whole_from_its_image) {
    const CustodyFilter filter = filter_of(address, 300, 1000);
    const Bytes image = filter.serialize();
    Result<CustodyFilter> back = CustodyFilter::parse(image);
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->keys(), 300u);
    EXPECT_EQ(back->bits(), filter.bits());
    EXPECT_EQ(maybes(*back, address, 0, 300), 300u);
    EXPECT_EQ(maybes(*back, address, 300, 5000), maybes(filter, address, 300, 5000));
    EXPECT_EQ(back->serialize(), image);
    for (std::uint64_t i = 300; i < 1100; ++i) back->add(address(i));
    EXPECT_TRUE(back->is_over_full());
}

// A change of the hash or of the layout must come with a new version: older images would miss keys.
TEST(CustodyFilter, keeps_the_image_of_version_1) {
    CustodyFilter filter(1);
    filter.add(account(1));
    filter.add(address(1));
    filter.add({KeyClass::kScript, {0x51}});
    const Bytes image = filter.serialize();
    EXPECT_EQ(to_hex(sha256(image)),
              "bb8e0c35c67fdb2edca0f269c8df317f90868f89c620c97b39d689234f7a3cdd");
}

TEST(CustodyFilter, refuses_an_image_with_any_bit_changed) {
    const Bytes image = filter_of(address, 5, 5).serialize();
    for (std::size_t bit = 0; bit < 8 * image.size(); ++bit) {
        Bytes changed = image;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        const Result<CustodyFilter> parsed = CustodyFilter::parse(changed);
        ASSERT_FALSE(parsed.has_value()) << "bit " << bit;
        EXPECT_EQ(parsed.error().code, Code::kCorrupt);
    }
}

TEST(CustodyFilter, refuses_an_image_of_any_other_length) {
    Bytes image = filter_of(address, 5, 5).serialize();
    for (std::size_t size = 0; size < image.size(); ++size) {
        ASSERT_FALSE(CustodyFilter::parse(ByteView(image).first(size)).has_value()) << size;
    }
    image.resize(image.size() + 64);
    EXPECT_FALSE(CustodyFilter::parse(with_sum(image)).has_value());
    EXPECT_FALSE(CustodyFilter::parse({}).has_value());
}

TEST(CustodyFilter, refuses_a_version_it_does_not_know_and_a_count_that_does_not_fit) {
    const Bytes image = filter_of(address, 5, 5).serialize();
    ASSERT_TRUE(CustodyFilter::parse(with_sum(image)).has_value());
    Bytes newer = image;
    newer[8] = 2;
    EXPECT_EQ(CustodyFilter::parse(with_sum(newer)).error(),
              corrupt("a custody filter's image has version 2; this program reads 1"));
    // Counts that would ask for more memory than the image has must not be believed.
    for (std::size_t byte = 16; byte < 24; ++byte) {
        Bytes lying = image;
        lying[byte] = 0xff;
        const Result<CustodyFilter> parsed = CustodyFilter::parse(with_sum(lying));
        ASSERT_FALSE(parsed.has_value());
        EXPECT_EQ(parsed.error().code, Code::kCorrupt);
    }
}

// The thread sanitizer's witness: what the adder announces, every asker finds.
TEST(CustodyFilter, one_thread_adds_while_others_ask) {
    CustodyFilter filter(kKeys);
    std::atomic<std::uint64_t> announced = 0;
    std::atomic<std::uint64_t> missed = 0;
    const auto ask = [&] {
        for (std::uint64_t known = 0; known < kKeys;) {
            known = announced.load(std::memory_order_acquire);
            const std::uint64_t from = known < 50 ? 0 : known - 50;
            missed += known - from - maybes(filter, address, from, known);
        }
    };
    std::thread first(ask);
    std::thread second([&] {
        ask();
        if (!CustodyFilter::parse(filter.serialize()).has_value()) ++missed;
    });
    std::thread third([&] {
        while (filter.keys() < kKeys / 2) {
            if (!CustodyFilter::parse(filter.serialize()).has_value()) ++missed;
        }
    });
    for (std::uint64_t i = 0; i < kKeys; ++i) {
        filter.add(address(i));
        announced.store(i + 1, std::memory_order_release);
    }
    first.join();
    second.join();
    third.join();
    EXPECT_EQ(missed, 0u);
    EXPECT_GT(filter.keys(), kKeys * 99 / 100);
}

}  // namespace
}  // namespace homing
