// The chains' SDKs as an oracle: addresses they make of drawn keys, and what they say of damaged,
// recased and foreign ones (tests/nodes/write_addresses.mjs); reading and writing here must agree
// with each.
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

#include "chains/family.h"
#include "chains/source.h"
#include "core/json.h"
#include "tests/chains/sdk_lines.h"

namespace homing {
namespace {

constexpr int kKeys = 120;

class AddressOracle : public testing::Test {
  public:
    static void SetUpTestSuite() {
        const std::string seed = oracle_seed();
        RecordProperty("seed", seed);
        std::string families;
        for (const std::string family : {"bip122", "eip155", "stellar", "xrpl"}) {
            if (find_family(*NetworkId::parse(family + ":1")) != nullptr) {
                families += " " + family;
            } else {
                std::cout << "not asked about " << family << ": we do not read it\n";
            }
        }
        said_ = sdk_lines("write_addresses.mjs", seed + " " + std::to_string(kKeys) + families);
        ASSERT_FALSE(said_.empty());
    }

  protected:
    static inline std::vector<Json> said_;
};

std::string read_text(const Json& line, std::optional<std::string>& memo) {
    const NetworkId network = *NetworkId::parse(line.at("network").get<std::string>());
    const auto read = parse_destination(network, line.at("address").get<std::string>());
    if (!read) return "";
    if (read->memo) memo = read->memo->str();
    return read->fingerprint.str();
}

std::string text_of(const Json& line, const char* name) {
    return line.contains(name) && line.at(name).is_string() ? line.at(name).get<std::string>() : "";
}

TEST_F(AddressOracle, reads_every_form_as_the_sdks_do) {
    std::map<std::string, std::size_t> read;  // by network and form
    for (const Json& line : said_) {
        if (!line.contains("form")) continue;
        std::optional<std::string> memo;
        EXPECT_EQ(read_text(line, memo), text_of(line, "fingerprint")) << line.dump();
        EXPECT_EQ(memo.value_or(""), text_of(line, "memo")) << line.dump();
        ++read[text_of(line, "network") + " " + text_of(line, "form")];
    }
    EXPECT_GE(read.size(), 50U) << "networks and forms";
    for (const auto& [name, count] : read) EXPECT_EQ(count, std::size_t{kKeys}) << name;
}

TEST_F(AddressOracle, writes_the_canonical_form_of_every_fingerprint) {
    std::size_t written = 0;
    for (const Json& line : said_) {
        if (!line.contains("form")) continue;
        const NetworkId network = *NetworkId::parse(text_of(line, "network"));
        const auto text =
            format_address(network, *Fingerprint::parse(text_of(line, "fingerprint")));
        ASSERT_TRUE(text.has_value()) << line.dump() << " " << text.error().message;
        if (line.at("canonical").get<bool>()) {
            EXPECT_EQ(*text, text_of(line, "address")) << line.dump();
        }
        const auto again = parse_address(network, *text);
        ASSERT_TRUE(again.has_value()) << *text << ": " << again.error().message;
        EXPECT_EQ(again->str(), text_of(line, "fingerprint")) << *text;
        ++written;
    }
    EXPECT_GT(written, 6000U);
}

// One key is one fingerprint on Bitcoin, Litecoin, Bitcoin Cash, Dogecoin and XRPL, and one script
// on all that have P2SH: that is how a twin is found.
TEST_F(AddressOracle, knows_the_twins_of_a_key) {
    std::map<std::string, std::set<std::string>> keys, scripts;
    for (const Json& line : said_) {
        if (!line.contains("form")) continue;
        std::optional<std::string> memo;
        const std::string fingerprint = read_text(line, memo);
        const std::string key = std::to_string(line.at("key").get<int>());
        const std::string form = text_of(line, "form");
        if (fingerprint.starts_with("hash160:")) keys[key].insert(fingerprint);
        if (form.ends_with(" p2sh") || form == "p2sh") scripts[key].insert(fingerprint);
    }
    EXPECT_EQ(keys.size(), std::size_t{kKeys});
    for (const auto& [key, found] : keys) EXPECT_EQ(found.size(), 1U) << "key " << key;
    EXPECT_EQ(scripts.size(), std::size_t{kKeys});
    for (const auto& [key, found] : scripts) EXPECT_EQ(found.size(), 1U) << "script " << key;
}

TEST_F(AddressOracle, agrees_on_damaged_recased_and_foreign_strings) {
    std::size_t accepted = 0, refused = 0;
    for (const Json& line : said_) {
        if (line.contains("form")) continue;
        std::optional<std::string> memo;
        EXPECT_EQ(read_text(line, memo), text_of(line, "fingerprint")) << line.dump();
        EXPECT_EQ(memo.value_or(""), text_of(line, "memo")) << line.dump();
        ++(text_of(line, "fingerprint").empty() ? refused : accepted);
    }
    EXPECT_GT(accepted, 2000U);
    EXPECT_GT(refused, 10'000U);
}

TEST_F(AddressOracle, never_repeats_a_secret) {
    for (const Json& line : said_) {
        if (text_of(line, "why") != "a secret") continue;
        const auto read = parse_destination(*NetworkId::parse(text_of(line, "network")),
                                            text_of(line, "address"));
        ASSERT_FALSE(read.has_value());
        if (!text_of(line, "network").starts_with("stellar")) continue;
        EXPECT_EQ(read.error().message.find(text_of(line, "address").substr(0, 12)),
                  std::string::npos)
            << "the message says it again";
    }
}

}  // namespace
}  // namespace homing
