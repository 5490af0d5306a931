#include "tests/chains/sdk_lines.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace homing {
namespace {

struct PipeClose {
    void operator()(std::FILE* pipe) const { status = ::pclose(pipe); }
    static inline int status = 0;
};

}  // namespace

std::string oracle_seed() {
    const char* drawn = std::getenv("HOMING_SEED");
    return drawn == nullptr ? "1" : std::to_string(std::atoll(drawn));
}

std::vector<Json> sdk_lines(const std::string& script, const std::string& arguments) {
    const std::string root = HOMING_ROOT;
    const std::string node = root + "/.cache/npm/node_modules/.bin/node";
    EXPECT_TRUE(std::filesystem::exists(node)) << "./dev test installs it from npm";
    const std::string command = node + " " + root + "/tests/nodes/" + script + " " + arguments;
    std::string text;
    {
        const std::unique_ptr<std::FILE, PipeClose> pipe(::popen(command.c_str(), "r"));
        std::array<char, 65536> part;
        while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe.get())) {
            text.append(part.data(), got);
        }
    }
    EXPECT_EQ(PipeClose::status, 0) << command;
    std::vector<Json> lines;
    std::size_t at = 0;
    for (std::size_t end; (end = text.find('\n', at)) != text.npos; at = end + 1) {
        lines.push_back(Json::parse(text.substr(at, end - at)));
    }
    return lines;
}

}  // namespace homing
