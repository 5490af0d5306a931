#include "store/codec.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "store/tables.h"
#include "tests/core/drawn_record.h"

namespace homing {
namespace {

template <class Record>
struct Codec : testing::Test {};

using Records = testing::Types<Account, CustodyAddress, Route, Asset, Price, PastCredit, Cursor,
                               Header, Rescan, Deposit, Evidence, Decision, Claim, Case, Ruling,
                               Credit, Posting, Balance, Hold, Policy, OutboxMessage, OutboxAck>;
TYPED_TEST_SUITE(Codec, Records);

TYPED_TEST(Codec, reads_what_it_wrote_and_no_part_of_it) {
    EXPECT_TRUE(rc::check([] {
        TypeParam record{};
        draw(record);
        const std::string bytes = encode_record(record);
        const Result<TypeParam> read = decode_record<TypeParam>(bytes);
        RC_ASSERT(read.has_value());
        RC_ASSERT(*read == record);
        const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size());
        const Result<TypeParam> part = decode_record<TypeParam>(bytes.substr(0, cut));
        RC_ASSERT(!part.has_value());
        RC_ASSERT(part.error().code == Code::kCorrupt);
        RC_ASSERT(decode_record<TypeParam>(bytes + "x").error().code == Code::kCorrupt);
    }));
}

TYPED_TEST(Codec, is_not_brought_down_by_damage) {
    EXPECT_TRUE(rc::check([] {
        TypeParam record{};
        draw(record);
        std::string bytes = encode_record(record);
        const auto place = *rc::gen::inRange<std::size_t>(0, bytes.size());
        bytes[place] = static_cast<char>(bytes[place] ^ *rc::gen::inRange(1, 256));
        const Result<TypeParam> read = decode_record<TypeParam>(bytes);
        if (!read) RC_ASSERT(!read.error().message.empty());
    }));
}

struct Before {
    std::string name;
    static constexpr auto fields() { return std::tuple{Field{"name", &Before::name}}; }
};

struct After {
    std::string name;
    std::uint32_t added = 42;
    static constexpr auto fields() {
        return std::tuple{Field{"name", &After::name}, Field{"added", &After::added}};
    }
};

TEST(CodecSchema, a_field_added_later_reads_at_its_default) {
    const Result<After> read = decode_record<After>(encode_record(Before{"old"}));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->name, "old");
    EXPECT_EQ(read->added, 42u);
}

TEST(CodecSchema, a_record_with_more_fields_than_known_is_invalid) {
    const Result<Before> read = decode_record<Before>(encode_record(After{"new", 7}));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Code::kInvalid);
    EXPECT_NE(read.error().message.find("newer version"), std::string::npos);
}

TEST(CodecSchema, an_account_lies_on_disk_as_documented) {
    Account account;
    account.id = "ana";
    account.created = Time(std::chrono::milliseconds(100));
    EXPECT_EQ(to_hex(as_bytes(encode_record(account))),
              "03"        // three fields
              "03616e61"  // id
              "c801"      // created: 100, zigzag 200
              "00");      // closed: absent
}

TEST(CodecSchema, numbers_past_their_width_or_form_are_corrupt) {
    for (const char* hex : {"ff", "80", "ffffffffffffffffffff01", "8000"}) {
        const Bytes bytes = *parse_hex(hex);
        codec::Source source{as_text(bytes), {}};
        source.number();
        EXPECT_TRUE(source.error) << hex;
    }
    const Bytes most = *parse_hex("ffffffffffffffffff01");
    codec::Source source{as_text(most), {}};
    EXPECT_EQ(source.number(), UINT64_MAX);
    EXPECT_FALSE(source.error);
}

TEST(SealedValue, opens_under_its_own_key_only) {
    const std::string sealed = seal_value("key", 0x3001, 9, "body");
    EXPECT_EQ(to_hex(as_bytes(sealed)).substr(0, 28), "30010000000000000009626f6479");
    const Result<OpenedValue> opened = open_value("key", sealed);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->schema, 0x3001);
    EXPECT_EQ(opened->version, 9u);
    EXPECT_EQ(opened->body, "body");
    EXPECT_EQ(open_value("kez", sealed).error().code, Code::kCorrupt);
}

TEST(SealedValue, any_flipped_bit_or_missing_byte_is_corrupt) {
    const std::string sealed = seal_value("key", 1, 1, "some body");
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        std::string damaged = sealed;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
        ASSERT_FALSE(open_value("key", damaged)) << bit;
    }
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        ASSERT_EQ(open_value("key", sealed.substr(0, size)).error().code, Code::kCorrupt) << size;
    }
}

}  // namespace
}  // namespace homing
