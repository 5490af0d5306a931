#include "app/policy_file.h"

#include <algorithm>
#include <map>

#include "app/files.h"
#include "core/record_json.h"

namespace homing {

namespace {

// Block 0 of the public networks; their own documentation and every explorer show them.
const std::map<std::string_view, std::string_view> kPublicGenesis = {
    {"eip155:1", "0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3"},
    {"eip155:56", "0x0d21840abff46b96c84b2ac9e10e4f5cdaeb5693cb665db62a2f3b02d2d57b5b"},
    {"eip155:137", "0xa9c28ce2141b56c474f1dc504bee9b01eb1bd7d1a507580d5519d4437a97de1b"},
    {"bip122:000000000019d6689c085ae165831e93",
     "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"},
    {"bip122:12a765e31ffd4059bada1e25190f6e98",
     "12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2"},
    // Bitcoin's: the chain's own begins with its fork block, which its source asks for.
    {"bip122:000000000000000000651ef99cb9fcbe",
     "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"},
    {"bip122:1a91e3dace36e2be3bf030a65679fe82",
     "1a91e3dace36e2be3bf030a65679fe821aa1d6ef92e7c9902eb318182c355691"},
};

Network network_of(const NetworkConfig& config, const FinalityRule& finality) {
    Network network;
    network.id = config.id;
    network.name = config.name;
    network.genesis_hash = config.genesis_hash;
    network.endpoints = config.endpoints;
    network.native_symbol = config.native_symbol;
    network.native_decimals = config.native_decimals;
    network.finality_rule = finality.rule;
    network.finality_depth = finality.depth;
    network.traces = config.traces;
    network.deadline = config.deadline;
    network.reply_max_bytes = config.reply_max_bytes;
    network.retries = config.retries;
    return network;
}

}  // namespace

Result<Policy> load_policy(const std::filesystem::path& file) {
    const Result<std::string> text = read_file(file, 1 << 20);
    if (!text) return within("policy", text.error());
    const Result<Json> json = parse_json(*text);
    if (!json) return within(file.string(), json.error());
    Result<Policy> policy = record_from_json<Policy>(*json);
    if (!policy) return within(file.string(), policy.error());
    for (const FinalityRule& rule : policy->finality) {
        if (rule.rule == "finalized" || (rule.rule == "depth" && rule.depth > 0)) continue;
        return invalid(file.string() + ": finality of " + rule.network.str() +
                       ": rule must be \"finalized\", or \"depth\" with a depth from 1");
    }
    return policy;
}

Result<std::vector<Network>> networks_of(const Config& config, const Policy& policy) {
    std::vector<Network> networks;
    std::string problems;
    for (const NetworkConfig& network : config.networks) {
        const std::string where = "\n  " + config.file.string() + ":" +
                                  std::to_string(network.line) + ": " + network.id.str();
        const auto rule = std::ranges::find(policy.finality, network.id, &FinalityRule::network);
        if (rule == policy.finality.end()) {
            problems += where + ": the policy has no finality rule for it";
            continue;
        }
        const auto known = kPublicGenesis.find(network.id.str());
        if (!config.demo && known != kPublicGenesis.end() &&
            known->second != network.genesis_hash) {
            problems += where + ": the pinned genesis is not the public network's " +
                        std::string(known->second) + " (allowed only with demo = true)";
        }
        networks.push_back(network_of(network, *rule));
    }
    if (!problems.empty()) return invalid("networks and policy do not fit together" + problems);
    return networks;
}

}  // namespace homing
