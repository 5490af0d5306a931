#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "app/ledger.h"

namespace homing {

// A ledger for demonstrations: a file of JSON lines, one credit each, {"key", "id", "body"}; synced
// before it answers. What it holds counts as credited, everything else not.
class FileLedger : public Ledger {
  public:
    // Cuts off a half-written last line: it was never acknowledged.
    static Result<std::unique_ptr<FileLedger>> open(const std::filesystem::path& file);
    ~FileLedger() override;

    Result<LedgerAnswer> ask(const LedgerSubject& subject) override;
    Result<std::string> deliver(const OutboxMessage& message) override;
    std::string name() const override { return file_.string(); }

  private:
    struct Line {
        std::string id;
        std::string body;  // canonical JSON
    };
    explicit FileLedger(std::filesystem::path file) : file_(std::move(file)) {}
    Result<void> read();
    Result<void> append(const std::string& line);

    std::filesystem::path file_;
    int fd_ = -1;
    std::map<std::string, Line> lines_;  // by key
};

}  // namespace homing
