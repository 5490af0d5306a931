#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/config.h"
#include "app/print/progress.h"
#include "app/print/style.h"
#include "core/json.h"

namespace homing {

// Under which name a request goes out, where it is not the Unix user's.
struct Signer {
    std::string id;
    std::filesystem::path key_file;  // Ed25519 seed, 64 hex digits
};

// What a command has around it on the caller's side.
class Client {
  public:
    Client(Config config, std::optional<Signer> signer, Style style, bool json);
    virtual ~Client();

    // Sends one request: to the process that holds the store where there is one, else to the store,
    // which this call opens and the Client then keeps.
    Result<Json> call(const std::string& name, Json args);

    const Config& config() const { return config_; }
    const Style& style() const { return style_; }
    const std::optional<Signer>& signer() const { return signer_; }
    bool json() const { return json_; }

  private:
    class Way;
    class SocketWay;
    class StoreWay;
    Result<void> find_way();

    Config config_;
    std::optional<Signer> signer_;
    Style style_;
    bool json_ = false;
    std::unique_ptr<Way> way_;
};

// The key pair of a seed file of 64 hex digits; kInvalid when it holds none.
Result<struct Ed25519KeyPair> read_key(const std::filesystem::path& file);

}  // namespace homing
