#include <cstdio>
#include <exception>

#include "app/cli.h"

int main(int argc, char** argv) {
    try {
        return static_cast<int>(homing::run_cli({argv + 1, argv + argc}));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "homing: %s\n", error.what());
        return static_cast<int>(homing::ExitCode::kUnavailable);
    }
}
