#include "tests/nodes/litecoind.h"

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
#include <thread>

#include "core/check.h"

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

std::filesystem::path Litecoind::binary() {
    const char* set = std::getenv("HOMING_LITECOIND");
    for (const std::filesystem::path& path : {std::filesystem::path(set != nullptr ? set : ""),
                                              std::filesystem::path("/usr/bin/litecoind")}) {
        if (!path.empty() && std::filesystem::exists(path)) return path;
    }
    return {};
}

Litecoind::Litecoind(std::vector<std::string> options) {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "homing-litecoind-XXXXXX").string();
    CHECK(::mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    bool up = false;
    for (int attempt = 0; attempt < 5 && !up; ++attempt) up = start(options);
    CHECK(up);
    rpc("createwallet", Json::array({"test"}));
    miner_ = new_address("legacy");
}

Litecoind::~Litecoind() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

bool Litecoind::start(const std::vector<std::string>& options) {
    const std::string port = std::to_string(free_port());
    std::vector<std::string> words = {
        binary().string(),     "-regtest",        "-datadir=" + folder_.string(),
        "-rpcport=" + port,    "-rpcuser=homing", "-rpcpassword=test",
        "-listen=0",           "-txindex=1",      "-rest=1",
        "-fallbackfee=0.0001", "-dbcache=4",      "-printtoconsole=0"};
    words.insert(words.end(), options.begin(), options.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    CHECK(pid_ >= 0);
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(1);
        const int null = ::open("/dev/null", O_RDWR);
        for (int fd : {0, 1, 2}) ::dup2(null, fd);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    url_ = "http://homing:test@127.0.0.1:" + port;
    transport_ = *open_http_transport(url_, 64u << 20, {});
    const std::string ping = R"({"jsonrpc":"1.0","id":1,"method":"getblockcount","params":[]})";
    for (int i = 0; i < 600; ++i) {
        const auto reply = transport_->post(ping, std::chrono::seconds(2));
        if (reply && reply->status == 200) return true;
        if (::waitpid(pid_, nullptr, WNOHANG) == pid_) break;  // the port was taken meanwhile
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
    return false;
}

Network Litecoind::network() const {
    Network network;
    network.id = *NetworkId::parse("bip122:530827f38f93b43ed12af0b3ad25a288");
    network.name = "Litecoin regtest";
    network.genesis_hash = "530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9";
    network.endpoints = {url_};
    network.native_symbol = "LTC";
    network.native_decimals = 8;
    network.finality_rule = "depth";
    network.finality_depth = 6;
    return network;
}

Json Litecoind::rpc(const std::string& method, const Json& params) {
    const Json request = {{"jsonrpc", "1.0"}, {"id", 1}, {"method", method}, {"params", params}};
    const auto reply = transport_->post(request.dump(), std::chrono::seconds(60));
    CHECK(reply.has_value());
    const Json answer = Json::parse(reply->text, nullptr, false);
    EXPECT_TRUE(answer.is_object() && answer.at("error").is_null()) << method << " " << reply->text;
    return answer.is_object() ? answer.value("result", Json()) : Json();
}

void Litecoind::mine(unsigned blocks) {
    rpc("generatetoaddress", Json::array({blocks, miner_}));
}

std::string Litecoind::new_address(const std::string& type) {
    return rpc("getnewaddress", Json::array({"", type}));
}

std::string Litecoind::pay(const std::string& address, const std::string& coins) {
    return rpc("sendtoaddress", Json::array({address, coins}));
}

}  // namespace homing::test
