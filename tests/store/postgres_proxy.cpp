#include "tests/store/postgres_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <string>

#include "core/check.h"

namespace homing {

namespace {

sockaddr_un to_address(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    CHECK(path.native().size() < sizeof(address.sun_path));
    path.native().copy(address.sun_path, sizeof(address.sun_path) - 1);
    return address;
}

bool send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

// Appends what is there; false at the end of the stream.
bool receive(int socket, std::string& into) {
    char buffer[65536];
    const ssize_t got = recv(socket, buffer, sizeof(buffer), 0);
    if (got <= 0) return false;
    into.append(buffer, static_cast<std::size_t>(got));
    return true;
}

// The client's stream, message by message: the first has no type byte.
class Requests {
  public:
    std::string& buffer() { return buffer_; }

    // The next whole message, empty when there is none yet; `type` 0 for the first.
    std::string next(char& type) {
        const std::size_t head = started_ ? 1 : 0;
        if (buffer_.size() < head + 4) return {};
        std::size_t size = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            size = size << 8 | static_cast<unsigned char>(buffer_[head + i]);
        }
        if (buffer_.size() < head + size) return {};
        type = started_ ? buffer_.front() : '\0';
        started_ = true;
        std::string message = buffer_.substr(0, head + size);
        buffer_.erase(0, head + size);
        return message;
    }

  private:
    std::string buffer_;
    bool started_ = false;
};

bool readable(int socket, std::chrono::milliseconds timeout) {
    pollfd entry{socket, POLLIN, 0};
    return poll(&entry, 1, static_cast<int>(timeout.count())) > 0;
}

// Deals with one batch (Bind … Execute, then Sync) as the cut says; the session ends after it.
void cut_off(PostgresProxy::Cut cut, int client, int server, const std::string& batch,
             const std::string& sync) {
    using namespace std::chrono_literals;
    std::string lost;
    switch (cut) {
        case PostgresProxy::Cut::kBeforeRequest:
            send_all(server, batch.substr(0, batch.size() / 2));
            return;
        case PostgresProxy::Cut::kBeforeCommit:
            send_all(server, batch);
            return;
        case PostgresProxy::Cut::kWhileCommits:
            send_all(server, batch + sync);
            return;
        case PostgresProxy::Cut::kBeforeAnswer:
            send_all(server, batch + sync);
            if (readable(server, 2000ms)) receive(server, lost);
            return;
        case PostgresProxy::Cut::kDelayed:
            shutdown(client, SHUT_RDWR);
            std::this_thread::sleep_for(15ms);
            send_all(server, batch + sync);
            if (readable(server, 2000ms)) receive(server, lost);
            return;
    }
}

}  // namespace

PostgresProxy::PostgresProxy(std::filesystem::path folder, std::filesystem::path server_socket,
                             unsigned odds, std::uint64_t seed)
    : server_socket_(std::move(server_socket)), odds_(odds), random_(seed) {
    const sockaddr_un address = to_address(folder / ".s.PGSQL.5432");
    listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
    CHECK(listen(listener_, 64) == 0);
    acceptor_ = std::thread([this] { accept_all(); });
}

PostgresProxy::~PostgresProxy() {
    stopping_ = true;
    acceptor_.join();
    for (std::thread& session : sessions_) session.join();
    close(listener_);
}

void PostgresProxy::accept_all() {
    while (!stopping_) {
        if (!readable(listener_, std::chrono::milliseconds(20))) continue;
        const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) continue;
        sessions_.emplace_back([this, client] { serve(client); });
    }
}

bool PostgresProxy::draw(Cut& cut) {
    if (!active_) return false;
    const std::lock_guard lock(mutex_);
    if (std::uniform_int_distribution<unsigned>(1, odds_)(random_) != 1) return false;
    cut = static_cast<Cut>(std::uniform_int_distribution<int>(0, kCuts - 1)(random_));
    ++counts_[static_cast<std::size_t>(cut)];
    return true;
}

void PostgresProxy::serve(int client) {
    const sockaddr_un address = to_address(server_socket_);
    const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool open = connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    Requests requests;
    std::string batch;
    bool commits = false;   // the session is one that commits, by its first message
    bool executes = false;  // the batch holds an Execute
    while (open && !stopping_) {
        pollfd entries[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
        poll(entries, 2, 20);
        std::string answer;
        if (entries[1].revents != 0) {
            open = receive(server, answer) && send_all(client, answer);
        }
        if (!open || entries[0].revents == 0) continue;
        open = receive(client, requests.buffer());
        char type = 0;
        for (std::string message = requests.next(type); open && !message.empty();
             message = requests.next(type)) {
            if (type == '\0') commits = message.find("homing commit") != std::string::npos;
            executes = executes || type == 'E';
            Cut cut{};
            if (type == 'S' && commits && executes && draw(cut)) {
                cut_off(cut, client, server, batch, message);
                open = false;
                break;
            }
            batch += message;
            if (type == 'B' || type == 'D' || type == 'E') continue;  // until its Sync
            open = send_all(server, batch);
            batch.clear();
            executes = false;
        }
    }
    close(client);
    close(server);
}

}  // namespace homing
