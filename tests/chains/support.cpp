#include "tests/chains/support.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

namespace homing::test {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    EXPECT_TRUE(in.good()) << path;
    std::ostringstream all;
    all << in.rdbuf();
    return std::move(all).str();
}

std::filesystem::path data_folder() {
    const char* set = std::getenv("HOMING_DATA");
    for (const std::filesystem::path& path :
         {std::filesystem::path(set != nullptr ? set : ""),
          std::filesystem::path(HOMING_ROOT) / "../shared/data"}) {
        if (!path.empty() && std::filesystem::exists(path / "evm/expected.json")) return path;
    }
    std::cout << "NOT RUN: no real chain data (set HOMING_DATA)\n";
    return {};
}

Result<void> walk_text(std::string text, const std::function<bool(Walk&, JsonNode)>& read) {
    simdjson::ondemand::parser parser;
    const bool wrapped = text.find("\"jsonrpc\"") != text.npos;
    return walk_document(parser, text, [&](Walk& walk, JsonNode root) {
        if (!wrapped) return read(walk, root);
        static constexpr std::string_view kNames[] = {"result"};
        ObjectShape shape(kNames);
        return walk.object(root, shape, [&](int, JsonNode result) { return read(walk, result); });
    });
}

Amount amount_of(const std::string& text) {
    const Result<Amount> amount =
        text.starts_with("0x") ? Amount::parse_hex_quantity(text) : Amount::parse(text);
    EXPECT_TRUE(amount.has_value()) << text;
    return amount.value_or(Amount());
}

}  // namespace homing::test
