#include "core/result.h"

namespace homing {

const char* to_string(Code code) {
    switch (code) {
        case Code::kNotFound:
            return "not_found";
        case Code::kInvalid:
            return "invalid";
        case Code::kConflict:
            return "conflict";
        case Code::kUnavailable:
            return "unavailable";
        case Code::kCorrupt:
            return "corrupt";
    }
    return "?";
}

}  // namespace homing
