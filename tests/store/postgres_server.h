#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>

#include "core/result.h"

namespace homing {

// A PostgreSQL server of Debian's package in a folder of its own: a Unix socket and no network, the
// superuser "homing", no password. Gone, folder included, when this object or the whole test
// program is, however it ends.
class PostgresServer {
  public:
    // In a new folder in memory or on a disk. Without fsync it is quick and not safe from power
    // cuts.
    enum class Place { kMemory, kDisk };
    static Result<std::unique_ptr<PostgresServer>> start(Place place, bool fsync);
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    std::string conninfo() const { return conninfo_at(folder_); }
    // The same server through a socket in another folder.
    std::string conninfo_at(const std::filesystem::path& socket_folder) const;
    std::filesystem::path folder() const { return folder_; }
    std::filesystem::path socket() const { return folder_ / ".s.PGSQL.5432"; }

    // As after a power cut: no goodbye, no checkpoint.
    void stop_immediately();
    Result<void> start_again();

  private:
    PostgresServer(std::filesystem::path folder, bool fsync)
        : folder_(std::move(folder)), fsync_(fsync) {}

    void watch_over();

    const std::filesystem::path folder_;
    const bool fsync_;
    pid_t server_ = -1;
    pid_t janitor_ = -1;
    int janitor_pipe_ = -1;
};

}  // namespace homing
