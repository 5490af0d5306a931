#include "tests/chains/hostile_node.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/check.h"

namespace homing::test {
namespace {

bool readable(int fd, int milliseconds) {
    pollfd one{fd, POLLIN, 0};
    return ::poll(&one, 1, milliseconds) > 0;
}

}  // namespace

HostileNode::HostileNode(Script script) : script_(std::move(script)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    CHECK(::bind(listener_, raw, size) == 0 && ::listen(listener_, 16) == 0);
    CHECK(::getsockname(listener_, raw, &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

HostileNode::~HostileNode() {
    stop_ = true;
    thread_.join();
    ::close(listener_);
}

std::string HostileNode::http(const std::string& body, const std::string& head,
                              const std::string& more) {
    return "HTTP/1.1 " + head + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           more + "Connection: close\r\n\r\n" + body;
}

void HostileNode::serve() {
    while (!stop_) {
        if (!readable(listener_, 20)) continue;
        const int connection = ::accept(listener_, nullptr, nullptr);
        answer(connection);
        ::close(connection);
    }
}

void HostileNode::answer(int connection) {
    std::string request;
    char buffer[65536];
    std::size_t body_at = 0;
    std::size_t length = 0;
    while (!stop_ && (body_at == 0 || request.size() < body_at + length)) {
        if (!readable(connection, 20)) continue;
        const ssize_t got = ::recv(connection, buffer, sizeof buffer, 0);
        if (got <= 0) return;
        request.append(buffer, static_cast<std::size_t>(got));
        const std::size_t end = request.find("\r\n\r\n");
        if (end == request.npos || body_at != 0) continue;
        body_at = end + 4;
        length = std::stoul(request.substr(request.find("Content-Length: ") + 16));
    }
    ++requests_;
    std::string reply = script_(request.substr(body_at));
    const bool trickle = !reply.empty() && reply.back() == kStall;
    if (!trickle) {
        std::size_t sent = 0;
        while (sent < reply.size()) {
            const ssize_t one =
                ::send(connection, reply.data() + sent, reply.size() - sent, MSG_NOSIGNAL);
            if (one <= 0) return;
            sent += static_cast<std::size_t>(one);
        }
        return;
    }
    for (std::size_t i = 0; !stop_; ++i) {
        if (i + 1 < reply.size() && ::send(connection, &reply[i], 1, MSG_NOSIGNAL) != 1) return;
        if (readable(connection, 50) && ::recv(connection, buffer, sizeof buffer, 0) <= 0) return;
    }
}

}  // namespace homing::test
