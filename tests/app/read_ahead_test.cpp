#include "app/run/read_ahead.h"

#include <gtest/gtest.h>

#include <atomic>
#include <random>

namespace homing {
namespace {

// Never called: the tests read from nowhere.
Network nowhere() {
    Network network;
    network.id = *NetworkId::parse("eip155:56");
    network.genesis_hash = "0x" + std::string(64, '0');
    network.endpoints = {"http://127.0.0.1:1"};
    network.native_symbol = "BNB";
    network.native_decimals = 18;
    network.finality_rule = "finalized";
    return network;
}

Result<FeedItem> block_at(std::uint64_t height) {
    FeedItem item;
    item.block.ref.height = height;
    return item;
}

TEST(ReadAhead, hands_blocks_out_in_order_however_long_each_takes) {
    auto ahead = ReadAhead::start(nowhere(), 5, 100, 399, [](Source&, std::uint64_t height) {
        std::this_thread::sleep_for(std::chrono::microseconds(height * 7919 % 700));
        return block_at(height);
    });
    ASSERT_TRUE(ahead);
    for (std::uint64_t height = 100; height < 400; ++height) {
        const auto item = (*ahead)->next({});
        ASSERT_TRUE(item);
        EXPECT_EQ(item->block.ref.height, height);
    }
}

TEST(ReadAhead, reads_several_blocks_at_a_time_and_never_far_ahead) {
    std::atomic<unsigned> now{0};
    std::atomic<unsigned> most{0};
    std::atomic<std::uint64_t> furthest{0};
    auto ahead = ReadAhead::start(nowhere(), 3, 0, 1000, [&](Source&, std::uint64_t height) {
        const unsigned at_a_time = ++now;
        if (at_a_time > most) most = at_a_time;
        if (height > furthest) furthest = height;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        --now;
        return block_at(height);
    });
    ASSERT_TRUE(ahead);
    for (int i = 0; i < 6; ++i) ASSERT_TRUE((*ahead)->next({}));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    EXPECT_EQ(most, 3u);
    EXPECT_LT(furthest, 6u + 12u);
}

TEST(ReadAhead, tells_an_error_at_its_height_after_all_blocks_before_it) {
    auto ahead = ReadAhead::start(nowhere(), 4, 1, 50,
                                  [](Source&, std::uint64_t height) -> Result<FeedItem> {
                                      if (height < 10)
                                          std::this_thread::sleep_for(std::chrono::milliseconds(2));
                                      if (height >= 20)
                                          return unavailable("no block " + std::to_string(height));
                                      return block_at(height);
                                  });
    ASSERT_TRUE(ahead);
    for (int i = 1; i < 20; ++i) ASSERT_TRUE((*ahead)->next({})) << i;
    const auto failed = (*ahead)->next({});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().message, "no block 20");
}

TEST(ReadAhead, ends_when_it_is_stopped_or_dropped_in_the_middle) {
    const auto slowly = [](Source&, std::uint64_t height) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        return block_at(height);
    };
    auto ahead = ReadAhead::start(nowhere(), 2, 0, 1'000'000, slowly);
    ASSERT_TRUE(ahead);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = (*ahead)->next(stop.get_token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, Code::kUnavailable);
    ahead->reset();
}

}  // namespace
}  // namespace homing
