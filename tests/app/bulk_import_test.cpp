#include "app/import/bulk_import.h"

#include <gtest/gtest.h>

#include <random>

#include "store/custody_book.h"

namespace homing {
namespace {

const std::vector<NetworkId> kNetworks = {*NetworkId::parse("eip155:1"),
                                          *NetworkId::parse("stellar:pubnet")};

std::string counts(const ImportResult& result) {
    return std::to_string(result.added) + "/" + std::to_string(result.updated) + "/" +
           std::to_string(result.unchanged);
}

std::vector<std::string> reasons(const ImportResult& result) {
    std::vector<std::string> out;
    for (const auto& [line, why] : result.rejected) {
        out.push_back(std::to_string(line) + ": " + why);
    }
    return out;
}

// One book filled row by row in one commit, and one filled by a load of sorted tables.
class Twins {
  public:
    void take(const char* name, const std::vector<ImportCells>& rows) {
        SCOPED_TRACE(name);
        const ImportKind& kind = *find_import_kind(name);
        BookImport one(*rowwise_, kNetworks);
        BulkImport other(*loaded_, kNetworks);
        std::uint64_t line = 1;
        for (const ImportCells& row : rows) {
            ASSERT_TRUE(one.take(kind, ++line, row));
            other.take(kind, line, row);
        }
        CommitBuilder commit(OpId{{static_cast<std::uint8_t>(++commits_)}});
        one.write(commit);
        ASSERT_TRUE(rowwise_->commit(std::move(commit).take()).ok());
        ASSERT_TRUE(other.judge());
        ASSERT_TRUE(other.load(*loaded_));
        ASSERT_TRUE(other.write_updates(*loaded_));
        EXPECT_EQ(counts(one.result()), counts(other.result()));
        EXPECT_EQ(reasons(one.result()), reasons(other.result()));
        EXPECT_EQ(one.result().reach_back, other.result().reach_back);
        std::set<Fingerprint> a(one.result().fingerprints.begin(), one.result().fingerprints.end());
        std::set<Fingerprint> b(other.result().fingerprints.begin(),
                                other.result().fingerprints.end());
        EXPECT_EQ(a, b);
        EXPECT_EQ(all(*rowwise_), all(*loaded_));
        last_ = counts(other.result());
    }
    const std::string& last() const { return last_; }

  private:
    static std::vector<KeyValue> all(const Store& store) {
        std::vector<KeyValue> rows;
        for (const auto tag : {TableTag::kAccount, TableTag::kCustodyAddress, TableTag::kRoute,
                               TableTag::kAddressLabel, TableTag::kIndex}) {
            const auto table = store.scan(table_prefix(tag), "", SIZE_MAX);
            EXPECT_TRUE(table);
            rows.insert(rows.end(), table->begin(), table->end());
        }
        return rows;
    }

    std::unique_ptr<Store> rowwise_ = make_memory_store(StoreId{{1}});
    std::unique_ptr<Store> loaded_ = make_memory_store(StoreId{{1}});
    int commits_ = 0;
    std::string last_;
};

// Few accounts, addresses and times, so that rows meet: the same row again, another end, another
// owner, an unknown account, a memo too many or too few.
class Rows {
  public:
    std::string address(std::size_t n) {
        std::string hex(40, '0');
        hex[38] = static_cast<char>('a' + n / 10 % 6);
        hex[39] = static_cast<char>('0' + n % 10);
        return "0x" + hex;
    }
    std::string time() { return "2026-01-0" + std::to_string(1 + random_() % 3) + "T00:00:00Z"; }
    std::vector<ImportCells> accounts(std::size_t count) {
        std::vector<ImportCells> rows;
        for (std::size_t i = 0; i < count; ++i) {
            rows.push_back({"a" + std::to_string(random_() % 12),
                            random_() % 5 == 0 ? time() : "2026-01-01T00:00:00Z",
                            random_() % 4 == 0 ? "2026-02-01T00:00:00Z" : ""});
        }
        return rows;
    }
    std::vector<ImportCells> addresses(std::size_t count) {
        static const char* const kRoles[] = {"personal", "hot", "cold", "personal", "nonsense"};
        std::vector<ImportCells> rows;
        for (std::size_t i = 0; i < count; ++i) {
            rows.push_back({"eip155:1", address(random_() % 30), kRoles[random_() % 5], "",
                            random_() % 3 == 0 ? "2026-03-01T00:00:00Z" : ""});
        }
        return rows;
    }
    std::vector<ImportCells> routes(std::size_t count) {
        static const char* const kShared =
            "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ";
        std::vector<ImportCells> rows;
        for (std::size_t i = 0; i < count; ++i) {
            const bool shared = random_() % 3 == 0;
            std::string memo;
            if (shared && random_() % 8 != 0) memo = "id:" + std::to_string(random_() % 20);
            rows.push_back({"a" + std::to_string(random_() % 14),
                            shared ? "stellar:pubnet" : "eip155:1",
                            shared ? kShared : address(random_() % 60), memo, "", time(),
                            random_() % 4 == 0 ? "2026-01-09T00:00:00Z" : ""});
        }
        return rows;
    }
    std::vector<ImportCells> labels(std::size_t count) {
        static const char* const kClasses[] = {"custodian", "mixer", "?"};
        std::vector<ImportCells> rows;
        for (std::size_t i = 0; i < count; ++i) {
            rows.push_back({"eip155:1", address(random_() % 20), kClasses[random_() % 3], "x"});
        }
        return rows;
    }
    explicit Rows(std::uint32_t seed) : random_(seed) {}

  private:
    std::mt19937 random_;
};

TEST(BulkImport, loads_what_row_by_row_would_write) {
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Twins twins;
        Rows rows(seed);
        for (int round = 0; round < 3; ++round) {
            twins.take("accounts", rows.accounts(10));
            twins.take("addresses", rows.addresses(10));
            twins.take("routes", rows.routes(60));
            twins.take("labels", rows.labels(10));
            if (HasFailure()) return;
        }
    }
}

TEST(BulkImport, changes_nothing_the_second_time) {
    Twins twins;
    const std::vector<ImportCells> accounts = {{"a", "2026-01-01T00:00:00Z", ""},
                                               {"b", "2026-01-01T00:00:00Z", ""}};
    twins.take("accounts", accounts);
    EXPECT_EQ(twins.last(), "2/0/0");
    twins.take("accounts", accounts);
    EXPECT_EQ(twins.last(), "0/0/2");
}

}  // namespace
}  // namespace homing
