#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "chains/transport.h"
#include "core/crypto/hash.h"
#include "core/hex.h"
#include "core/json.h"

namespace homing {
namespace {

namespace fs = std::filesystem;

bool is_plain(const std::string& text) {
    return !text.empty() && text.size() <= 66 &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c); });
}

std::string file_stem(std::string_view method, const Json& params) {
    std::string name(method);
    for (const Json& param : params) {
        const std::string text =
            param.is_string() ? param.get<std::string>() : canonical_json(param);
        name +=
            "." +
            (is_plain(text) ? text : to_hex(sha256(as_bytes(canonical_json(param)))).substr(0, 16));
    }
    return name;
}

// "/ledgers/7/operations?limit=200" is "GET.ledgers.7.operations.limit.200".
std::string path_stem(std::string_view path) {
    std::string name = "GET";
    std::string part;
    for (const char c : std::string(path) + "/") {
        if (c != '/' && c != '?' && c != '&' && c != '=') {
            part.push_back(c);
            continue;
        }
        if (part.empty()) continue;
        name += "." + (is_plain(part) ? part : to_hex(sha256(as_bytes(part))).substr(0, 16));
        part.clear();
    }
    return name;
}

class ReplayTransport : public Transport {
  public:
    ReplayTransport(std::string folder, std::uint64_t reply_max_bytes)
        : folder_(std::move(folder)), max_bytes_(reply_max_bytes) {}

    Result<HttpReply> post(const std::string& body, Duration) override {
        const Result<Json> request = parse_json(body);
        CHECK(request.has_value());
        if (!request->is_array()) return answer(*request);
        std::string text = "[";
        for (const Json& one : *request) {
            Result<HttpReply> reply = answer(one);
            if (!reply) return reply;
            text += (text.size() > 1 ? "," : "") + reply->text;
        }
        return HttpReply{200, text + "]"};
    }

    // 404 where nothing was recorded.
    Result<HttpReply> get(const std::string& path, Duration) override {
        std::string text;
        for (const std::string_view end : {".json", ".bin"}) {
            const Result<bool> found = read(path_stem(path) + std::string(end), &text);
            if (!found) return found.error();
            if (*found) return HttpReply{200, std::move(text)};
        }
        return HttpReply{404, "nothing recorded"};
    }

  private:
    Result<HttpReply> answer(const Json& request) const {
        const auto method = request.at("method").get<std::string>();
        const std::string stem = file_stem(method, request.at("params"));
        const std::string head =
            R"({"jsonrpc":"2.0","id":)" + canonical_json(request.at("id")) + ",";
        std::string text;
        if (const Result<bool> found = read(stem + ".error.json", &text); !found || *found) {
            if (!found) return found.error();
            return HttpReply{200, head + R"("error":)" + text + "}"};
        }
        const Result<bool> found = read(stem + ".json", &text);
        if (!found) return found.error();
        if (*found) return HttpReply{200, head + R"("result":)" + text + "}"};
        if (offers(method)) return HttpReply{200, head + R"("result":null})"};
        return HttpReply{200, head + R"("error":{"code":-32601,"message":"nothing recorded"}})"};
    }

    // Whether any result of the method was recorded.
    bool offers(const std::string& method) const {
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(folder_, error)) {
            if (entry.path().filename().string().starts_with(method + ".")) return true;
        }
        return false;
    }

    Result<bool> read(const std::string& name, std::string* text) const {
        std::ifstream in(folder_ + "/" + name, std::ios::binary);
        if (!in) return false;
        std::ostringstream all;
        all << in.rdbuf();
        *text = std::move(all).str();
        if (text->size() > max_bytes_) {
            return invalid(name + " is larger than " + std::to_string(max_bytes_) +
                           " bytes (reply_max_bytes)");
        }
        return true;
    }

    std::string folder_;
    std::uint64_t max_bytes_;
};

}  // namespace

std::string replay_file_name(std::string_view method, std::string_view params_json) {
    const Result<Json> params = parse_json(params_json);
    CHECK(params.has_value());
    return file_stem(method, *params) + ".json";
}

std::string replay_file_name(std::string_view path) {
    return path_stem(path) + ".json";
}

Result<std::unique_ptr<Transport>> open_replay_transport(const std::string& folder,
                                                         std::uint64_t reply_max_bytes) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        return invalid("the replay folder \"" + folder + "\" does not exist");
    }
    return std::unique_ptr<Transport>(std::make_unique<ReplayTransport>(folder, reply_max_bytes));
}

}  // namespace homing
