// Strkeys, accounts and memos: SEP-23's own cases.
#include <gtest/gtest.h>

#include "chains/source.h"
#include "chains/stellar/address.h"
#include "chains/stellar/memo.h"
#include "chains/stellar/strkey.h"
#include "core/hex.h"

namespace homing::stellar {
namespace {

const NetworkId kPubnet = *NetworkId::parse("stellar:pubnet");
const std::string kAccount = "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ";
const std::string kKey = "3f0c34bf93ad0d9971d04ccc90f705511c838aad9734a4a2fb0d7a03fc7fe89a";
// SEP-53's seed, published with its account.
const std::string kSeed = "SAKICEVQLYWGSOJS4WW7HZJWAHZVEEBS527LHK5V4MLJALYKICQCJXMW";

TEST(Strkey, reads_and_writes_every_valid_case_of_sep_23) {
    const std::string payload = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    const std::tuple<std::string, StrkeyKind, std::string> rows[] = {
        {kAccount, StrkeyKind::kAccount, kKey},
        {"MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ",
         StrkeyKind::kMuxed, kKey + "0000000000000000"},
        {"MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK",
         StrkeyKind::kMuxed, kKey + "8000000000000000"},
        {"PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAQACAQDAQCQMBYIBEFAWDANBYHRAEI"
         "SCMKBKFQXDAMRUGY4DUPB6IBZGM",
         StrkeyKind::kSignedPayload, kKey + "00000020" + payload},
        {"PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAOQCAQDAQCQMBYIBEFAWDANBYHRAEI"
         "SCMKBKFQXDAMRUGY4DUAAAAFGBU",
         StrkeyKind::kSignedPayload, kKey + "0000001d" + payload.substr(0, 58) + "000000"},
        {"CA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUWDA", StrkeyKind::kContract, kKey},
        {"LA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUPJN", StrkeyKind::kPool, kKey},
        {"BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TU", StrkeyKind::kClaimable,
         "00" + kKey}};
    for (const auto& [text, kind, bytes] : rows) {
        const Result<Strkey> strkey = parse_strkey(text);
        ASSERT_TRUE(strkey.has_value()) << text << ": " << strkey.error().message;
        EXPECT_EQ(strkey->kind, kind) << text;
        EXPECT_EQ(to_hex(strkey->payload), bytes) << text;
        EXPECT_EQ(format_strkey(*strkey), text);
    }
}

TEST(Strkey, refuses_every_invalid_case_of_sep_23) {
    for (const std::string text :
         {"GAAAAAAAACGC6", "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUR",
          "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZA",
          "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUACUSI",
          "G47QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVP2I",
          "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLKA",
          "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAAV75I",
          "M47QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ",
          "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUK===",
          "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUO",
          "PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAQACAQDAQCQMBYIBEFAWDANBYHRAE"
          "ISCMKBKFQXDAMRUGY4DUPB6IAAAAAAAAPM",
          "PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAOQCAQDAQCQMBYIBEFAWDANBYHRAE"
          "ISCMKBKFQXDAMRUGY4Z2PQ",
          "PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAOQCAQDAQCQMBYIBEFAWDANBYHRAE"
          "ISCMKBKFQXDAMRUGY4DXFH6",
          "BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TV",
          "BAAT6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGXACA"}) {
        EXPECT_FALSE(parse_strkey(text).has_value()) << text;
    }
}

TEST(Strkey, refuses_any_text_without_a_crash) {
    for (const std::string text : {"", "G", "GA", "GAA", "0", "\xff\xfe", " "}) {
        EXPECT_FALSE(parse_strkey(text).has_value()) << text;
    }
    EXPECT_FALSE(parse_strkey(std::string(100'000, 'A')).has_value());
    for (std::size_t i = 0; i < kAccount.size(); ++i) {  // one character wrong
        for (const char c : std::string_view("ABQZ27a")) {
            std::string text = kAccount;
            text[i] = c;
            EXPECT_EQ(parse_strkey(text).has_value(), text == kAccount) << text;
        }
    }
}

TEST(Account, is_one_fingerprint_in_both_forms) {
    const auto plain = parse_destination(kPubnet, kAccount);
    ASSERT_TRUE(plain.has_value());
    EXPECT_EQ(plain->fingerprint.str(), "ed25519:" + kKey);
    EXPECT_FALSE(plain->memo.has_value());
    EXPECT_EQ(*format_address(kPubnet, plain->fingerprint), kAccount);
    for (const auto& [text, memo] : std::vector<std::pair<std::string, std::string>>{
             {"MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ", "muxed:0"},
             {"MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK",
              "muxed:9223372036854775808"}}) {
        const auto muxed = parse_destination(kPubnet, text);
        ASSERT_TRUE(muxed.has_value()) << text;
        EXPECT_EQ(muxed->fingerprint, plain->fingerprint);
        ASSERT_TRUE(muxed->memo.has_value());
        EXPECT_EQ(muxed->memo->str(), memo);
        EXPECT_EQ(format_account(*parse_account(text)), text);
    }
}

TEST(Account, refuses_with_the_reason) {
    const std::pair<std::string, std::string> rows[] = {
        {"CA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUWDA", "is a contract"},
        {"LA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUPJN", "is a liquidity pool"},
        {"BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TU", "is a claimable balance"},
        {"PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAOQCAQDAQCQMBYIBEFAWDANBYHRAEI"
         "SCMKBKFQXDAMRUGY4DUAAAAFGBU",
         "holds a secret seed"},  // two words glued together may be one
        {"ga7qynf7sowq3glr2bgmzehxavirza4kvwltjjfc7mgxua74p7ujvsgz", "capital letters"},
        {"GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGA", "mistyped"},
        {"GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJV", "does not exist"},
        {"alice*example.com", "federated name"},
        {"0x7e5f4552091a69125d5dfcb7b8c2659029395bdf", "no Stellar account"},
        {"", "no Stellar account"}};
    for (const auto& [text, reason] : rows) {
        const auto parsed = parse_destination(kPubnet, text);
        ASSERT_FALSE(parsed.has_value()) << text;
        EXPECT_EQ(parsed.error().code, Code::kInvalid);
        EXPECT_NE(parsed.error().message.find(reason), std::string::npos) << parsed.error().message;
    }
}

TEST(Account, never_repeats_a_secret) {
    ASSERT_EQ(parse_strkey(kSeed)->kind, StrkeyKind::kSecret);
    std::string small = kSeed;
    for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    std::string spaced;
    for (const char c : kSeed) spaced += std::string(spaced.size() % 5 == 4 ? " " : "") + c;
    for (const std::string& text : {kSeed, small, spaced, kSeed.substr(0, 55), kSeed + "A",
                                    "seed: " + kSeed, kAccount + kSeed, kSeed + " " + kAccount}) {
        const auto address = parse_destination(kPubnet, text);
        const auto memo = parse_memo(kPubnet, text);
        ASSERT_FALSE(address.has_value());
        ASSERT_FALSE(memo.has_value());
        for (const std::string& said : {address.error().message, memo.error().message}) {
            EXPECT_NE(said.find("secret seed"), std::string::npos) << text;
            for (std::size_t i = 0; i + 6 <= kSeed.size(); ++i) {
                EXPECT_EQ(said.find(kSeed.substr(i, 6)), std::string::npos) << said;
                EXPECT_EQ(said.find(small.substr(i, 6)), std::string::npos) << said;
            }
        }
    }
}

TEST(StellarMemo, is_read_as_an_operator_writes_it) {
    const std::string hash(64, 'a');
    const std::pair<std::string, std::string> rows[] = {
        {"7", "id:7"},
        {"0", "id:0"},
        {"18446744073709551615", "id:18446744073709551615"},
        {"18446744073709551616", "text:3138343436373434303733373039353531363136"},
        {"007", "text:303037"},
        {"id:7", "id:7"},
        {"muxed:7", "muxed:7"},
        {"text:616263", "text:616263"},
        {"hash:" + hash, "hash:" + hash},
        {"return:" + hash, "return:" + hash},
        {"alice", "text:616c696365"},
        {"\xe4\xbd\xa0", "text:e4bda0"}};
    for (const auto& [text, memo] : rows) {
        const auto parsed = parse_memo(kPubnet, text);
        ASSERT_TRUE(parsed.has_value()) << text << ": " << parsed.error().message;
        EXPECT_EQ(parsed->str(), memo);
    }
    for (const std::string& text : std::vector<std::string>{
             "", "tag:7", "note:00", "id:-1", "id:18446744073709551616", "id:007", "text:xyz",
             "hash:00", "12345678901234567890123456789", "text:" + std::string(58, '0')}) {
        EXPECT_FALSE(parse_memo(kPubnet, text).has_value()) << text;
    }
}

TEST(StellarMemo, of_transaction_and_address_together_names_nobody) {
    const Memo id{MemoKind::kId, "7"};
    EXPECT_EQ(combine({}, {}).memo, std::nullopt);
    EXPECT_EQ(combine(id, {}).memo, id);
    EXPECT_EQ(combine({}, 0).memo->str(), "muxed:0");
    const PaymentMemo both = combine(id, 7);
    EXPECT_FALSE(both.memo.has_value());
    ASSERT_EQ(both.others.size(), 2u);
    EXPECT_EQ(both.others[0].str() + " " + both.others[1].str(), "id:7 muxed:7");
}

}  // namespace
}  // namespace homing::stellar
