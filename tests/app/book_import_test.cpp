#include "app/import/book_import.h"

#include <gtest/gtest.h>

#include "app/import/row_parser.h"
#include "store/custody_book.h"

namespace homing {
namespace {

constexpr const char* kAddress = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";

// A book in memory that takes rows, one commit a call.
class Book {
  public:
    // The rejections, each as "line: reason", else the counts as "added/updated/unchanged".
    std::string take(const char* name, const std::vector<ImportCells>& rows) {
        BookImport import(*store_, {*NetworkId::parse("eip155:1"), *NetworkId::parse("eip155:56")});
        std::uint64_t line = 1;
        for (const ImportCells& row : rows) {
            EXPECT_TRUE(import.take(*find_import_kind(name), ++line, row));
        }
        CommitBuilder commit(OpId{{static_cast<std::uint8_t>(++commits_)}});
        import.write(commit);
        EXPECT_TRUE(store_->commit(std::move(commit).take()).ok());
        const ImportResult& result = import.result();
        std::string out = std::to_string(result.added) + "/" + std::to_string(result.updated) +
                          "/" + std::to_string(result.unchanged);
        for (const auto& [at, why] : result.rejected) out += " " + std::to_string(at) + ": " + why;
        return out;
    }
    const Store& store() const { return *store_; }

  private:
    std::unique_ptr<Store> store_ = make_memory_store(StoreId{{1}});
    int commits_ = 0;
};

TEST(BookImport, takes_a_label_and_lets_a_later_file_change_it) {
    Book book;
    EXPECT_EQ(book.take("labels", {{"eip155:1", kAddress, "custodian", "Example Exchange 14"}}),
              "1/0/0");
    EXPECT_EQ(book.take("labels", {{"eip155:56", kAddress, "custodian", "Example Exchange 14"}}),
              "0/0/1");
    EXPECT_EQ(book.take("labels", {{"eip155:1", kAddress, "relayer", "Bridge"}}), "0/1/0");
    const auto fingerprint = parse_row<AddressLabel>(*find_import_kind("labels"),
                                                     {"eip155:1", kAddress, "relayer", "Bridge"});
    ASSERT_TRUE(fingerprint);
    const auto row = load<AddressLabel>(book.store(), address_label_key(fingerprint->fingerprint));
    ASSERT_TRUE(row && *row);
    EXPECT_EQ((*row)->record.sender_class, SenderClass::kRelayer);
    EXPECT_EQ((*row)->record.name, "Bridge");
}

TEST(BookImport, names_what_is_wrong_with_a_label) {
    Book book;
    const std::string said = book.take("labels", {{"eip155:1", kAddress, "exchange", ""},
                                                  {"eip155:1", "0x12", "mixer", ""},
                                                  {"eip155:1", "", "mixer", ""}});
    EXPECT_NE(said.find("2: class: \"exchange\" is not one of the known values"), std::string::npos)
        << said;
    EXPECT_NE(said.find("3: address: "), std::string::npos) << said;
    EXPECT_NE(said.find("4: address: is missing"), std::string::npos) << said;
}

TEST(BookImport, refuses_a_memo_where_payments_carry_none) {
    Book book;
    const std::string since = "2026-01-01T00:00:00Z";
    ASSERT_EQ(book.take("accounts", {{"alice", since, ""}}), "1/0/0");
    EXPECT_EQ(book.take("routes", {{"alice", "eip155:1", kAddress, "7", "", since, ""}}),
              "0/0/0 2: memo: payments on \"eip155:1\" carry no memo");
}

TEST(BookImport, refuses_an_id_that_no_key_can_hold) {
    Book book;
    EXPECT_EQ(book.take("accounts", {{std::string(201, 'a'), "2026-01-01T00:00:00Z", ""}}),
              "0/0/0 2: id: is longer than 200 bytes");
}

TEST(BookImport, keeps_a_stellar_memo_typed_and_takes_it_from_a_muxed_address) {
    const ImportKind& kind = *find_import_kind("routes");
    const std::string since = "2026-01-01T00:00:00Z";
    // SEP-23, valid addresses: the key behind both, and the muxed one with id 9223372036854775808.
    const std::string plain = "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ";
    const std::string muxed =
        "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK";
    const auto typed =
        parse_row<Route>(kind, {"alice", "stellar:pubnet", plain, "id:7", "", since, ""});
    ASSERT_TRUE(typed) << typed.error().message;
    EXPECT_EQ(typed->memo, "id:7");
    const auto carried =
        parse_row<Route>(kind, {"alice", "stellar:pubnet", muxed, "", "", since, ""});
    ASSERT_TRUE(carried) << carried.error().message;
    EXPECT_EQ(carried->memo, "muxed:9223372036854775808");
    EXPECT_EQ(carried->address, plain);
    const auto both =
        parse_row<Route>(kind, {"alice", "stellar:pubnet", muxed, "id:7", "", since, ""});
    ASSERT_FALSE(both);
    EXPECT_NE(both.error().message.find("carries muxed:9223372036854775808"), std::string::npos);
}

}  // namespace
}  // namespace homing
