#include "store/custody_book.h"

#include <gtest/gtest.h>

namespace homing {
namespace {

const NetworkId kEthereum = *NetworkId::parse("eip155:1");

Fingerprint fingerprint(std::uint8_t byte) {
    return {KeyClass::kKeccak20, Bytes(20, byte)};
}
Time day(int number) {
    return Time(std::chrono::days(number));
}

CustodyAddress address(std::uint8_t byte) {
    CustodyAddress address;
    address.fingerprint = fingerprint(byte);
    address.network = kEthereum;
    return address;
}

Route route(const std::string& account, std::uint8_t byte, int since) {
    Route route;
    route.account = account;
    route.network = kEthereum;
    route.fingerprint = fingerprint(byte);
    route.since = day(since);
    return route;
}

PastCredit past_credit(const std::string& txid, const std::string& account, std::uint8_t sender,
                       int at) {
    PastCredit credit;
    credit.network = kEthereum;
    credit.txid = txid;
    credit.index = "tx";
    credit.account = account;
    if (sender > 0) credit.sender = fingerprint(sender);
    credit.at = day(at);
    return credit;
}

class CustodyBook : public testing::Test {
  protected:
    template <class... Records>
    void insert(const Records&... records) {
        OpId op_id;
        op_id.bytes.fill(++op_);
        CommitBuilder builder(op_id);
        (builder.insert(records), ...);
        ASSERT_TRUE(store_->commit(std::move(builder).take()).ok());
    }

    std::unique_ptr<Store> store_ = make_memory_store(StoreId());
    std::uint8_t op_ = 0;
};

TEST_F(CustodyBook, knows_nobody_elses_fingerprint) {
    insert(address(1), route("ana", 1, 5));
    const auto entry = find_custody(*store_, fingerprint(2));
    ASSERT_TRUE(entry);
    EXPECT_FALSE(entry->address);
    EXPECT_TRUE(entry->routes.empty());
}

TEST_F(CustodyBook, answers_the_routes_of_a_fingerprint_oldest_first) {
    insert(address(1), address(2), route("zoe", 1, 5), route("ana", 1, 9), route("ben", 1, 7),
           route("other", 2, 1));
    const auto entry = find_custody(*store_, fingerprint(1));
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->address, address(1));
    ASSERT_EQ(entry->routes.size(), 3u);
    EXPECT_EQ(entry->routes[0].account, "zoe");
    EXPECT_EQ(entry->routes[1].account, "ben");
    EXPECT_EQ(entry->routes[2].account, "ana");
}

TEST_F(CustodyBook, answers_the_latest_price) {
    Price price;
    price.asset = *AssetId::parse("eip155:1/slip44:60");
    Price later = price;
    later.at = day(3);
    later.micro_usd = Amount(7);
    insert(price, later);
    EXPECT_EQ(*find_price(*store_, price.asset), later);
    EXPECT_EQ(*find_price(*store_, *AssetId::parse("eip155:1/slip44:61")), std::nullopt);
}

TEST_F(CustodyBook, finds_accounts_assets_and_past_credits_by_their_names) {
    Account account;
    account.id = "ana";
    Asset asset;
    asset.id = *AssetId::parse("eip155:1/slip44:60");
    insert(account, asset, past_credit("0xab", "ana", 3, 1));
    EXPECT_EQ(*find_account(*store_, "ana"), account);
    EXPECT_EQ(*find_account(*store_, "an"), std::nullopt);
    EXPECT_EQ(*find_asset(*store_, asset.id), asset);
    EXPECT_EQ((*find_past_credit(*store_, kEthereum, "0xab", "tx"))->account, "ana");
    EXPECT_EQ(*find_past_credit(*store_, kEthereum, "0xab", "log:0"), std::nullopt);
}

TEST_F(CustodyBook, counts_a_senders_credits_per_account_before_a_time) {
    insert(past_credit("1", "ana", 3, 1), past_credit("2", "ben", 3, 2),
           past_credit("3", "ana", 3, 4), past_credit("4", "ana", 3, 5),
           past_credit("5", "ana", 4, 1), past_credit("6", "eve", 0, 1));
    auto history = find_sender_history(*store_, fingerprint(3), day(5));
    ASSERT_TRUE(history);
    std::sort(history->begin(), history->end(),
              [](const auto& a, const auto& b) { return a.account < b.account; });
    ASSERT_EQ(history->size(), 2u);
    EXPECT_EQ((*history)[0].account, "ana");
    EXPECT_EQ((*history)[0].times, 2u);
    EXPECT_EQ((*history)[1].times, 1u);
    EXPECT_TRUE(find_sender_history(*store_, fingerprint(3), day(1))->empty());
    EXPECT_TRUE(find_sender_history(*store_, Fingerprint(), day(9))->empty());
}

TEST_F(CustodyBook, its_filter_knows_every_address) {
    OpId op_id;
    op_id.bytes.fill(0xee);
    CommitBuilder builder(op_id);
    std::vector<Fingerprint> fingerprints;
    for (std::uint32_t i = 0; i < 5000; ++i) {  // more than one page
        CustodyAddress one = address(0);
        for (std::size_t b = 0; b < 4; ++b) {
            one.fingerprint.payload[b] = static_cast<std::uint8_t>(i >> (8 * b));
        }
        fingerprints.push_back(one.fingerprint);
        builder.insert(one);
    }
    ASSERT_TRUE(store_->commit(std::move(builder).take()).ok());
    const auto filter = build_custody_filter(*store_);
    ASSERT_TRUE(filter);
    EXPECT_GT(filter->keys(), 4900u);  // a key whose bits are all set already is not counted
    for (const Fingerprint& each : fingerprints) ASSERT_TRUE(filter->may_contain(each));
    int maybe = 0;
    for (std::uint8_t byte = 1; byte < 255; ++byte) maybe += filter->may_contain(fingerprint(byte));
    EXPECT_LT(maybe, 30);
}

}  // namespace
}  // namespace homing
