#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <fstream>

#include "store/codec.h"
#include "store/meta.h"
#include "store/rocksdb/rocksdb_store.h"
#include "store/witness.h"
#include "tests/store/conformance.h"
#include "tests/store/scratch_folder.h"

namespace homing {
namespace {

// Where a test writes to the disk behind the store's back.
void put_raw(const std::filesystem::path& folder, const std::string& row_key,
             const std::string& value) {
    rocksdb::DB* opened = nullptr;
    rocksdb::Options options;
    options.create_if_missing = true;
    ASSERT_TRUE(rocksdb::DB::Open(options, folder.string(), &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    ASSERT_TRUE(db->Put(rocksdb::WriteOptions(), row_key, value).ok());
}

void flip_byte(const std::filesystem::path& file, std::uintmax_t place) {
    std::fstream io(file, std::ios::in | std::ios::out | std::ios::binary);
    io.seekg(static_cast<std::streamoff>(place));
    const char byte = static_cast<char>(io.get() ^ 0x10);
    io.seekp(static_cast<std::streamoff>(place));
    io.put(byte);
    ASSERT_TRUE(io.good());
}

std::filesystem::path largest_file(const std::filesystem::path& folder, const std::string& ending) {
    std::filesystem::path largest;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() != ending) continue;
        if (largest.empty() || file.file_size() > std::filesystem::file_size(largest)) {
            largest = file.path();
        }
    }
    return largest;
}

class RocksdbFiles : public testing::Test {
  protected:
    std::unique_ptr<Store> open(const RocksdbOptions& options = {}) {
        Result<std::unique_ptr<Store>> opened = open_rocksdb(folder(), options);
        EXPECT_TRUE(opened) << opened.error().message;
        return opened ? std::move(*opened) : nullptr;
    }
    Error refused(const RocksdbOptions& options = {}) {
        Result<std::unique_ptr<Store>> opened = open_rocksdb(folder(), options);
        EXPECT_FALSE(opened);
        return opened ? Error{} : opened.error();
    }
    std::filesystem::path folder() const { return scratch_.path() / "store"; }

