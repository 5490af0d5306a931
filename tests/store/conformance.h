#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "store/store.h"

// What every backend must do. A backend joins by one line in a test program that also compiles
// conformance.cpp and random_history.cpp:
//
//   INSTANTIATE_TEST_SUITE_P(Memory, StoreConformance, testing::Values(Backend{"memory", make}));
namespace homing {

// A store being tested, and where it lives.
class TestStore {
  public:
    virtual ~TestStore() = default;
    virtual Store& store() = 0;
    // Closes the store and opens it again. False: it does not outlive its process.
    virtual bool reopen() { return false; }
    // Waits until every commit that was answered is in the audit log.
    virtual void settle() {}
    // Whether a commit's answer holds its number in changes(); else it holds 0.
    virtual bool numbers_at_once() const { return true; }
};

struct Backend {
    std::string name;
    std::function<std::unique_ptr<TestStore>(const StoreId&)> make;  // empty, of this id
};

inline void PrintTo(const Backend& backend, std::ostream* out) {
    *out << backend.name;
}

class StoreConformance : public testing::TestWithParam<Backend> {
  protected:
    void SetUp() override {
        id_.bytes.fill(7);
        home_ = GetParam().make(id_);
        ASSERT_NE(home_, nullptr);
    }
    Store& store() { return home_->store(); }
    void expect_number(const CommitResult& result, std::uint64_t number) {
        EXPECT_TRUE(result.ok()) << result.message;
        EXPECT_EQ(result.sequence, home_->numbers_at_once() ? number : 0);
    }

    StoreId id_;
    std::unique_ptr<TestStore> home_;
};

// An op_id that is a number.
inline OpId op(std::uint64_t number) {
    OpId id;
    id.bytes[0] = 1;
    for (std::size_t i = 0; i < 8; ++i) {
        id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return id;
}

// A key in a table that callers may write, which sorts by its name.
inline std::string key(const std::string& name) {
    return "\x30" + name;
}

inline Commit put(std::uint64_t number, const std::string& name, const std::string& body) {
    Commit commit;
    commit.op_id = op(number);
    commit.puts.push_back({key(name), 1, body});
    return commit;
}

// One bulk table over these entries.
BulkTable bulk(std::vector<std::pair<std::string, std::string>> entries);

}  // namespace homing
