#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <string>

#include "core/crypto/crc32c.h"
#include "core/crypto/hash.h"
#include "core/crypto/keccak.h"
#include "core/hex.h"

namespace homing {
namespace {

// The first `size` bytes of a fixed sequence without a short period.
Bytes pattern(std::size_t size) {
    Bytes bytes(size);
    std::uint32_t state = 1;
    for (std::uint8_t& byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = static_cast<std::uint8_t>(state >> 24);
    }
    return bytes;
}

struct Vector {
    std::string message;
    std::string digest;
};

const std::string kTwoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

TEST(Hash, sha256_agrees_with_the_examples_of_fips_180) {
    const Vector vectors[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {kTwoBlocks, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {std::string(1000000, 'a'),
         "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    for (const auto& [message, digest] : vectors) {
        EXPECT_EQ(to_hex(sha256(as_bytes(message))), digest);
    }
}

TEST(Hash, sha512_agrees_with_the_examples_of_fips_180) {
    EXPECT_EQ(to_hex(sha512(as_bytes("abc"))),
              "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
              "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    EXPECT_EQ(to_hex(sha512({})),
              "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
              "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e");
}

// Dobbertin, Bosselaers, Preneel: RIPEMD-160, a strengthened version of RIPEMD, appendix B.
TEST(Hash, ripemd160_agrees_with_the_paper_of_its_authors) {
    const Vector vectors[] = {
        {"", "9c1185a5c5e9fc54612808977ee8f548b2258d31"},
        {"abc", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"},
        {kTwoBlocks, "12a053384a9c0c88e405a06c27dcf49ada62eb2b"},
    };
    for (const auto& [message, digest] : vectors) {
        EXPECT_EQ(to_hex(ripemd160(as_bytes(message))), digest);
    }
}

// BIP-173: the program of bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 is the hash of the generator.
TEST(Hash, hash160_of_the_generator_is_the_program_of_bip_173) {
    const Bytes key =
        *parse_hex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    EXPECT_EQ(to_hex(hash160(key)), "751e76e8199196d454941c45d1b3a323f1433bd6");
}

TEST(Hash, hmac_sha256_agrees_with_rfc_4231) {
    struct Case {
        Bytes key;
        std::string data;
        std::string mac;
    };
    const Case cases[] = {
        {Bytes(20, 0x0b), "Hi There",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {{'J', 'e', 'f', 'e'},
         "what do ya want for nothing?",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {Bytes(131, 0xaa), "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    };
    for (const auto& [key, data, mac] : cases) {
        EXPECT_EQ(to_hex(hmac_sha256(key, as_bytes(data))), mac);
    }
}

// The published value of an empty key and text: an earlier key must not be taken for it.
TEST(Hash, hmac_sha256_takes_an_empty_key_and_an_empty_text) {
    hmac_sha256(Bytes(20, 0x0b), as_bytes("Hi There"));
    EXPECT_EQ(to_hex(hmac_sha256({}, {})),
              "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

// Keccak team, KeccakKAT of round 3 (ShortMsgKAT_256); the rest: selectors and topics of ERC-20.
TEST(Hash, keccak256_agrees_with_published_digests) {
    const Vector vectors[] = {
        {"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"},
        {"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"},
        {"Transfer(address,address,uint256)",
         "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"},
        {"Approval(address,address,uint256)",
         "8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925"},
    };
    for (const auto& [message, digest] : vectors) {
        EXPECT_EQ(to_hex(keccak256(as_bytes(message))), digest);
    }
}

// OpenSSL 3.0 knows the standard's padding alone: the same sponge with it must agree everywhere.
TEST(Hash, our_sponge_with_sha3_padding_equals_openssl_for_every_length_to_2000) {
    const Bytes data = pattern(2000);
    for (std::size_t size = 0; size <= data.size(); ++size) {
        const ByteView message(data.data(), size);
        ByteArray<32> expected;
        ASSERT_EQ(
            EVP_Digest(message.data(), size, expected.data(), nullptr, EVP_sha3_256(), nullptr), 1);
        ASSERT_EQ(keccak_sponge(message, KeccakPadding::kSha3), expected) << size << " bytes";
        ASSERT_NE(keccak256(message), expected) << size << " bytes";
    }
}

TEST(Hash, crc32c_agrees_with_rfc_3720) {
    Bytes up(32);
    Bytes down(32);
    for (std::uint8_t i = 0; i < 32; ++i) {
        up[i] = i;
        down[i] = static_cast<std::uint8_t>(31 - i);
    }
    // RFC 3720 B.4 prints the sums byte by byte, least significant first.
    EXPECT_EQ(crc32c(Bytes(32, 0x00)), 0x8a9136aau);
    EXPECT_EQ(crc32c(Bytes(32, 0xff)), 0x62a8ab43u);
    EXPECT_EQ(crc32c(up), 0x46dd794eu);
    EXPECT_EQ(crc32c(down), 0x113fdb5cu);
    EXPECT_EQ(crc32c(as_bytes("123456789")), 0xe3069283u);
    EXPECT_EQ(crc32c({}), 0u);
}

TEST(Hash, crc32c_by_tables_and_by_instruction_agree_at_every_length_and_start) {
    const Bytes data = pattern(300);
    for (std::size_t start = 0; start < 9; ++start) {
        for (std::size_t size = 0; start + size <= data.size(); ++size) {
            const ByteView part(data.data() + start, size);
            ASSERT_EQ(crc32c(part, 7), crc32c_portable(part, 7)) << start << " + " << size;
        }
    }
}

TEST(Hash, crc32c_of_parts_chains_to_the_sum_of_the_whole) {
    const Bytes data = pattern(100);
    const ByteView whole(data);
    for (std::size_t cut = 0; cut <= data.size(); ++cut) {
        EXPECT_EQ(crc32c(whole.subspan(cut), crc32c(whole.first(cut))), crc32c(whole));
        EXPECT_EQ(crc32c_portable(whole.subspan(cut), crc32c_portable(whole.first(cut), 0)),
                  crc32c(whole));
    }
}

TEST(Hash, a_built_hash_keeps_the_borders_of_its_parts) {
    EXPECT_EQ(HashBuilder().add("ab").add("c").finish().bytes,
              sha256(as_bytes(std::string("\0\0\0\0\0\0\0\2ab\0\0\0\0\0\0\0\1c", 19))));
    EXPECT_NE(HashBuilder().add("ab").add("c").finish(), HashBuilder().add("a").add("bc").finish());
    EXPECT_NE(HashBuilder().add("").finish(), HashBuilder().finish());
    EXPECT_EQ(HashBuilder().finish().bytes, sha256({}));
}

}  // namespace
}  // namespace homing
