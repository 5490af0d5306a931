#include "core/record_json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/model/case.h"
#include "core/model/claim.h"
#include "core/model/cursor.h"
#include "core/model/custody.h"
#include "core/model/decision.h"
#include "core/model/deposit.h"
#include "core/model/evidence.h"
#include "core/model/hold.h"
#include "core/model/ledger.h"
#include "core/model/outbox.h"
#include "core/model/policy.h"
#include "core/model/transfer.h"
#include "tests/core/drawn_record.h"

namespace homing {
namespace {

// Every record of the model through its JSON form and back, and every way to spoil one field.
template <class Record>
class RecordJson : public testing::Test {};

using Model = testing::Types<Account, Asset, Balance, Block, BlockRef, Case, Claim, Credit, Cursor,
                             CustodyAddress, Decision, Deposit, Evidence, FinalityRule, Header,
                             Hold, OutboxAck, OutboxMessage, PastCredit, Policy, Posting, Price,
                             Rescan, Route, Ruling, Transfer>;

class RecordName {
  public:
    template <class Record>
    static std::string GetName(int) {
        const std::string name = testing::internal::GetTypeName<Record>();
        return name.substr(name.rfind(':') + 1);
    }
};
TYPED_TEST_SUITE(RecordJson, Model, RecordName);

template <class Record>
Record drawn() {
    Record record;
    draw(record);
    return record;
}

TYPED_TEST(RecordJson, gives_every_record_back) {
    rc::detail::checkGTest([] {
        const auto record = drawn<TypeParam>();
        const Json json = record_to_json(record);
        const Result<Json> parsed = parse_json(canonical_json(json));
        RC_ASSERT(parsed.has_value());
        RC_ASSERT(*parsed == json);
        const Result<TypeParam> read = record_from_json<TypeParam>(*parsed);
        if (!read) RC_FAIL(read.error().message);
        RC_ASSERT(*read == record);
    });
}

TYPED_TEST(RecordJson, names_the_field_that_is_missing) {
    rc::detail::checkGTest([] {
        const auto record = drawn<TypeParam>();
        for_each_field<TypeParam>([&](const auto& field) {
            using Member = std::remove_cvref_t<decltype(record.*field.member)>;
            Json json = record_to_json(record);
            json.erase(std::string(field.name));
            const Result<TypeParam> read = record_from_json<TypeParam>(json);
            RC_ASSERT(read.has_value() == record_json::OptionalOf<Member>::value);
            if (!read) {
                RC_ASSERT(read.error().message == std::string(field.name) + ": is missing");
                RC_ASSERT(read.error().code == Code::kInvalid);
            }
        });
    });
}

TYPED_TEST(RecordJson, names_the_field_it_does_not_know) {
    rc::detail::checkGTest([] {
        Json json = record_to_json(drawn<TypeParam>());
        json["units "] = "1";
        const Result<TypeParam> read = record_from_json<TypeParam>(json);
        RC_ASSERT(!read.has_value());
        RC_ASSERT(read.error().message == "\"units \": is not a known field");
    });
}

TYPED_TEST(RecordJson, names_the_field_of_the_wrong_type) {
    rc::detail::checkGTest([] {
        const auto record = drawn<TypeParam>();
        for (const Json& wrong : {Json(nullptr), Json(0.5), Json("\x01 is nothing we know"),
                                  Json({{"x", 1}}), Json::array({Json::array()})}) {
            for_each_field<TypeParam>([&](const auto& field) {
                using Member = std::remove_cvref_t<decltype(record.*field.member)>;
                constexpr bool kIsText = std::is_same_v<Member, std::string> ||
                                         std::is_same_v<Member, std::optional<std::string>>;
                if (kIsText && wrong.is_string()) return;
                Json json = record_to_json(record);
                json[std::string(field.name)] = wrong;
                const Result<TypeParam> read = record_from_json<TypeParam>(json);
                RC_ASSERT(!read.has_value());
                RC_ASSERT(read.error().message.starts_with(std::string(field.name) + ": "));
            });
        }
    });
}

TYPED_TEST(RecordJson, refuses_what_is_no_object) {
    for (const Json& json : {Json(nullptr), Json::array(), Json("{}"), Json(1), Json(true)}) {
        const Result<TypeParam> read = record_from_json<TypeParam>(json);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().message, "must be an object");
    }
}

struct Numbers {
    std::uint8_t small = 0;
    std::int32_t middle = 0;
    std::int64_t wide = 0;
    std::uint64_t wider = 0;
    Amount units;
    Duration wait{};
    static constexpr auto fields() {
        return std::tuple{Field{"small", &Numbers::small}, Field{"middle", &Numbers::middle},
                          Field{"wide", &Numbers::wide},   Field{"wider", &Numbers::wider},
                          Field{"units", &Numbers::units}, Field{"wait", &Numbers::wait}};
    }
};

Result<Numbers> with(const std::string& field, const std::string& value) {
    Json json = record_to_json(Numbers{});
    const Result<Json> parsed = parse_json(value);
    if (!parsed) return parsed.error();
    json[field] = *parsed;
    return record_from_json<Numbers>(json);
}

TEST(RecordJsonNumbers, take_the_whole_range_of_their_type) {
    EXPECT_EQ(with("small", "255")->small, 255);
    EXPECT_EQ(with("middle", "2147483647")->middle, 2'147'483'647);
    EXPECT_EQ(with("middle", "-2147483648")->middle, std::numeric_limits<std::int32_t>::min());
    EXPECT_EQ(with("wide", "9223372036854775807")->wide, std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(with("wide", "-9223372036854775808")->wide, std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(with("wider", "18446744073709551615")->wider, ~std::uint64_t{0});
    EXPECT_EQ(with("wider", "9007199254740993")->wider, 9'007'199'254'740'993U);
    EXPECT_EQ(with("units", "\"18446744073709551616\"")->units.bit_width(), 65U);
    EXPECT_EQ(with("wait", "31557600000000")->wait, kDurationMax);
}

TEST(RecordJsonNumbers, refuse_what_their_type_cannot_hold) {
    const struct {
        const char* field;
        const char* value;
    } rows[] = {
        {"small", "256"},
        {"small", "-1"},
        {"small", "true"},
        {"small", "\"1\""},
        {"small", "1.0"},
        {"small", "1e2"},
        {"small", "-0"},
        {"small", "[1]"},
        {"middle", "2147483648"},
        {"middle", "-2147483649"},
        {"wide", "9223372036854775808"},
        {"wide", "-9223372036854775809"},
        {"wider", "18446744073709551616"},
        {"wider", "-1"},
        {"wait", "-1"},
        {"wait", "31557600000001"},
        {"wait", "9223372036854775807"},
        {"wait", "\"1\""},
        {"units", "1"},
        {"units", "\"-1\""},
        {"units", "\"01\""},
        {"units", "\"1e3\""},
        {"units", "\"0x1\""},
        {"units", "\"1.0\""},
        {"units", "\"\""},
        {"units", "\" 1\""},
        {"units",
         "\"115792089237316195423570985008687907853269984665640564039457584007913129639936\""},
    };
    for (const auto& row : rows) {
        const Result<Numbers> read = with(row.field, row.value);
        EXPECT_FALSE(read) << row.field << " " << row.value;
    }
}

TEST(RecordJsonErrors, names_the_way_to_a_field_deep_inside) {
    Block block;
    block.network = *NetworkId::parse("eip155:1");
    block.transfers.resize(2);
    for (Transfer& transfer : block.transfers) {
        transfer.network = block.network;
        transfer.asset = *AssetId::parse("eip155:1/slip44:60");
    }
    Json json = record_to_json(block);
    ASSERT_TRUE(record_from_json<Block>(json));
    json["transfers"][1]["units"] = "1e18";
    EXPECT_EQ(record_from_json<Block>(json).error().message,
              "transfers: [1]: units: \"1e18\" is not an amount: write decimal digits alone");
    json["transfers"][1]["units"] = "1";
    json["transfers"][1]["kind"] = "gift";
    EXPECT_EQ(record_from_json<Block>(json).error().message,
              "transfers: [1]: kind: \"gift\" is not one of the known values");
    json["transfers"][1]["kind"] = "";
    EXPECT_FALSE(record_from_json<Block>(json));
}

TEST(RecordJsonErrors, shows_a_hostile_key_safely) {
    Json json = record_to_json(BlockRef{});
    json["\xe2\x80\xae" + std::string(1'000, 'k')] = 1;
    const std::string message = record_from_json<BlockRef>(json).error().message;
    EXPECT_EQ(message.find('\xae'), std::string::npos);
    EXPECT_LT(message.size(), 200U);
}

}  // namespace
}  // namespace homing
