#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <mutex>

#include "chains/transport.h"

namespace homing {
namespace {

struct CurlFree {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

// What one transfer has seen so far.
struct Reception {
    std::string text;
    std::uint64_t max_bytes = 0;
    bool too_large = false;
    bool compressed = false;
    const std::stop_token* stop = nullptr;
};

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
    auto& reception = *static_cast<Reception*>(user);
    const std::size_t bytes = size * count;
    if (reception.compressed) return 0;
    if (reception.text.size() + bytes > reception.max_bytes) {
        reception.too_large = true;
        return 0;
    }
    try {
        reception.text.append(data, bytes);
    } catch (const std::bad_alloc&) {
        reception.too_large = true;
        return 0;
    }
    return bytes;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
    auto& reception = *static_cast<Reception*>(user);
    std::string line(data, size * count);
    std::transform(line.begin(), line.end(), line.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (line.starts_with("content-encoding:") && line.find("identity") == line.npos) {
        reception.compressed = true;
    }
    return size * count;
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Reception*>(user)->stop->stop_requested() ? 1 : 0;
}

class HttpTransport : public Transport {
  public:
    HttpTransport(const std::string& url, std::uint64_t reply_max_bytes, std::stop_token stop)
        : handle_(curl_easy_init()),
          url_(url),
          stop_(std::move(stop)),
          max_bytes_(reply_max_bytes) {
        CHECK(handle_ != nullptr);
        for (const char* header : {"Content-Type: application/json", "Accept: application/json",
                                   "Expect:", "User-Agent: homing"}) {
            headers_.reset(curl_slist_append(headers_.release(), header));
        }
        CURL* curl = handle_.get();
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers_.get());
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
        curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
        curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
        curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, 256L * 1024);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
        curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    }

    Result<HttpReply> post(const std::string& body, Duration deadline) override {
        CURL* curl = handle_.get();
        curl_easy_setopt(curl, CURLOPT_URL, url_.c_str());
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        return perform(deadline);
    }

    Result<HttpReply> get(const std::string& path, Duration deadline) override {
        CURL* curl = handle_.get();
        const std::string base = url_.ends_with('/') ? url_.substr(0, url_.size() - 1) : url_;
        curl_easy_setopt(curl, CURLOPT_URL, (base + path).c_str());
        curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
        return perform(deadline);
    }

  private:
    Result<HttpReply> perform(Duration deadline) {
        Reception reception{{}, max_bytes_, false, false, &stop_};
        reception.text.reserve(last_size_ + last_size_ / 8);
        CURL* curl = handle_.get();
        char detail[CURL_ERROR_SIZE] = "";
        curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(deadline.count()));
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(deadline.count()));
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reception);
        curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reception);
        curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &reception);
        const CURLcode code = curl_easy_perform(curl);
        curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, nullptr);
        if (code != CURLE_OK) return failure(reception, code, detail, deadline);
        if (reception.compressed) return compressed();
        long status = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        last_size_ = reception.text.size();
        return HttpReply{static_cast<int>(status), std::move(reception.text)};
    }

    static Error compressed() {
        return invalid("the reply is compressed, which was not asked for; switch that off");
    }

    Error failure(const Reception& reception, CURLcode code, const char* detail,
                  Duration deadline) const {
        if (stop_.stop_requested()) return unavailable("stopped while waiting for a reply");
        if (reception.compressed) return compressed();
        if (reception.too_large) {
            return invalid("the reply is larger than " + std::to_string(max_bytes_) +
                           " bytes (reply_max_bytes)");
        }
        if (code == CURLE_OPERATION_TIMEDOUT) {
            return unavailable("no whole reply within " + std::to_string(deadline.count()) + " ms");
        }
        return unavailable(detail[0] != '\0' ? detail : curl_easy_strerror(code));
    }

    std::unique_ptr<CURL, CurlFree> handle_;
    std::unique_ptr<curl_slist, CurlFree> headers_;
    std::string url_;
    std::stop_token stop_;
    std::uint64_t max_bytes_;
    std::size_t last_size_ = 0;
};

bool has_part(CURLU* url, CURLUPart part, std::string* out) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return false;
    *out = text;
    curl_free(text);
    return !out->empty();
}

}  // namespace

Result<std::unique_ptr<Transport>> open_http_transport(const std::string& url,
                                                       std::uint64_t reply_max_bytes,
                                                       std::stop_token stop) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    const std::unique_ptr<CURLU, CurlFree> parsed(curl_url());
    std::string scheme;
    std::string host;
    if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
        !has_part(parsed.get(), CURLUPART_SCHEME, &scheme) ||
        !has_part(parsed.get(), CURLUPART_HOST, &host)) {
        return invalid("the endpoint is no URL; write http://host:port or replay:<folder>");
    }
    if (scheme != "http" && scheme != "https") {
        return invalid("the endpoint's scheme is \"" + scheme +
                       "\"; write http://, https:// or replay:<folder>");
    }
    return std::unique_ptr<Transport>(
        std::make_unique<HttpTransport>(url, reply_max_bytes, std::move(stop)));
}

}  // namespace homing
