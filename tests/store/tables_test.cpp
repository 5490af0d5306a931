#include "store/tables.h"

#include <gtest/gtest.h>

namespace homing {
namespace {

StoreId store_id() {
    StoreId id;
    id.bytes.fill(7);
    return id;
}

OpId op(std::uint8_t number) {
    OpId id;
    id.bytes.fill(number);
    return id;
}

Deposit a_deposit(std::uint8_t number) {
    Deposit deposit;
    deposit.id.bytes.fill(number);
    deposit.transfer.network = *NetworkId::parse("eip155:56");
    deposit.transfer.txid = "0xab";
    deposit.block.height = number;
    return deposit;
}

TEST(Tables, load_what_was_inserted_with_its_version) {
    const auto store = make_memory_store(store_id());
    CommitBuilder builder(op(1));
    builder.insert(a_deposit(1));
    ASSERT_TRUE(store->commit(std::move(builder).take()).ok());

    const auto found = load<Deposit>(*store, deposit_key(a_deposit(1).id));
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->record, a_deposit(1));
    EXPECT_EQ((*found)->version, 1u);
    const auto absent = load<Deposit>(*store, deposit_key(a_deposit(2).id));
    ASSERT_TRUE(absent);
    EXPECT_FALSE(*absent);
}

TEST(Tables, an_update_moves_the_secondary_keys_that_changed) {
    const auto store = make_memory_store(store_id());
    CommitBuilder first(op(1));
    first.insert(a_deposit(1));
    first.insert(a_deposit(2));
    ASSERT_TRUE(store->commit(std::move(first).take()).ok());

    Deposit credited = a_deposit(1);
    credited.state = DepositState::kCredited;
    CommitBuilder second(op(2));
    second.update(Versioned<Deposit>{a_deposit(1), 1}, credited);
    ASSERT_TRUE(store->commit(std::move(second).take()).ok());

    const auto still_final =
        load_by_index<Deposit>(*store, deposits_by_state(DepositState::kFinal));
    ASSERT_TRUE(still_final);
    ASSERT_EQ(still_final->size(), 1u);
    EXPECT_EQ(still_final->front().record, a_deposit(2));
    const auto moved = load_by_index<Deposit>(*store, deposits_by_state(DepositState::kCredited));
    ASSERT_TRUE(moved);
    ASSERT_EQ(moved->size(), 1u);
    EXPECT_EQ(moved->front().record, credited);
    EXPECT_EQ(moved->front().version, 2u);
    const auto by_txid = load_by_index<Deposit>(
        *store, deposits_by_txid(credited.transfer.network, credited.transfer.txid));
    ASSERT_TRUE(by_txid);
    EXPECT_EQ(by_txid->size(), 2u);
}

TEST(Tables, a_stale_update_is_a_conflict_and_changes_nothing) {
    const auto store = make_memory_store(store_id());
    CommitBuilder first(op(1));
    first.insert(a_deposit(1));
    ASSERT_TRUE(store->commit(std::move(first).take()).ok());
    for (std::uint8_t number = 2; number <= 3; ++number) {
        Deposit changed = a_deposit(1);
        changed.owner = "account " + std::to_string(number);
        CommitBuilder builder(op(number));
        builder.update(Versioned<Deposit>{a_deposit(1), 1}, changed);
        const CommitResult result = store->commit(std::move(builder).take());
        EXPECT_EQ(result.outcome, number == 2 ? CommitOutcome::kOk : CommitOutcome::kConflict);
    }
    EXPECT_EQ((*load<Deposit>(*store, deposit_key(a_deposit(1).id)))->record.owner, "account 2");
}

TEST(Tables, an_erased_record_leaves_no_key_behind) {
    const auto store = make_memory_store(store_id());
    CommitBuilder first(op(1));
    first.insert(a_deposit(1));
    ASSERT_TRUE(store->commit(std::move(first).take()).ok());
    CommitBuilder second(op(2));
    second.erase(Versioned<Deposit>{a_deposit(1), 1});
    ASSERT_TRUE(store->commit(std::move(second).take()).ok());
    EXPECT_TRUE(store->scan(table_prefix(TableTag::kDeposit), "", 10)->empty());
    EXPECT_TRUE(store->scan(table_prefix(TableTag::kIndex), "", 10)->empty());
}

TEST(Tables, a_secondary_key_ends_in_its_primary_key) {
    for (const std::string& key : TableOf<Deposit>::index_keys(a_deposit(3))) {
        const auto primary = primary_key_of(key);
        ASSERT_TRUE(primary);
        EXPECT_EQ(*primary, deposit_key(a_deposit(3).id));
    }
    for (const std::string bad : {"", "\x60\x01", "\x60\x01\x30\xff\xff", "\x30\x01\x30\x00\x01"}) {
        EXPECT_EQ(primary_key_of(bad).error().code, Code::kCorrupt);
    }
}

TEST(Tables, a_secondary_key_without_its_record_is_corrupt) {
    const auto store = make_memory_store(store_id());
    Commit commit{.op_id = op(1)};
    commit.puts.push_back({TableOf<Deposit>::index_keys(a_deposit(1))[0], kIndexSchema, {}});
    ASSERT_TRUE(store->commit(commit).ok());
    const auto found = load_by_index<Deposit>(*store, deposits_by_state(DepositState::kFinal));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Code::kCorrupt);
}

TEST(Tables, the_latest_price_comes_first) {
    const auto store = make_memory_store(store_id());
    CommitBuilder builder(op(1));
    for (const int day : {2, 9, 5}) {
        Price price;
        price.asset = *AssetId::parse("eip155:1/slip44:60");
        price.at = Time(std::chrono::days(day));
        builder.insert(price);
    }
    ASSERT_TRUE(store->commit(std::move(builder).take()).ok());
    const auto prices =
        load_all<Price>(*store, prices_of(*AssetId::parse("eip155:1/slip44:60")), 1);
    ASSERT_TRUE(prices);
    ASSERT_EQ(prices->size(), 1u);
    EXPECT_EQ(prices->front().record.at, Time(std::chrono::days(9)));
}

TEST(TablesDeathTest, touching_a_row_twice_in_one_commit_is_our_own_mistake) {
    CommitBuilder builder(op(1));
    builder.insert(a_deposit(1));
    EXPECT_DEATH(builder.insert(a_deposit(1)), "internal error");
}

}  // namespace
}  // namespace homing
