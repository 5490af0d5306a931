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

// A real EVM node for one test: anvil from npm on a free port of the loopback, in a folder of its
// own, ended with this object or with the test program, however that ends. A block is final two
// blocks later. HOMING_ANVIL names another binary than the one ./dev installs.
class Anvil {
  public:
    // The binary, or an empty path where none is installed.
    static std::filesystem::path binary();

    explicit Anvil(unsigned chain_id, std::vector<std::string> options = {});
    ~Anvil();
    Anvil(const Anvil&) = delete;
    Anvil& operator=(const Anvil&) = delete;

    const std::string& url() const { return url_; }
    // How Homing would be configured for it: pinned genesis, finalized tag, traces.
    Network network() const;

    // A call's result; an error of the node fails the test and answers null.
    Json rpc(const std::string& method, const Json& params = Json::array());
    // Mines blocks.
    void mine(unsigned blocks);
    // One of the ten funded accounts, lower case.
    std::string account(unsigned i);
    // Sends a transaction and answers its receipt.
    Json send(const Json& transaction);
    // Deploys a contract of fixtures/contracts/contracts.json; `arguments` are ABI words in hex.
    std::string deploy(const std::string& contract, const std::string& arguments = "");

  private:
    bool start(const std::vector<std::string>& options);

    unsigned chain_id_;
    pid_t pid_ = -1;
    std::filesystem::path folder_;
    std::string url_;
    std::unique_ptr<Transport> transport_;
};

// A 32-byte ABI word of an address or a number.
std::string abi_word(const std::string& address);
std::string abi_word(std::uint64_t number);
// The first four bytes of a function signature's Keccak-256, with 0x.
std::string selector(const std::string& signature);

}  // namespace homing::test
