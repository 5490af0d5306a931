#include "tests/app/ledger_receiver.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>

#include "core/check.h"

namespace homing {

namespace {

std::string header_of(const std::string& request, const std::string& name) {
    const std::size_t at = request.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const std::size_t start = at + name.size() + 4;
    return request.substr(start, request.find("\r\n", start) - start);
}

std::string reply(int status, const std::string& body) {
    return "HTTP/1.1 " + std::to_string(status) +
           " x\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\nConnection: close\r\n\r\n" + body;
}

}  // namespace

LedgerReceiver::LedgerReceiver() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    CHECK(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    CHECK(::listen(listener_, 16) == 0);
    CHECK(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](std::stop_token stop) { serve(std::move(stop)); });
}

LedgerReceiver::~LedgerReceiver() {
    thread_ = std::jthread();
    ::close(listener_);
}

void LedgerReceiver::fail_next(std::deque<Fault> faults) {
    const std::lock_guard lock(mutex_);
    faults_ = std::move(faults);
}

std::map<std::string, int> LedgerReceiver::booked() const {
    const std::lock_guard lock(mutex_);
    return booked_;
}

void LedgerReceiver::serve(std::stop_token stop) {
    while (!stop.stop_requested()) {
        pollfd ready{listener_, POLLIN, 0};
        if (::poll(&ready, 1, 20) <= 0) continue;
        const int connection = ::accept(listener_, nullptr, nullptr);
        if (connection < 0) continue;
        answer(connection);
        ::close(connection);
    }
}

void LedgerReceiver::answer(int connection) {
    std::string request;
    char part[4096];
    for (;;) {
        const std::size_t end = request.find("\r\n\r\n");
        if (end != std::string::npos) {
            const std::string length = header_of(request, "Content-Length");
            if (request.size() >= end + 4 + (length.empty() ? 0 : std::stoul(length))) break;
        }
        const ssize_t got = ::read(connection, part, sizeof part);
        if (got <= 0) return;
        request.append(part, static_cast<std::size_t>(got));
    }
    bool silent = false;
    const std::string text = reply_to(request, silent);
    if (silent) std::this_thread::sleep_for(std::chrono::milliseconds(400));
    if (!text.empty()) (void)!::write(connection, text.data(), text.size());
}

std::string LedgerReceiver::reply_to(const std::string& request, bool& silent) {
    const std::lock_guard lock(mutex_);
    const std::string body = request.substr(request.find("\r\n\r\n") + 4);
    if (request.starts_with("GET ")) {
        if (unknown_) return reply(200, R"({"credited":"unknown"})");
        const std::string line = request.substr(0, request.find("\r\n"));
        const std::size_t at = line.find("txid=") + 5;
        const std::string txid = line.substr(at, line.find('&', at) - at);
        for (const auto& [key, known] : bodies_) {
            if (known.find("\"txid\":\"" + txid + "\"") == std::string::npos) continue;
            return reply(200, R"({"credited":"yes","key":")" + key + R"(","id":"r-)" + key + "\"}");
        }
        return reply(200, R"({"credited":"no"})");
    }
    Fault fault = Fault::kNone;
    if (!faults_.empty()) {
        fault = faults_.front();
        faults_.pop_front();
    }
    if (fault == Fault::kDropBefore) return {};
    if (fault == Fault::kError500) return reply(500, "{}");
    const std::string key = header_of(request, "Idempotency-Key");
    if (const auto known = bodies_.find(key); known == bodies_.end()) {
        bodies_[key] = body;
        ++booked_[key];
    } else if (known->second != body) {
        return reply(409, "{}");
    }
    silent = fault == Fault::kHangAfterEffect;
    if (silent || fault == Fault::kDropAfterEffect) return {};
    if (fault == Fault::kGarbage) return reply(200, "<html>");
    return reply(201, R"({"id":"r-)" + key + "\"}");
}

}  // namespace homing
