#include "core/check.h"

#include <cstdio>
#include <cstdlib>

namespace homing {

void check_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "homing: internal error: %s does not hold at %s:%d\n", condition, file,
                 line);
    std::abort();
}

}  // namespace homing
