#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "chains/source.h"
#include "chains/transport.h"
#include "core/json.h"

namespace homing::test {

// A real UTXO node for one test: Debian's litecoind in regtest on a free port of the loopback, with
// a wallet, in a folder of its own, ended with this object or with the test program.
class Litecoind {
  public:
    // The binary, or an empty path where none is installed.
    static std::filesystem::path binary();

    explicit Litecoind(std::vector<std::string> options = {});
    ~Litecoind();
    Litecoind(const Litecoind&) = delete;
    Litecoind& operator=(const Litecoind&) = delete;

    // With user and password.
    const std::string& url() const { return url_; }
    // How Homing would be configured for it; final at a depth of six.
    Network network() const;

    // A call's result; an error of the node fails the test and answers null.
    Json rpc(const std::string& method, const Json& params = Json::array());
    // Mines blocks to an address of the wallet.
    void mine(unsigned blocks);
    std::string new_address(const std::string& type = "bech32");
    // Pays coins from the wallet; the transaction's id.
    std::string pay(const std::string& address, const std::string& coins);

  private:
    bool start(const std::vector<std::string>& options);

    pid_t pid_ = -1;
    std::filesystem::path folder_;
    std::string url_;
    std::unique_ptr<Transport> transport_;
    std::string miner_;
};

}  // namespace homing::test
