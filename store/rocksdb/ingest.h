#pragma once

#include <filesystem>

#include "store/rocksdb/committer.h"

namespace homing {

// Loads sorted tables as SST files. All of them, with the rows that make up the commit, enter by
// one entry of RocksDB's manifest: readers see everything or nothing, and a crash before it leaves
// only files in the work folder, which clear_ingest removes when the store is opened.
class Ingest {
  public:
    Ingest(rocksdb::DB& db, Committer& committer, std::filesystem::path work_folder)
        : db_(db), committer_(committer), folder_(std::move(work_folder)) {}

    Result<std::uint64_t> run(const std::string& generation, std::vector<BulkTable> tables);

  private:
    struct File {
        std::string path;
        std::string first;
        std::string last;
    };

    Result<void> write_table(BulkTable& table);
    Result<void> write_system_rows(const std::string& generation);
    // Refuses when a commit numbered above `after` wrote one of our keys; answers the last number.
    Result<std::uint64_t> check_commits(std::uint64_t after);
    Result<void> check_key(const std::string& key);
    Result<void> enter(const std::string& generation, std::uint64_t checked);

    rocksdb::DB& db_;
    Committer& committer_;
    std::filesystem::path folder_;
    std::vector<File> files_;
    std::uint64_t entries_ = 0;
};

void clear_ingest(const std::filesystem::path& work_folder);

}  // namespace homing
