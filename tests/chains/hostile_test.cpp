// Nodes that lie, stall or break: each a clear error, within the deadline.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "chains/source.h"
#include "chains/transport.h"
#include "core/hex.h"
#include "core/json.h"
#include "tests/chains/hostile_node.h"
#include "tests/chains/support.h"

namespace homing {
namespace {

using test::HostileNode;
using Clock = std::chrono::steady_clock;

const Json kGood = Json::parse(test::read_file(std::filesystem::path(HOMING_ROOT) /
                                               "fixtures/nodes/evm/native-and-token.json"))
                       .at("replies");

Network network_of(std::vector<std::string> endpoints) {
    Network network;
    network.id = *NetworkId::parse("eip155:1");
    network.name = "hostile";
    network.genesis_hash = "0x" + std::string(64, '1');
    network.endpoints = std::move(endpoints);
    network.finality_rule = "finalized";
    network.deadline = Duration(300);
    network.retries = 1;
    network.reply_max_bytes = 1u << 20;
    return network;
}

std::string result_of(const Json& request, const std::string& result) {
    return R"({"jsonrpc":"2.0","id":)" + request.at("id").dump() + R"(,"result":)" + result + "}";
}

// What an honest node says about the fixture's block.
std::string honest(const std::string& body) {
    const Json request = Json::parse(body);
    const std::string method = request.at("method");
    if (method == "eth_getBlockByNumber") return result_of(request, kGood.at("block").dump());
    if (method == "eth_getBlockReceipts") return result_of(request, kGood.at("receipts").dump());
    return R"({"jsonrpc":"2.0","id":)" + request.at("id").dump() +
           R"(,"error":{"code":-32601,"message":"no such method"}})";
}

CustodyFilter custody() {
    CustodyFilter filter;
    filter.add(*parse_address(*NetworkId::parse("eip155:1"),
                              "0x2b5ad5c4795c026514f8317c7a215e218dccd6cf"));
    return filter;
}

struct Row {
    std::string name;
    HostileNode::Script script;
    Code code;
    std::string message;
};

// The honest reply with a change to its text.
HostileNode::Script changed(std::function<std::string(std::string)> change) {
    return [change](const std::string& body) { return HostileNode::http(change(honest(body))); };
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    return at == text.npos ? text : text.replace(at, from.size(), to);
}

const std::vector<Row>& rows() {
    static const std::vector<Row> kRows = {
        {"truncated_json", changed([](std::string s) { return s.substr(0, s.size() / 2); }),
         Code::kInvalid, "eth_getBlockByNumber"},
        {"truncated_http",
         [](const std::string& body) {
             const std::string reply = HostileNode::http(honest(body));
             return reply.substr(0, reply.size() - 100);
         },
         Code::kUnavailable, "eip155:1#0 eth_getBlockByNumber"},
        {"oversized",
         [](const std::string&) { return HostileNode::http(std::string(2u << 20, ' ')); },
         Code::kInvalid, "larger than 1048576 bytes"},
        {"oversized_without_length",
         [](const std::string&) {
             return "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(2u << 20, ' ');
         },
         Code::kInvalid, "larger than 1048576 bytes"},
        {"slow_trickle",
         [](const std::string& body) {
             return HostileNode::http(honest(body)) + HostileNode::kStall;
         },
         Code::kUnavailable, "no whole reply within 300 ms"},
        {"never_answers", [](const std::string&) { return std::string(1, HostileNode::kStall); },
         Code::kUnavailable, "no whole reply within 300 ms"},
        {"hangs_up", [](const std::string&) { return std::string(); }, Code::kUnavailable, ""},
        {"compressed",
         [](const std::string&) {
             return HostileNode::http("\x1f\x8b\x08xxxx", "200 OK", "Content-Encoding: gzip\r\n");
         },
         Code::kInvalid, "compressed"},
        {"wrong_id", changed([](std::string s) { return replaced(s, "\"id\":", "\"id\":9"); }),
         Code::kInvalid, "id is not the request's"},
        {"no_id", changed([](std::string s) { return replaced(s, "\"id\":", "\"ix\":"); }),
         Code::kInvalid, "id is not the request's"},
        {"version_one", changed([](std::string s) { return replaced(s, "2.0", "1.0"); }),
         Code::kInvalid, "not JSON-RPC 2.0"},
        {"neither_result_nor_error",
         changed([](std::string s) { return replaced(s, "\"result\"", "\"resultat\""); }),
         Code::kInvalid, "neither result nor error"},
        {"duplicate_result",
         changed([](std::string s) { return replaced(s, "{", R"({"result":null,)"); }),
         Code::kInvalid, "\"result\" comes twice"},
        {"duplicate_key_in_a_transaction", changed([](std::string s) {
             return replaced(s, R"("value":"0xde0b6b3a7640000")",
                             R"("value":"0xde0b6b3a7640000","value":"0x1")");
         }),
         Code::kInvalid, "\"value\" comes twice"},
        {"garbage_behind", changed([](std::string s) { return s + "}"; }), Code::kInvalid,
         "bytes behind the document"},
        {"deep_nesting", changed([](std::string s) {
             return replaced(
                 s, R"("uncles":[])",
                 R"("uncles":)" + std::string(100'000, '[') + std::string(100'000, ']'));
         }),
         Code::kInvalid, "nested more than 64 levels deep"},
        {"another_block",
         changed([](std::string s) { return replaced(s, "\"0x64\"", "\"0x65\""); }), Code::kInvalid,
         "eth_getBlockByNumber"},
        {"html", [](const std::string&) { return HostileNode::http("<html>hello</html>"); },
         Code::kInvalid, "not JSON"},
        {"bad_gateway",
         [](const std::string&) { return HostileNode::http("<html>", "502 Bad Gateway"); },
         Code::kUnavailable, "HTTP 502"},
        {"unauthorised",
         [](const std::string&) { return HostileNode::http("", "401 Unauthorized"); },
         Code::kUnavailable, "check the endpoint's credentials"},
        {"redirect",
         [](const std::string&) {
             return HostileNode::http("", "302 Found", "Location: http://127.0.0.1:1/\r\n");
         },
         Code::kUnavailable, "redirects are not followed"},
        {"rate_limit",
         [](const std::string& body) {
             return HostileNode::http(
                 R"({"jsonrpc":"2.0","id":)" + Json::parse(body).at("id").dump() +
                     R"(,"error":{"code":-32005,"message":"slow down \u263a"}})",
                 "429 Too Many Requests");
         },
         Code::kUnavailable, "-32005"},
        {"receipts_null",
         [](const std::string& body) {
             const Json request = Json::parse(body);
             if (request.at("method") != "eth_getBlockReceipts") {
                 return HostileNode::http(honest(body));
             }
             return HostileNode::http(result_of(request, "null"));
         },
         Code::kUnavailable, "not yet its receipts"},
    };
    return kRows;
}

class Hostile : public testing::TestWithParam<std::size_t> {};

TEST_P(Hostile, is_a_clear_error_within_the_deadline) {
    const Row& row = rows()[GetParam()];
    const HostileNode node(row.script);
    const auto source = *open_source(network_of({node.url()}));
    const auto start = Clock::now();
    const auto block = source->block(100, custody());
    const auto took = Clock::now() - start;
    ASSERT_FALSE(block.has_value());
    EXPECT_EQ(block.error().code, row.code) << block.error().message;
    EXPECT_NE(block.error().message.find(row.message), std::string::npos)
        << block.error().message << "\nshould say: " << row.message;
    EXPECT_NE(block.error().message.find("eip155:1#0"), std::string::npos);
    EXPECT_LT(took, std::chrono::seconds(3));
    EXPECT_LE(node.requests(), 6);
}

INSTANTIATE_TEST_SUITE_P(Nodes, Hostile, testing::Range<std::size_t>(0, rows().size()),
                         [](const auto& one) { return rows()[one.param].name; });

TEST(HonestNode, is_read_and_asked_again_after_a_stumble) {
    int asked = 0;
    const HostileNode node([&](const std::string& body) {
        return ++asked == 1 ? HostileNode::http("", "503 Service Unavailable")
                            : HostileNode::http(honest(body));
    });
    const auto source = *open_source(network_of({node.url()}));
    const auto block = source->block(100, custody());
    ASSERT_TRUE(block.has_value()) << block.error().message;
    EXPECT_EQ(block->transfers.size(), 2u);
    EXPECT_EQ(block->transactions, 2u);
}

TEST(HonestNode, is_asked_for_each_receipt_where_it_has_no_others) {
    const HostileNode node([&](const std::string& body) {
        const Json request = Json::parse(body);
        if (!request.is_array()) {
            if (request.at("method") == "eth_getBlockByNumber") {
                return HostileNode::http(honest(body));
            }
            return HostileNode::http(R"({"jsonrpc":"2.0","id":)" + request.at("id").dump() +
                                     R"(,"error":{"code":-32601,"message":"no"}})");
        }
        std::string reply = "[";
        for (std::size_t i = request.size(); i-- > 0;) {  // in any order
            reply += result_of(request[i], kGood.at("receipts")[i].dump()) + (i > 0 ? "," : "]");
        }
        return HostileNode::http(reply);
    });
    const auto source = *open_source(network_of({node.url()}));
    const auto block = source->block(100, custody());
    ASSERT_TRUE(block.has_value()) << block.error().message;
    EXPECT_EQ(block->transfers.size(), 2u);
    EXPECT_EQ(block->transfers[1].index, "log:0");
}

TEST(TwoNodes, must_agree_on_receipts_too) {
    const HostileNode good([](const std::string& body) { return HostileNode::http(honest(body)); });
    const HostileNode liar(changed([](std::string s) {
        return replaced(s, std::string(63, '0') + "7", std::string(63, '0') + "8");
    }));
    const auto source = *open_source(network_of({good.url(), liar.url()}));
    const auto block = source->block(100, custody());
    ASSERT_FALSE(block.has_value());
    EXPECT_EQ(block.error().code, Code::kUnavailable);
    EXPECT_NE(
        block.error().message.find("eip155:1#0 and eip155:1#1 disagree on block 100: transfer"),
        std::string::npos)
        << block.error().message;
    const auto agreed = *open_source(network_of({good.url(), good.url()}));
    EXPECT_TRUE(agreed->block(100, custody()).has_value());
}

TEST(TwoNodes, need_a_third_when_one_does_not_answer) {
    const HostileNode good([](const std::string& body) { return HostileNode::http(honest(body)); });
    const HostileNode dead([](const std::string&) { return std::string(); });
    const auto alone = *open_source(network_of({good.url(), dead.url()}));
    const auto waits = alone->block(100, custody());
    ASSERT_FALSE(waits.has_value());
    EXPECT_EQ(waits.error().code, Code::kUnavailable);
    const auto three = *open_source(network_of({good.url(), dead.url(), good.url()}));
    EXPECT_TRUE(three->block(100, custody()).has_value());
}

TEST(StopToken, ends_a_waiting_call_soon) {
    const HostileNode node([](const std::string&) { return std::string(1, HostileNode::kStall); });
    Network network = network_of({node.url()});
    network.deadline = std::chrono::seconds(60);
    std::stop_source stop;
    const auto source = *open_source(network, stop.get_token());
    std::jthread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        stop.request_stop();
    });
    const auto start = Clock::now();
    EXPECT_EQ(source->head().error().code, Code::kUnavailable);
    EXPECT_LT(Clock::now() - start, std::chrono::seconds(4));
}

TEST(Endpoint, is_checked_before_a_call) {
    const std::pair<std::string, std::string> table[] = {
        {"", "no URL"},
        {"ftp://host", "scheme is \"ftp\""},
        {"file:///etc/passwd", "no URL"},
        {"replay:/nowhere/at/all", "does not exist"},
        {"http://", "no URL"}};
    for (const auto& [endpoint, message] : table) {
        const auto source = open_source(network_of({endpoint}));
        ASSERT_FALSE(source.has_value()) << endpoint;
        EXPECT_EQ(source.error().code, Code::kInvalid);
        EXPECT_NE(source.error().message.find(message), std::string::npos)
            << source.error().message;
    }
    Network network = network_of({});
    EXPECT_EQ(open_source(network).error().message, "eip155:1 has no endpoint");
    network = network_of({"http://localhost:1"});
    network.genesis_hash.clear();
    EXPECT_FALSE(open_source(network).has_value());
    network = network_of({"http://localhost:1"});
    network.finality_rule = "hope";
    EXPECT_FALSE(open_source(network).has_value());
}

TEST(Endpoint, keeps_its_password_out_of_messages) {
    const auto source = *open_source(network_of({"http://user:hunter2@127.0.0.1:1/key"}));
    const auto head = source->head();
    ASSERT_FALSE(head.has_value());
    EXPECT_EQ(head.error().message.find("hunter2"), std::string::npos) << head.error().message;
}

TEST(Replay, answers_from_recorded_results) {
    std::string pattern = (std::filesystem::temp_directory_path() / "homing-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    const std::filesystem::path folder = pattern;
    const auto record = [&](const std::string& method, const std::string& params,
                            const std::string& text) {
        std::ofstream(folder / replay_file_name(method, params)) << text;
    };
    record("eth_getBlockByNumber", R"(["0x64",true])", kGood.at("block").dump());
    record("eth_getBlockReceipts", R"(["0x64"])", kGood.at("receipts").dump());
    EXPECT_TRUE(std::filesystem::exists(folder / "eth_getBlockByNumber.0x64.true.json"));
    const auto source = *open_source(network_of({"replay:" + folder.string()}));
    const auto block = source->block(100, custody());
    ASSERT_TRUE(block.has_value()) << block.error().message;
    EXPECT_EQ(block->transfers.size(), 2u);
    EXPECT_EQ(source->block(101, custody()).error().code, Code::kNotFound);
    record("eth_getBlockByNumber", R"(["0x64",true])", kGood.at("block").dump() + "}");
    EXPECT_EQ(source->block(100, custody()).error().code, Code::kInvalid);
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace homing
