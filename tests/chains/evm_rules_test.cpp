// Every case of fixtures/nodes/evm: the replies of one node about one block, and what must come
// out.
#include <gtest/gtest.h>

#include <algorithm>

#include "chains/evm/address.h"
#include "chains/evm/assemble.h"
#include "chains/evm/readers.h"
#include "tests/chains/support.h"

namespace homing::evm {
namespace {

using test::read_file;
using test::walk_text;

Result<Block> read_case(const Json& replies, const NetworkId& network, Interest& interest) {
    BlockReplies facts;
    std::optional<BlockFacts> block;
    std::optional<ReceiptFacts> receipts;
    auto walked = walk_text(replies.at("block").dump(),
                            [&](Walk& w, JsonNode n) { return read_block(w, n, &block); });
    if (!walked) return walked.error();
    walked = walk_text(replies.at("receipts").dump(), [&](Walk& w, JsonNode n) {
        return read_receipts(w, n, network, interest, &receipts);
    });
    if (!walked) return walked.error();
    if (replies.contains("traces") || replies.contains("flat_traces")) {
        TraceFacts traces;
        const bool flat = replies.contains("flat_traces");
        walked =
            walk_text(replies.at(flat ? "flat_traces" : "traces").dump(), [&](Walk& w, JsonNode n) {
                return flat ? read_flat_traces(w, n, interest, &traces)
                            : read_call_trees(w, n, interest, &traces);
            });
        if (!walked) return walked.error();
        facts.traces = std::move(traces);
    }
    if (!block || !receipts) return not_found("no such block");
    facts.block = *std::move(block);
    facts.receipts = *std::move(receipts);
    if (auto good = check_consistency(facts); !good) return good.error();
    return assemble(network, facts, interest);
}

Json to_json(const Transfer& transfer) {
    Json json = {{"index", transfer.index},
                 {"from", transfer.sender_address},
                 {"to", transfer.recipient_address},
                 {"asset", transfer.asset.str()},
                 {"units", transfer.units.to_string()}};
    if (!transfer.refused_by.empty()) json["refused_by"] = transfer.refused_by;
    return json;
}

class EvmRules : public testing::TestWithParam<std::string> {};

TEST_P(EvmRules, reads_as_the_fixture_says) {
    const auto path = std::filesystem::path(HOMING_ROOT) / "fixtures/nodes/evm" / GetParam();
    const Json fixture = Json::parse(read_file(path));
    const auto network = NetworkId::parse(fixture.value("network", "eip155:1"));
    Interest everything;
    const Result<Block> block = read_case(fixture.at("replies"), *network, everything);
    if (fixture.contains("error")) {
        ASSERT_FALSE(block.has_value());
        EXPECT_EQ(to_string(block.error().code), fixture.value("code", "invalid"));
        const std::string wanted = fixture.at("error");
        EXPECT_NE(block.error().message.find(wanted), std::string::npos)
            << block.error().message << "\nshould say: " << wanted;
        return;
    }
    ASSERT_TRUE(block.has_value()) << block.error().message;
    Json transfers = Json::array();
    for (const Transfer& transfer : block->transfers) transfers.push_back(to_json(transfer));
    EXPECT_EQ(transfers, fixture.at("transfers")) << transfers.dump(1);
}

std::vector<std::string> cases() {
    std::vector<std::string> names;
    const auto folder = std::filesystem::path(HOMING_ROOT) / "fixtures/nodes/evm";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".json") names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

INSTANTIATE_TEST_SUITE_P(Fixtures, EvmRules, testing::ValuesIn(cases()), [](const auto& one) {
    std::string name = one.param.substr(0, one.param.size() - 5);
    std::replace_if(
        name.begin(), name.end(), [](char c) { return std::isalnum(c) == 0; }, '_');
    return name;
});

}  // namespace
}  // namespace homing::evm
