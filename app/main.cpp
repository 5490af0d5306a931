#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "app/cli.h"
#include "core/utf8.h"

int main(int argc, char** argv) {
    try {
        const std::vector<std::string> args(argv + 1, argv + argc);
        if (!std::ranges::all_of(args, homing::is_utf8)) {
            std::fprintf(stderr, "homing: an argument is not UTF-8\n");
            return static_cast<int>(homing::ExitCode::kUsage);
        }
        return static_cast<int>(homing::run_cli(args));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "homing: %s\n", error.what());
        return static_cast<int>(homing::ExitCode::kUnavailable);
    }
}
