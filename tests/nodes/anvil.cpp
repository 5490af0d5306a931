#include "tests/nodes/anvil.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "core/check.h"
#include "core/crypto/hash.h"
#include "core/hex.h"

namespace homing::test {
namespace {

int free_port() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    CHECK(::bind(fd, raw, size) == 0 && ::getsockname(fd, raw, &size) == 0);
    ::close(fd);
    return ntohs(address.sin_port);
}

}  // namespace

std::filesystem::path Anvil::binary() {
    const char* set = std::getenv("HOMING_ANVIL");
    const std::filesystem::path inside = "node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil";
    for (const auto& path :
         {std::filesystem::path(set != nullptr ? set : ""),
          HOMING_ROOT / std::filesystem::path(".cache/npm") / inside, HOMING_ROOT / inside}) {
        if (!path.empty() && std::filesystem::exists(path)) return path;
    }
    return {};
}

Anvil::Anvil(unsigned chain_id, std::vector<std::string> options) : chain_id_(chain_id) {
    std::string pattern = (std::filesystem::temp_directory_path() / "homing-anvil-XXXXXX").string();
    CHECK(::mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    bool up = false;
    for (int attempt = 0; attempt < 5 && !up; ++attempt) up = start(options);
    CHECK(up);
}

Anvil::~Anvil() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

bool Anvil::start(const std::vector<std::string>& options) {
    const std::string port = std::to_string(free_port());
    std::vector<std::string> words = {
        binary().string(),     "--port", port,      "--chain-id", std::to_string(chain_id_),
        "--slots-in-an-epoch", "1",      "--silent"};
    words.insert(words.end(), options.begin(), options.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const pid_t parent = ::getpid();
    const std::string home = folder_.string();
    pid_ = ::fork();
    CHECK(pid_ >= 0);
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(1);
        const int null = ::open("/dev/null", O_RDWR);
        for (int fd : {0, 1, 2}) ::dup2(null, fd);
        if (::chdir(home.c_str()) != 0) ::_exit(1);
        ::setenv("HOME", home.c_str(), 1);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    url_ = "http://127.0.0.1:" + port;
    transport_ = *open_http_transport(url_, 64u << 20, {});
    const std::string ping = R"({"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]})";
    for (int i = 0; i < 200; ++i) {
        if (transport_->post(ping, std::chrono::seconds(2))) return true;
        if (::waitpid(pid_, nullptr, WNOHANG) == pid_) break;  // the port was taken meanwhile
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
    return false;
}

Network Anvil::network() const {
    Network network;
    network.id = *NetworkId::parse("eip155:" + std::to_string(chain_id_));
    network.name = "anvil " + std::to_string(chain_id_);
    network.genesis_hash =
        const_cast<Anvil*>(this)->rpc("eth_getBlockByNumber", {"0x0", false}).at("hash");
    network.endpoints = {url_};
    network.native_symbol = "ETH";
    network.native_decimals = 18;
    network.finality_rule = "finalized";
    return network;
}

Json Anvil::rpc(const std::string& method, const Json& params) {
    const Json request = {{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}};
    const auto reply = transport_->post(request.dump(), std::chrono::seconds(30));
    CHECK(reply.has_value());
    const Json answer = Json::parse(reply->text);
    EXPECT_FALSE(answer.contains("error")) << method << " " << answer.dump();
    return answer.value("result", Json());
}

void Anvil::mine(unsigned blocks) {
    rpc("anvil_mine", Json::array({blocks}));
}

std::string Anvil::account(unsigned i) {
    return rpc("eth_accounts").at(i);
}

Json Anvil::send(const Json& transaction) {
    Json request = transaction;
    if (!request.contains("gas")) request["gas"] = "0x7a120";
    const Json hash = rpc("eth_sendTransaction", Json::array({request}));
    Json receipt;
    for (int i = 0; i < 500 && receipt.is_null(); ++i) {  // it is mined a moment later
        if (i > 0) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        receipt = rpc("eth_getTransactionReceipt", Json::array({hash}));
    }
    EXPECT_FALSE(receipt.is_null()) << "not mined within 5 s: " << request;
    return receipt;
}

std::string Anvil::deploy(const std::string& contract, const std::string& arguments) {
    std::ifstream in(std::filesystem::path(HOMING_ROOT) / "fixtures/contracts/contracts.json");
    const Json contracts = Json::parse(in);
    const std::string code = contracts.at(contract).at("bytecode");
    const Json receipt =
        send({{"from", account(0)}, {"data", code + arguments}, {"gas", "0x2dc6c0"}});
    EXPECT_EQ(receipt.at("status"), "0x1") << receipt;
    return receipt.at("contractAddress");
}

std::string abi_word(const std::string& address) {
    return std::string(24, '0') + address.substr(2);
}

std::string abi_word(std::uint64_t number) {
    return to_hex(Amount(number).to_big_endian());
}

std::string selector(const std::string& signature) {
    return "0x" + to_hex(keccak256(as_bytes(signature))).substr(0, 8);
}

}  // namespace homing::test
