#include "store/store.h"

#include "store/tables.h"

namespace homing {

Error to_error(const CommitResult& result) {
    switch (result.outcome) {
        case CommitOutcome::kConflict:
            return conflict(result.message);
        case CommitOutcome::kAmbiguous:
        case CommitOutcome::kUnavailable:
            return unavailable(result.message);
        case CommitOutcome::kCorrupt:
            return corrupt(result.message);
        case CommitOutcome::kInvalid:
            return invalid(result.message);
        case CommitOutcome::kOk:
            break;
    }
    CHECK(result.outcome != CommitOutcome::kOk);
    return {};
}

const std::string& CommitBuilder::touch(std::string key, std::uint64_t version) {
    const auto [place, is_new] = touched_.insert(std::move(key));
    CHECK(is_new);
    commit_.expects.push_back({*place, version});
    return *place;
}

}  // namespace homing
