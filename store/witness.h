#pragma once

#include <filesystem>
#include <optional>

#include "core/time.h"
#include "store/store.h"

namespace homing {

// The last head of the audit log that someone outside the data directory saw. A store that is
// behind it lost acknowledged commits (rot, an old backup) and is refused.
struct Witness {
    StoreId store;
    LogHead head;

    bool operator==(const Witness&) const = default;
};

// nullopt when there is no file yet; kCorrupt when it is damaged.
Result<std::optional<Witness>> read_witness(const std::filesystem::path& file);

// Replaces the file whole: written beside it, synced, renamed, folder synced.
Result<void> write_witness(const std::filesystem::path& file, const Witness& witness);

// kCorrupt with a sentence when the store is another than the witness's, is behind it, or its log
// does not contain the witnessed head.
Result<void> check_witness(const Store& store, const Witness& witness);

// Keeps the witness file of a running store. One thread calls it, often: only a head that moved is
// written, and not before `every` has passed since the last time.
class WitnessKeeper {
  public:
    // The store must outlive the keeper.
    WitnessKeeper(const Store& store, std::filesystem::path file, Duration every);

    Result<void> tick(Time now);
    // At once; for the end of a run.
    Result<void> write();

  private:
    const Store& store_;
    std::filesystem::path file_;
    Duration every_;
    std::optional<Time> last_;
    std::optional<LogHead> written_;
};

}  // namespace homing