    ScratchFolder scratch_;
};

TEST_F(RocksdbFiles, a_new_store_draws_an_id_of_its_own_and_keeps_it) {
    const StoreId id = open()->id();
    EXPECT_FALSE(id.empty());
    RocksdbOptions again;
    again.new_id.bytes.fill(1);
    again.expected = id;
    EXPECT_EQ(open(again)->id(), id);
}

TEST_F(RocksdbFiles, a_store_held_by_another_is_unavailable) {
    const auto held = open();
    const Error error = refused();
    EXPECT_EQ(error.code, Code::kUnavailable);
    EXPECT_NE(error.message.find("another process holds the store"), std::string::npos)
        << error.message;
}

TEST_F(RocksdbFiles, a_foreign_store_is_refused) {
    open();
    RocksdbOptions options;
    options.expected = StoreId();
    options.expected->bytes.fill(9);
    const Error error = refused(options);
    EXPECT_EQ(error.code, Code::kInvalid);
    EXPECT_NE(error.message.find("not 09090909"), std::string::npos) << error.message;
}

TEST_F(RocksdbFiles, an_empty_folder_is_not_the_store_expected) {
    RocksdbOptions options;
    options.expected = StoreId();
    EXPECT_EQ(refused(options).code, Code::kInvalid);
}

TEST_F(RocksdbFiles, a_newer_layout_is_refused) {
    open();
    put_raw(folder(), layout_row_key(),
            seal_value(layout_row_key(), 0xf001, 1, std::string("\0\0\0\2", 4)));
    const Error error = refused();
    EXPECT_EQ(error.code, Code::kInvalid);
    EXPECT_NE(error.message.find("layout 2"), std::string::npos) << error.message;
}

TEST_F(RocksdbFiles, rows_without_an_identity_are_refused) {
    put_raw(folder().parent_path(), "x", "y");
    EXPECT_EQ(open_rocksdb(scratch_.path(), {}).error().code, Code::kCorrupt);
}

TEST_F(RocksdbFiles, a_folder_of_other_files_is_left_alone) {
    std::filesystem::create_directories(folder());
    std::ofstream(folder() / "thesis.txt") << "years of work";
    const Error error = refused();
    EXPECT_EQ(error.code, Code::kInvalid);
    EXPECT_NE(error.message.find("thesis.txt"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder() / "CURRENT"));
}

TEST_F(RocksdbFiles, a_store_that_lost_its_current_file_is_not_begun_anew) {
    ASSERT_TRUE(open()->commit(put(1, "a", "x")).ok());
    std::filesystem::remove(folder() / "CURRENT");
    EXPECT_EQ(refused().code, Code::kInvalid);
}

TEST_F(RocksdbFiles, a_damaged_value_is_corrupt_to_readers_and_stops_the_writer) {
    ASSERT_TRUE(open()->commit(put(1, "a", "x")).ok());
    // A whole value, but of another key.
    put_raw(folder(), key("a"), seal_value(key("b"), 1, 1, "x"));
    const auto store = open();
    EXPECT_EQ(store->get(key("a")).error().code, Code::kCorrupt);
    EXPECT_EQ(store->multi_get({key("a")}).error().code, Code::kCorrupt);
    EXPECT_EQ(store->scan(key(""), "", 10).error().code, Code::kCorrupt);
    EXPECT_TRUE(store->commit(put(2, "b", "fine")).ok());
    EXPECT_EQ(store->commit(put(3, "a", "over it")).outcome, CommitOutcome::kCorrupt);
    const CommitResult after = store->commit(put(4, "b", "later"));
    EXPECT_EQ(after.outcome, CommitOutcome::kCorrupt);
    EXPECT_NE(after.message.find("takes no more writes"), std::string::npos) << after.message;
    EXPECT_EQ(store->ingest("g", {}).error().code, Code::kCorrupt);
}

TEST_F(RocksdbFiles, a_damaged_table_file_is_corrupt) {
    std::vector<std::pair<std::string, std::string>> entries;
    for (int i = 10'000; i < 30'000; ++i) entries.push_back({"\x12" + std::to_string(i), "body"});
    ASSERT_TRUE(open()->ingest("load", {bulk(entries)}));
    const std::filesystem::path file = largest_file(folder(), ".sst");
    flip_byte(file, std::filesystem::file_size(file) / 3);
    const Result<std::unique_ptr<Store>> opened = open_rocksdb(folder(), {});
    const Code code =
        opened ? (*opened)->scan("\x12", "", SIZE_MAX).error().code : opened.error().code;
    EXPECT_EQ(code, Code::kCorrupt);
}

TEST_F(RocksdbFiles, a_store_behind_its_witness_is_refused) {
    RocksdbOptions options;
    options.witness = scratch_.path() / "witness" / "head.json";
    {
        const auto store = open(options);  // no witness yet: nothing to compare with
        for (std::uint64_t number = 1; number <= 50; ++number) {
            Commit commit = put(number, std::to_string(number), std::string(200, 'x'));
            commit.audit.push_back("{\"number\":" + std::to_string(number) + "}");
            ASSERT_TRUE(store->commit(commit).ok());
        }
        ASSERT_TRUE(write_witness(options.witness, {store->id(), *store->log_head()}));
    }
    EXPECT_NE(open(options), nullptr);

    // Rot in the middle of the write-ahead log: RocksDB alone takes it for a torn end.
    const std::filesystem::path kept = scratch_.path() / "kept";
    std::filesystem::copy(folder(), kept, std::filesystem::copy_options::recursive);
    std::filesystem::remove_all(folder());
    std::filesystem::copy(kept, folder(), std::filesystem::copy_options::recursive);
    {
        const auto store = open(options);
        Commit commit = put(51, "last", "x");
        for (int i = 0; i < 3; ++i) commit.audit.push_back("{\"last\":" + std::to_string(i) + "}");
        ASSERT_TRUE(store->commit(commit).ok());
        ASSERT_TRUE(write_witness(options.witness, {store->id(), *store->log_head()}));
    }
    const std::filesystem::path log = largest_file(folder(), ".log");
    ASSERT_FALSE(log.empty());
    flip_byte(log, 20);
    const Error error = refused(options);
    EXPECT_EQ(error.code, Code::kCorrupt);
    EXPECT_NE(error.message.find("behind its witness"), std::string::npos) << error.message;

    std::filesystem::remove_all(folder());  // an older copy of the whole store
    std::filesystem::rename(kept, folder());
    EXPECT_NE(refused(options).message.find("behind its witness"), std::string::npos);
}

TEST_F(RocksdbFiles, what_a_broken_ingest_left_is_cleared_away) {
    open();
    std::filesystem::create_directories(folder() / "ingest");
    std::ofstream(folder() / "ingest" / "0.sst") << "half a file";
    const auto store = open();
    EXPECT_FALSE(std::filesystem::exists(folder() / "ingest"));
    EXPECT_TRUE(store->scan("\x12", "", 1)->empty());
}

TEST_F(RocksdbFiles, a_checkpoint_is_a_store_of_its_own) {
    const auto store = open();
    Commit commit = put(1, "a", "then");
    commit.audit.push_back("{}");
    ASSERT_TRUE(store->commit(commit).ok());
    ASSERT_TRUE(store->ingest("load", {bulk({{"\x12x", "x"}})}));
    const std::filesystem::path copy = scratch_.path() / "copies" / "first";
    const Result<void> copied = store->checkpoint(copy.string());
    ASSERT_TRUE(copied) << copied.error().message;
    ASSERT_TRUE(store->commit(put(2, "a", "later")).ok());
    const auto opened = open_rocksdb(copy, {});
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ((*opened)->id(), store->id());
    EXPECT_EQ((**(*opened)->get(key("a"))).body, "then");
    EXPECT_EQ((**(*opened)->get("\x12x")).body, "x");
    EXPECT_EQ(*(*opened)->log_head(), *store->log_head());
    EXPECT_EQ(store->checkpoint(copy.string()).error().code, Code::kInvalid);
}

// A disk whose syncs of the write-ahead log fail once told so.
class FailingFile final : public rocksdb::FSWritableFileOwnerWrapper {
  public:
    FailingFile(std::unique_ptr<rocksdb::FSWritableFile> file, const std::atomic<bool>& fails)
        : FSWritableFileOwnerWrapper(std::move(file)), fails_(fails) {}
    rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* context) override {
        if (fails_) return rocksdb::IOStatus::IOError("the disk is gone");
        return FSWritableFileOwnerWrapper::Sync(options, context);
    }

