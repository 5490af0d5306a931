// The recorded blocks once more, read by bitcoinjs-lib: both must state the same outputs.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>

#include "chains/source.h"
#include "chains/utxo/parse.h"
#include "chains/utxo/script.h"
#include "chains/utxo/tx.h"
#include "core/crypto/hash.h"
#include "tests/chains/support.h"

namespace homing::utxo {
namespace {

struct PipeClose {
    void operator()(std::FILE* pipe) const { status = ::pclose(pipe); }
    static inline int status = 0;
};

std::string output_of(const std::string& command) {
    std::string text;
    {
        const std::unique_ptr<std::FILE, PipeClose> pipe(::popen(command.c_str(), "r"));
        std::array<char, 65536> part;
        while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe.get())) {
            text.append(part.data(), got);
        }
    }
    EXPECT_EQ(PipeClose::status, 0) << command;
    return text;
}

TEST(UtxoSdk, agrees_output_by_output) {
    if (test::data_folder().empty()) return;
    const std::string root = HOMING_ROOT;
    const std::string node = root + "/.cache/npm/node_modules/.bin/node";
    ASSERT_TRUE(std::filesystem::exists(node)) << "./dev test installs it from npm";
    struct Row {
        std::string name, network, file;
    };
    const Row rows[] = {
        {"bitcoin", "000000000019d6689c085ae165831e93", "bitcoin/getblock0-300025.raw"},
        {"bitcoin", "000000000019d6689c085ae165831e93", "bitcoin/getblock0-482683.raw"},
        {"litecoin-test", "4966625a4b2851d9fdee139e56211a0d",
         "litecoin/getblock0-test-1856255.raw"},
        {"dogecoin-test", "bb0a78264637406b6360aad926284d54",
         "dogecoin/getblock0-test-3086559.raw"},
        {"bitcoincash-test", "000000001dd410c49a788668ce267517",
         "bitcoincash/getblock0-chipnet-121957.raw"}};
    std::size_t compared = 0;
    for (const Row& row : rows) {
        SCOPED_TRACE(row.file);
        const auto path = test::data_folder() / row.file;
        const std::string said = output_of(node + " " + root + "/tests/nodes/read_utxo.mjs " +
                                           row.name + " " + path.string());
        std::map<std::string, std::string> theirs;  // output and what it holds: address
        // Scripts longer than any identity were issued to nobody: no transfer, or refused by B3.
        std::set<std::string> nobodys;
        std::size_t at = 0;
        for (std::size_t end; (end = said.find('\n', at)) != said.npos; at = end + 1) {
            const Json one = Json::parse(said.substr(at, end - at));
            const std::string address = one.at("address");
            const std::string output =
                one.at("txid").get<std::string>() + " " + one.at("index").get<std::string>() + " " +
                one.at("units").get<std::string>() + (one.at("token").get<bool>() ? " token" : "");
            theirs[output] = address;
            if (address.empty() && one.at("size") > kScriptIdentityMax) nobodys.insert(output);
        }
        const NetworkId network = *NetworkId::parse("bip122:" + row.network);
        const Reading reading{network, **find_params(network), *native_asset(network)};
        const std::string raw = test::read_file(path);
        const auto block = parse_block(reading, as_bytes(raw), 1,
                                       display(sha256(sha256(as_bytes(raw).first(80)))));
        ASSERT_TRUE(block.has_value()) << block.error().message;
        std::map<std::string, std::string> ours;
        for (const Transfer& t : block->transfers) {
            ours[t.txid + " " + t.index + " " + t.units.to_string() +
                 (t.refused_by == "B4" ? " token" : "")] = t.recipient_address;
        }
        for (const auto& [output, address] : theirs) {
            if (nobodys.contains(output) && !ours.contains(output)) continue;
            ASSERT_TRUE(ours.contains(output)) << output << " " << address;
            if (!address.empty()) {
                EXPECT_EQ(ours[output], address) << output;
            }
        }
        for (const auto& [output, address] : ours) {
            EXPECT_TRUE(theirs.contains(output)) << output << " " << address;
        }
        compared += ours.size();
    }
    EXPECT_GT(compared, 1200u);
}

}  // namespace
}  // namespace homing::utxo
