#include "store/witness.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/store/conformance.h"
#include "tests/store/scratch_folder.h"

namespace homing {
namespace {

StoreId id_of(std::uint8_t byte) {
    StoreId id;
    id.bytes.fill(byte);
    return id;
}

// A store with this many log entries, told apart by a word.
std::unique_ptr<Store> store_of(int entries, const std::string& word = "entry") {
    auto store = make_memory_store(id_of(1));
    for (int i = 0; i < entries; ++i) {
        Commit commit{.op_id = op(static_cast<std::uint64_t>(i) + 1)};
        commit.audit.push_back("{\"" + word + "\":" + std::to_string(i) + "}");
        EXPECT_TRUE(store->commit(commit).ok());
    }
    return store;
}

Witness witness_of(const Store& store) {
    return {store.id(), *store.log_head()};
}

TEST(WitnessFile, is_read_as_it_was_written_and_replaced_whole) {
    const ScratchFolder folder;
    const auto file = folder.path() / "far" / "witness.json";
    EXPECT_EQ(*read_witness(file), std::nullopt);
    for (int entries = 0; entries < 3; ++entries) {
        const Witness witness = witness_of(*store_of(entries));
        ASSERT_TRUE(write_witness(file, witness));
        EXPECT_EQ(*read_witness(file), witness);
    }
    EXPECT_FALSE(std::filesystem::exists(file.string() + ".new"));
}

TEST(WitnessFile, any_damage_is_noticed) {
    const ScratchFolder folder;
    const auto file = folder.path() / "witness.json";
    const Witness witness = witness_of(*store_of(5));
    ASSERT_TRUE(write_witness(file, witness));
    std::stringstream whole;
    whole << std::ifstream(file).rdbuf();
    const std::string text = whole.str();
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        std::string damaged = text;
        damaged[i] = damaged[i] == '7' ? '8' : '7';
        std::ofstream(file, std::ios::trunc) << damaged;
        const auto read = read_witness(file);
        ASSERT_FALSE(read) << "byte " << i;
        ASSERT_EQ(read.error().code, Code::kCorrupt);
        std::ofstream(file, std::ios::trunc) << text.substr(0, i);
        ASSERT_FALSE(read_witness(file)) << "cut at " << i;
    }
    std::ofstream(file, std::ios::trunc) << std::string(10'000, ' ');
    EXPECT_EQ(read_witness(file).error().code, Code::kCorrupt);
}

TEST(WitnessCheck, accepts_a_store_at_its_witness_or_ahead_of_it) {
    const auto store = store_of(9);
    for (int entries = 0; entries <= 9; ++entries) {
        EXPECT_TRUE(check_witness(*store, witness_of(*store_of(entries)))) << entries;
    }
}

TEST(WitnessCheck, refuses_another_store_a_store_behind_and_another_history) {
    const auto store = store_of(5);
    Witness other = witness_of(*store);
    other.store = id_of(2);
    struct Row {
        Witness witness;
        const char* says;
    };
    for (const Row& row : {Row{other, "the witness is of store"},
                           Row{witness_of(*store_of(6)), "behind its witness"},
                           Row{witness_of(*store_of(5, "forged")), "differ"},
                           Row{witness_of(*store_of(3, "forged")), "differ"}}) {
        const Result<void> checked = check_witness(*store, row.witness);
        ASSERT_FALSE(checked);
        EXPECT_EQ(checked.error().code, Code::kCorrupt);
        EXPECT_NE(checked.error().message.find(row.says), std::string::npos)
            << checked.error().message;
    }
}

TEST(WitnessKeeper, writes_a_head_that_moved_and_not_too_often) {
    const ScratchFolder folder;
    const auto file = folder.path() / "witness.json";
    const auto store = store_of(1);
    WitnessKeeper keeper(*store, file, Duration(1000));
    const auto size = [&] { return (*read_witness(file))->head.size; };
    ASSERT_TRUE(keeper.tick(Time(Duration(0))));
    EXPECT_EQ(size(), 1u);
    Commit commit{.op_id = op(50)};
    commit.audit.push_back("{}");
    ASSERT_TRUE(store->commit(commit).ok());
    ASSERT_TRUE(keeper.tick(Time(Duration(999))));
    EXPECT_EQ(size(), 1u);
    ASSERT_TRUE(keeper.tick(Time(Duration(1000))));
    EXPECT_EQ(size(), 2u);
    std::filesystem::remove(file);
    ASSERT_TRUE(keeper.tick(Time(Duration(5000))));
    EXPECT_FALSE(std::filesystem::exists(file));  // nothing moved
    commit.op_id = op(51);
    ASSERT_TRUE(store->commit(commit).ok());
    ASSERT_TRUE(keeper.write());
    EXPECT_EQ(size(), 3u);
}

}  // namespace
}  // namespace homing
