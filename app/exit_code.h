#pragma once

#include "core/result.h"

namespace homing {

// What the program ends with. Documented in docs/operating.md; never renumber.
enum class ExitCode : int {
    kOk = 0,
    kNegative =
        1,       // the work was done and the answer is no: a law is broken, a proof does not hold
    kUsage = 2,  // the call, a file or a request must be changed
    kNotFound = 3,
    kConflict = 4,
    kUnavailable = 5,
    kCorrupt = 6,
};

ExitCode exit_code(Code code);
// As above for HTTP: 404, 400, 409, 503, 500.
int http_status(Code code);
// The code behind a status that http_status gave; any other status is kUnavailable.
Code code_of_status(int status);

}  // namespace homing
