#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>

#include "core/json.h"
#include "recovery/engine.h"

namespace homing {

// The people of staff.toml, and which of them a Unix user is.
struct StaffFile {
    Staff staff;
    std::map<uid_t, std::string> by_uid;
};

// kInvalid lists every mistake with its line. A file that is not there is an empty staff: nobody
// may rule.
Result<StaffFile> load_staff(const std::filesystem::path& file);
Result<StaffFile> parse_staff(std::string_view text, const std::filesystem::path& file);

// Who sent a request and what they may do.
struct Principal {
    std::string id;
    Role role = Role::kAuditor;
};

// What a member of staff signs to send a command under their own name, instead of their Unix
// user's.
std::string request_payload(const std::string& command, const Json& args, Time at);

// The principal of a request: by its signature ("auth": {by, at, signature} in the arguments, taken
// out of them) where there is one, else by the Unix user; the process's own user and root are the
// operator. kInvalid when neither names anyone.
Result<Principal> authenticate(const StaffFile& staff, const std::string& command, Json& args,
                               uid_t peer, Time now);

}  // namespace homing
