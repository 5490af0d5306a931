#include "app/http_client.h"

#include <curl/curl.h>

#include "core/check.h"

namespace homing {

namespace {

struct Receiving {
    std::string body;
    std::size_t max = 0;
    bool too_large = false;
    std::stop_token stop;
};

std::size_t receive(char* data, std::size_t size, std::size_t count, void* user) {
    auto& receiving = *static_cast<Receiving*>(user);
    if (receiving.body.size() + size * count > receiving.max) {
        receiving.too_large = true;
        return 0;
    }
    receiving.body.append(data, size * count);
    return size * count;
}

int stop_when_asked(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Receiving*>(user)->stop.stop_requested() ? 1 : 0;
}

void start_curl() {
    static const bool kStarted = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    CHECK(kStarted);
}

}  // namespace

struct HttpClient::Handle {
    CURL* curl = nullptr;

    template <class T>
    void set(CURLoption option, T value) {
        CHECK(curl_easy_setopt(curl, option, value) == CURLE_OK);
    }
};

HttpClient::HttpClient() : handle_(std::make_unique<Handle>()) {
    start_curl();
    handle_->curl = curl_easy_init();
    CHECK(handle_->curl != nullptr);
}

HttpClient::~HttpClient() {
    curl_easy_cleanup(handle_->curl);
}

Result<HttpAnswer> HttpClient::send(const HttpCall& call, std::stop_token stop) {
    Receiving receiving{.max = call.reply_max_bytes, .stop = std::move(stop)};
    char error[CURL_ERROR_SIZE] = {};
    curl_slist* headers = curl_slist_append(nullptr, "Expect:");
    for (const std::string& header : call.headers) {
        headers = curl_slist_append(headers, header.c_str());
    }
    Handle& h = *handle_;
    curl_easy_reset(h.curl);
    h.set(CURLOPT_URL, call.url.c_str());
    h.set(CURLOPT_PROTOCOLS_STR, "http,https");
    h.set(CURLOPT_NOPROXY, "*");
    if (!call.unix_socket.empty()) h.set(CURLOPT_UNIX_SOCKET_PATH, call.unix_socket.c_str());
    h.set(CURLOPT_CUSTOMREQUEST, call.method.c_str());
    if (!call.body.empty() || call.method == "POST") {
        h.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
        h.set(CURLOPT_POSTFIELDS, call.body.c_str());
    }
    h.set(CURLOPT_HTTPHEADER, headers);
    h.set(CURLOPT_TIMEOUT_MS, static_cast<long>(call.deadline.count()));
    h.set(CURLOPT_NOSIGNAL, 1L);
    h.set(CURLOPT_ERRORBUFFER, static_cast<char*>(error));
    h.set(CURLOPT_WRITEFUNCTION, &receive);
    h.set(CURLOPT_WRITEDATA, static_cast<void*>(&receiving));
    h.set(CURLOPT_NOPROGRESS, 0L);
    h.set(CURLOPT_XFERINFOFUNCTION, &stop_when_asked);
    h.set(CURLOPT_XFERINFODATA, static_cast<void*>(&receiving));
    const CURLcode code = curl_easy_perform(h.curl);
    curl_slist_free_all(headers);
    if (receiving.too_large) {
        return invalid("the answer of " + call.url + " is larger than " +
                       std::to_string(call.reply_max_bytes) + " bytes");
    }
    if (code != CURLE_OK) {
        return unavailable(
            call.url + " did not answer: " + (error[0] != '\0' ? error : curl_easy_strerror(code)));
    }
    long status = 0;
    curl_easy_getinfo(h.curl, CURLINFO_RESPONSE_CODE, &status);
    return HttpAnswer{static_cast<int>(status), std::move(receiving.body)};
}

std::string percent_encoded(std::string_view text) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
            continue;
        }
        out += '%';
        out += kHex[static_cast<unsigned char>(c) >> 4];
        out += kHex[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

}  // namespace homing
