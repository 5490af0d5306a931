#pragma once

#include <string>
#include <vector>

#include "app/exit_code.h"

namespace homing {

// The program: reads the arguments (without the program's name) by the table of commands, runs one,
// and prints its answer to stdout or what went wrong to stderr.
ExitCode run_cli(const std::vector<std::string>& args);

}  // namespace homing
