#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/json.h"
#include "recovery/engine.h"
#include "recovery/laws.h"
#include "store/tables.h"

namespace homing {

// A custody book, chains that grow block by block, people who act, and an engine over a store in
// memory: what a story of fixtures/scenarios/ or a random walk happens to. Names stand for
// addresses, assets and deposits, so that stories can be read.
class Story {
  public:
    // The book of fixtures/book.json; `changes` (an object as in the file) are merged over it.
    explicit Story(const Json& changes = Json::object());

    // Makes one thing happen, as written in fixtures/scenarios/README.md.
    Result<void> happen(const Json& step);

    Store& store() { return *store_; }
    Engine& engine() { return *engine_; }
    const Policy& policy() const { return policy_; }
    Time now() const { return now_; }
    void wait(Duration time) { now_ += time; }

    DepositId deposit_id_of(const std::string& name) const;
    AssetId asset(const std::string& name) const;
    // The network of a short name of the book ("btc"), or of a CAIP-2 id.
    NetworkId network(const std::string& name) const;
    // What a name stands for on a network: the book's address of that name, or a stranger.
    Fingerprint fingerprint(const std::string& name, const NetworkId& network) const;
    const Transfer& transfer(const std::string& name) const { return transfers_.at(name); }
    std::optional<Deposit> deposit(const std::string& name) const;
    std::vector<Case> cases(const std::string& deposit) const;
    std::vector<Decision> decisions(const DepositId& deposit) const;
    std::vector<std::string> deposit_names() const;
    std::uint64_t height(const std::string& network) const;

    // Every breach of a law, and every decision that does not replay, as sentences.
    std::vector<std::string> complaints() const;

  private:
    struct Chain {
        std::vector<Block> blocks;
        int forks = 0;
    };

    void fill_book(const Json& book);
    void add_address(const std::string& name, const Json& json, CommitBuilder& builder);
    void add_route(const CustodyAddress& address, const Json& json, CommitBuilder& builder);
    void add_price(const std::string& asset, const std::string& micro_usd, Time at);
    void add_past_credit(const Json& json);
    void pay_out(const Json& json);
    Transfer make_transfer(const Json& json, const std::string& network);
    Block next_block(const Json& json);
    Result<void> grow(const Json& step);
    Result<void> shrink(const Json& step);
    Result<void> learn(const Json& step);
    Result<void> rule(const Json& step);
    Result<void> work(const Json& step);
    Result<Claim> last_claim(const std::string& account) const;
    Result<void> ask_otherwise(const Json& step);
    Result<void> challenge(const Json& step);
    Result<void> prove(const Json& step);
    Result<CaseId> last_case(const std::string& deposit) const;
    Engine::Signed sign(const std::string& who, const Hash& hash) const;

    std::unique_ptr<Store> store_;
    Policy policy_;
    Staff staff_;
    std::map<std::string, Ed25519SecretKey> secrets_;
    std::unique_ptr<Engine> engine_;
    Time now_;
    std::map<std::string, NetworkId> networks_;
    std::map<std::string, CustodyAddress> addresses_;
    std::map<std::string, Chain> chains_;  // by CAIP-2 id
    std::map<std::string, AssetId> assets_;
    std::map<std::string, Transfer> transfers_;
    std::map<std::string, std::string> payloads_;  // last one proposed, by deposit
};

// The file's JSON; ends the test program with a sentence when it cannot be read.
Json read_fixture(const std::string& path);

// What stands for a name among the keys of a family, and behind a wallet of ours: 20 bytes of a
// key, a script, or an ed25519 key.
Fingerprint named_fingerprint(const std::string& name, const NetworkId& network,
                              WalletKind wallet = WalletKind::kKey);
// The address of a fingerprint on a network, near enough to the real form for the rules: real
// base58 on Bitcoin's kin and XRPL, the segwit form where `segwit` says so.
std::string named_address(const Fingerprint& fingerprint, const NetworkId& network,
                          bool segwit = false);

}  // namespace homing
