#include "recovery/step.h"

namespace homing {
namespace {

enum class Outcome { kDone, kAgain, kFailed };

Outcome submit(Store& store, Commit commit, CommitResult& result) {
    const OpId op_id = commit.op_id;
    result = store.commit(std::move(commit));
    switch (result.outcome) {
        case CommitOutcome::kOk:
            return Outcome::kDone;
        case CommitOutcome::kConflict:
            return Outcome::kAgain;
        case CommitOutcome::kAmbiguous: {
            const Result<bool> found = store.find_commit(op_id);
            if (!found) return Outcome::kFailed;
            return *found ? Outcome::kDone : Outcome::kAgain;
        }
        case CommitOutcome::kUnavailable:
        case CommitOutcome::kCorrupt:
        case CommitOutcome::kInvalid:
            return Outcome::kFailed;
    }
    return Outcome::kFailed;
}

}  // namespace

Result<void> run_step(Store& store, std::string_view name, Time now,
                      const std::function<Result<void>(Draft&)>& step) {
    CommitResult result;
    for (int i = 0; i < kStepTries; ++i) {
        Draft draft(store);
        if (Result<void> done = step(draft); !done) return done;
        if (draft.error()) return *draft.error();
        std::optional<Commit> commit = std::move(draft).take(name, now);
        if (!commit) return {};
        switch (submit(store, std::move(*commit), result)) {
            case Outcome::kDone:
                return {};
            case Outcome::kFailed:
                return within(std::string(name), to_error(result));
            case Outcome::kAgain:
                break;
        }
    }
    return within(std::string(name), to_error(result));
}

}  // namespace homing