  private:
    const std::atomic<bool>& fails_;
};

class FailingDisk final : public rocksdb::FileSystemWrapper {
  public:
    FailingDisk() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
    const char* Name() const override { return "FailingDisk"; }
    rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* file,
                                      rocksdb::IODebugContext* context) override {
        const auto status = FileSystemWrapper::NewWritableFile(name, options, file, context);
        if (status.ok() && name.ends_with(".log")) {
            *file = std::make_unique<FailingFile>(std::move(*file), fails);
        }
        return status;
    }

    std::atomic<bool> fails{false};
};

TEST_F(RocksdbFiles, a_failed_sync_stops_the_store_until_it_is_opened_again) {
    const auto disk = std::make_shared<FailingDisk>();
    const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(disk);
    RocksdbOptions options;
    options.env = env.get();
    {
        const auto store = open(options);
        ASSERT_TRUE(store->commit(put(1, "a", "safe")).ok());
        disk->fails = true;
        EXPECT_EQ(store->commit(put(2, "a", "unsure")).outcome, CommitOutcome::kCorrupt);
        disk->fails = false;
        EXPECT_EQ(store->commit(put(3, "b", "x")).outcome, CommitOutcome::kCorrupt);
        // Memory cannot say what the disk holds.
        const Result<bool> found = store->find_commit(op(2));
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code, Code::kCorrupt);
        EXPECT_EQ((**store->get(key("a"))).body, "safe");
    }
    const auto store = open();
    const bool had_it = *store->find_commit(op(2));
    EXPECT_EQ((**store->get(key("a"))).body, had_it ? "unsure" : "safe");
    EXPECT_FALSE(*store->find_commit(op(3)));
    EXPECT_TRUE(store->commit(put(3, "b", "x")).ok());
}

}  // namespace
}  // namespace homing
