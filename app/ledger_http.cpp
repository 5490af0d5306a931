#include "app/ledger_http.h"

#include "core/json.h"

namespace homing {

namespace {

constexpr std::size_t kAnswerMax = 64 << 10;

std::string text_of(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<Json> parse_object(const std::string& body, const std::string& where) {
    Result<Json> json = parse_json(body, 8);
    // What the ledger says cannot be read: it is as if it had said nothing.
    if (!json) return unavailable(where + ": " + json.error().message);
    if (!json->is_object()) return unavailable(where + ": the answer is not an object");
    return json;
}

}  // namespace

HttpLedger::HttpLedger(std::string url, std::string token, Duration deadline)
    : url_(std::move(url)), token_(std::move(token)), deadline_(deadline) {}

Result<HttpAnswer> HttpLedger::send(HttpCall call) {
    call.deadline = deadline_;
    call.reply_max_bytes = kAnswerMax;
    if (!token_.empty()) call.headers.push_back("Authorization: Bearer " + token_);
    Result<HttpAnswer> answer = http_.send(call);
    if (!answer) return unavailable(answer.error().message);
    return answer;
}

Result<LedgerAnswer> HttpLedger::ask(const LedgerSubject& subject) {
    const std::string url = url_ + "/v1/credits?network=" + percent_encoded(subject.network.str()) +
                            "&txid=" + percent_encoded(subject.txid) +
                            "&index=" + percent_encoded(subject.index);
    const Result<HttpAnswer> answer = send({.method = "GET", .url = url});
    if (!answer) return answer.error();
    if (answer->status != 200) {
        return unavailable("the ledger answered " + std::to_string(answer->status) + " to " + url);
    }
    const Result<Json> json = parse_object(answer->body, url);
    if (!json) return json.error();
    const std::string credited = text_of(*json, "credited");
    LedgerAnswer read{.key = text_of(*json, "key"), .id = text_of(*json, "id")};
    if (credited == "yes")
        read.credited = Answer::kYes;
    else if (credited == "no")
        read.credited = Answer::kNo;
    return read;
}

Result<std::string> HttpLedger::deliver(const OutboxMessage& message) {
    const Result<HttpAnswer> answer =
        send({.method = "POST",
              .url = url_ + "/v1/credits",
              .headers = {"Content-Type: application/json", "Idempotency-Key: " + message.key},
              .body = message.body});
    if (!answer) return answer.error();
    const std::string where =
        "credit " + message.key + ": the ledger answered " + std::to_string(answer->status);
    if (answer->status == 409) return conflict(where + ": another body under this key");
    // 408 and 429 ask for patience; every other refusal of the client's is for good.
    if (answer->status >= 400 && answer->status < 500 && answer->status != 408 &&
        answer->status != 429) {
        return invalid(where);
    }
    if (answer->status != 200 && answer->status != 201) return unavailable(where);
    const Result<Json> json = parse_object(answer->body, url_ + "/v1/credits");
    if (!json) return json.error();
    const std::string id = text_of(*json, "id");
    if (id.empty()) return unavailable(where + " without an id");
    return id;
}

}  // namespace homing
