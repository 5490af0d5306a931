#include "app/exit_code.h"

namespace homing {

ExitCode exit_code(Code code) {
    switch (code) {
        case Code::kNotFound:
            return ExitCode::kNotFound;
        case Code::kInvalid:
            return ExitCode::kUsage;
        case Code::kConflict:
            return ExitCode::kConflict;
        case Code::kUnavailable:
            return ExitCode::kUnavailable;
        case Code::kCorrupt:
            return ExitCode::kCorrupt;
    }
    return ExitCode::kCorrupt;
}

int http_status(Code code) {
    switch (code) {
        case Code::kNotFound:
            return 404;
        case Code::kInvalid:
            return 400;
        case Code::kConflict:
            return 409;
        case Code::kUnavailable:
            return 503;
        case Code::kCorrupt:
            return 500;
    }
    return 500;
}

Code code_of_status(int status) {
    switch (status) {
        case 404:
            return Code::kNotFound;
        case 400:
        case 405:
        case 413:
            return Code::kInvalid;
        case 409:
            return Code::kConflict;
        case 500:
            return Code::kCorrupt;
        default:
            return Code::kUnavailable;
    }
}

}  // namespace homing
