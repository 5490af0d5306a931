#include "app/config.h"

#include <gtest/gtest.h>

#include "app/config_value.h"
#include "app/staff.h"

namespace homing {
namespace {

const std::string kGood = R"(witness_file = "../witness"
[[network]]
id = "eip155:31337"
genesis = "0x00000000000000000000000000000000000000000000000000000000000000AB"
endpoints = ["http://127.0.0.1:8545"]
symbol = "ETH"
)";

std::string problems(const std::string& text) {
    const Result<Config> config = parse_config(text, "/etc/homing/homing.toml");
    return config ? "" : config.error().message;
}

TEST(Config, fills_in_defaults_and_makes_paths_absolute) {
    const Result<Config> config = parse_config(kGood, "/etc/homing/homing.toml");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->data, "/etc/homing/data");
    EXPECT_EQ(config->witness_file, "/etc/witness");
    EXPECT_EQ(config->ledger.file, "/etc/homing/ledger.jsonl");
    EXPECT_EQ(config->networks.at(0).deadline, std::chrono::seconds(10));
    EXPECT_EQ(config->networks.at(0).genesis_hash.back(), 'b');
}

TEST(Config, reports_every_mistake_at_once_with_its_line) {
    const std::string found = problems(R"(dta = "x"
witness_file = "data/witness"
read_ahead_blocks = 0
[ledger]
kind = "http"
deadline = "soon"
[[network]]
id = "ethereum"
genesis = "0x12"
endpoints = ["ftp://x"]
)");
    for (const char* expected :
         {":1: dta: is not a known key", ":2: witness_file: lies inside data",
          ":3: read_ahead_blocks: must lie between", ":5: ledger.url: is missing",
          ":6: ledger.deadline: \"soon\"", ":7: network.symbol: is missing",
          ":8: network.id:", ":9: network.genesis:", ":10: network.endpoints: \"ftp://x\""}) {
        EXPECT_NE(found.find(expected), std::string::npos) << expected << " not in\n" << found;
    }
    EXPECT_TRUE(found.starts_with("9 mistakes")) << found;
}

struct BadConfig {
    const char* replaced;
    const char* by;
    const char* said;
};

TEST(Config, refuses_each_bad_value_with_a_sentence) {
    const BadConfig cases[] = {
        {"witness_file = \"../witness\"", "", "witness_file: is missing"},
        {"symbol = \"ETH\"", "symbol = 7", "must be a text"},
        {"symbol = \"ETH\"", "symbol = \"ETH\"\ndecimals = 37", "between 0 and 36"},
        {"symbol = \"ETH\"", "symbol = \"ETH\"\nretries = -1", "whole number"},
        {"symbol = \"ETH\"", "symbol = \"ETH\"\nreply_max = \"1KiB\"", "between 64KiB and 1GiB"},
        {"symbol = \"ETH\"", "symbol = \"ETH\"\npoll = \"1ms\"", "must lie between"},
        {"symbol = \"ETH\"", "symbol = \"ETH\"\nstart = \"-3\"", "must be \"final\" or a height"},
        {"[[network]]", "[network]", "at least one [[network]]"},
        {"[[network]]", "[store]\nkind = \"sqlite\"\n[[network]]", "neither \"rocksdb\" nor"},
        {"[[network]]", "[store]\nkind = \"postgres\"\n[[network]]", "connection_file: is missing"},
        {"[[network]]", "store = 1\n[[network]]", "must be a table"},
        {"id = ", "id = = ", "is not TOML"},
    };
    for (const BadConfig& bad : cases) {
        std::string text = kGood;
        text.replace(text.find(bad.replaced), std::string(bad.replaced).size(), bad.by);
        EXPECT_NE(problems(text).find(bad.said), std::string::npos) << bad.said << " not in\n"
                                                                    << problems(text);
    }
}

TEST(Config, reads_durations_and_sizes_and_nothing_else) {
    EXPECT_EQ(parse_duration("2m")->count(), 120'000);
    EXPECT_EQ(*parse_byte_count("64MiB"), 64u << 20);
    for (const char* bad :
         {"", "s", "1", "-1s", "1 s", "1.5s", "99999999999999999999s", "20000d"}) {
        EXPECT_FALSE(parse_duration(bad)) << bad;
    }
    for (const char* bad : {"", "MiB", "1MB", "-1", "99999999999GiB"}) {
        EXPECT_FALSE(parse_byte_count(bad)) << bad;
    }
}

TEST(Staff, names_every_mistake_and_who_a_user_is) {
    const std::string key(64, 'a');
    const auto staff =
        parse_staff("[[member]]\nid = \"ana\"\nrole = \"agent\"\nuid = 7\nkey = \"" + key + "\"\n",
                    "staff.toml");
    ASSERT_TRUE(staff) << staff.error().message;
    Json args = Json::object();
    EXPECT_EQ(authenticate(*staff, "status", args, 7, Time())->id, "ana");
    EXPECT_FALSE(authenticate(*staff, "status", args, 8, Time()));
    const auto bad =
        parse_staff("[[member]]\nid = \"x\"\nrole = \"king\"\nkey = \"zz\"\nage = 3\n", "s");
    ASSERT_FALSE(bad);
    for (const char* said : {":3: member.role", ":4: member.key", ":5: member.age"}) {
        EXPECT_NE(bad.error().message.find(said), std::string::npos) << bad.error().message;
    }
}

TEST(Staff, takes_a_signed_request_for_its_signer_and_no_changed_or_old_one) {
    const Ed25519KeyPair key = ed25519_from_seed({1, 2, 3});
    const auto staff = parse_staff("[[member]]\nid = \"ana\"\nrole = \"senior\"\nkey = \"" +
                                       to_hex(key.public_key.bytes) + "\"\n",
                                   "s");
    ASSERT_TRUE(staff);
    const Time now = *parse_time("2026-11-23T12:00:00Z");
    const Json args = {{"scope", "network"}};
    const auto signature =
        ed25519_sign(as_bytes(request_payload("hold", args, now)), key.secret_key);
    const auto with_auth = [&](Json of) {
        of["auth"] = {{"by", "ana"}, {"at", format_time(now)}, {"signature", to_hex(signature)}};
        return of;
    };
    Json sent = with_auth(args);
    const auto principal = authenticate(*staff, "hold", sent, 12345, now);
    ASSERT_TRUE(principal) << principal.error().message;
    EXPECT_EQ(principal->id, "ana");
    EXPECT_EQ(sent, args);
    Json changed = with_auth({{"scope", "asset"}});
    EXPECT_FALSE(authenticate(*staff, "hold", changed, 0, now));
    Json other = with_auth(args);
    EXPECT_FALSE(authenticate(*staff, "release", other, 0, now));
    Json old = with_auth(args);
    EXPECT_FALSE(authenticate(*staff, "hold", old, 0, now + std::chrono::minutes(3)));
}

}  // namespace
}  // namespace homing
