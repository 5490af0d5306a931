#include "app/client.h"

#include <unistd.h>

#include "app/command.h"
#include "app/files.h"
#include "app/http_client.h"
#include "app/http_server.h"
#include "core/crypto/ed25519.h"

namespace homing {

class Client::Way {
  public:
    virtual ~Way() = default;
    virtual Result<Json> call(const std::string& name, Json args) = 0;
};

// To the process that holds the store.
class Client::SocketWay : public Client::Way {
  public:
    explicit SocketWay(std::filesystem::path socket) : socket_(std::move(socket)) {}

    Result<Json> call(const std::string& name, Json args) override {
        HttpCall http{.method = "POST",
                      .url = "http://homing/v1/" + name,
                      .unix_socket = socket_.string(),
                      .headers = {"Content-Type: application/json"},
                      .body = args.dump(),
                      .deadline = std::chrono::minutes(10)};
        for (char& c : http.url) c = c == ' ' ? '/' : c;
        const Result<HttpAnswer> answer = http_.send(http);
        if (!answer) return answer.error();
        Result<Json> reply = parse_json(answer->body);
        if (!reply) return within("the answer on " + socket_.string(), reply.error());
        if (answer->status == 200) return reply;
        const Json& error = reply->is_object() ? (*reply)["error"] : Json();
        if (!error.is_object() || !error.value("message", Json()).is_string()) {
            return unavailable("status " + std::to_string(answer->status) + " on " +
                               socket_.string());
        }
        return Error{code_of_status(answer->status), error["message"].get<std::string>()};
    }

  private:
    std::filesystem::path socket_;
    HttpClient http_;
};

// To the store itself, with the same handlers.
class Client::StoreWay : public Client::Way {
  public:
    explicit StoreWay(std::unique_ptr<Host> host) : host_(std::move(host)) {}

    Result<Json> call(const std::string& name, Json args) override {
        Result<Json> reply = dispatch(*host_, name, std::move(args), ::geteuid());
        if (Result<void> witnessed = update_witness(*host_); !witnessed && reply) {
            return witnessed.error();
        }
        return reply;
    }

  private:
    std::unique_ptr<Host> host_;
};

Client::Client(Config config, std::optional<Signer> signer, Style style, bool json)
    : config_(std::move(config)), signer_(std::move(signer)), style_(style), json_(json) {}

Client::~Client() = default;

Result<void> Client::find_way() {
    if (way_) return {};
    if (is_listening(config_.socket())) {
        way_ = std::make_unique<SocketWay>(config_.socket());
        return {};
    }
    Result<std::unique_ptr<Host>> host = open_host(config_);
    if (!host) return host.error();
    way_ = std::make_unique<StoreWay>(std::move(*host));
    return {};
}

Result<Json> Client::call(const std::string& name, Json args) {
    if (Result<void> found = find_way(); !found) return found.error();
    if (signer_) {
        const Result<Ed25519KeyPair> key = read_key(signer_->key_file);
        if (!key) return key.error();
        const Time now = SystemClock().now();
        const std::string payload = request_payload(name, args, now);
        const auto signature = ed25519_sign(as_bytes(payload), key->secret_key);
        args["auth"] = {
            {"by", signer_->id}, {"at", format_time(now)}, {"signature", to_hex(signature)}};
    }
    return way_->call(name, std::move(args));
}

Result<Ed25519KeyPair> read_key(const std::filesystem::path& file) {
    const Result<std::string> text = read_secret(file);
    if (!text) return text.error();
    const auto seed = parse_hex_array<32>(*text);
    if (!seed) return invalid(file.string() + ": must hold an Ed25519 seed of 64 hex digits");
    return ed25519_from_seed(*seed);
}

}  // namespace homing
