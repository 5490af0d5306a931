#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace {

// What each folder may include besides itself; the arrows of docs/architecture.md.
const std::map<std::string, std::set<std::string>> kArrows = {
    {"core", {}},
    {"chains", {"core"}},
    {"matcher", {"core"}},
    {"store", {"core"}},
    {"recovery", {"core", "matcher", "store"}},
    {"app", {"core", "chains", "matcher", "store", "recovery"}},
};

// Backends are known to app alone.
bool is_backend(const std::string& include) {
    return include.starts_with("store/rocksdb/") || include.starts_with("store/postgres/");
}

TEST(Layering, every_include_follows_an_arrow) {
    const std::regex include("^\\s*#include \"(([a-z]+)/[^\"]+)\"");
    int files = 0;
    for (const auto& [folder, allowed] : kArrows) {
        const auto root = std::filesystem::path(HOMING_ROOT) / folder;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
            const std::string extension = entry.path().extension();
            if (extension != ".h" && extension != ".cpp") continue;
            ++files;
            std::ifstream in(entry.path());
            for (std::string line; std::getline(in, line);) {
                std::smatch match;
                if (!std::regex_search(line, match, include)) continue;
                const std::string target = match[2];
                EXPECT_TRUE(target == folder || allowed.contains(target))
                    << entry.path() << " must not include " << match[1];
                if (is_backend(match[1])) {
                    EXPECT_TRUE(
                        folder == "app" ||
                        is_backend("store/" + entry.path().parent_path().filename().string() + "/"))
                        << entry.path() << " must not know the backend " << match[1];
                }
            }
        }
    }
    EXPECT_GT(files, 20);
}

}  // namespace
