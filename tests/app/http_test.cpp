#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <thread>

#include "app/http_client.h"
#include "app/http_server.h"
#include "tests/app/scratch.h"

namespace homing {
namespace {

using namespace std::chrono_literals;

class Http : public testing::Test {
  protected:
    void listen(HttpLimits limits = {}) {
        auto server = HttpServer::listen(socket_, limits, [this](const HttpRequest& request) {
            std::this_thread::sleep_for(handler_time_.load());
            return HttpReply{200, request.method + " " + request.target + " " + request.body + " " +
                                      std::to_string(request.peer == ::geteuid())};
        });
        ASSERT_TRUE(server) << server.error().message;
        server_ = std::move(*server);
    }
    Result<HttpAnswer> post(const std::string& body) {
        HttpClient client;
        return client.send({.method = "POST",
                            .url = "http://homing/v1/x",
                            .unix_socket = socket_.string(),
                            .body = body,
                            .deadline = 5s});
    }
    // Sends bytes as they are and answers what comes back until the peer closes.
    std::string raw(const std::string& bytes) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, socket_.c_str(), socket_.string().size());
        const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
        EXPECT_EQ(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        EXPECT_GT(::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL), 0);
        std::string out;
        char part[4096];
        for (ssize_t got = 0; (got = ::read(fd, part, sizeof part)) > 0;) {
            out.append(part, static_cast<std::size_t>(got));
        }
        ::close(fd);
        return out;
    }

    Scratch scratch_;
    std::filesystem::path socket_ = scratch_.path() / "homing.sock";
    std::atomic<Duration> handler_time_{0ms};
    std::unique_ptr<HttpServer> server_;
};

TEST_F(Http, a_request_goes_round_and_names_its_sender) {
    listen();
    const Result<HttpAnswer> answer = post("hello");
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "POST /v1/x hello 1");
}

TEST_F(Http, malformed_requests_get_a_400_and_the_server_lives) {
    listen();
    for (const char* bad : {"nonsense\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                            "\x01\x02\x03\x04\r\n\r\n", "GET  HTTP/9.9\r\n\r\n"}) {
        EXPECT_TRUE(raw(bad).starts_with("HTTP/1.1 400")) << bad << raw(bad);
    }
    EXPECT_TRUE(post("still here"));
}

TEST_F(Http, a_body_or_header_past_its_limit_gets_a_413) {
    HttpLimits limits;
    limits.body_max_bytes = 1000;
    limits.header_max_bytes = 1000;
    listen(limits);
    EXPECT_TRUE(raw("POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n").starts_with("HTTP/1.1 413"));
    EXPECT_TRUE(raw("GET / HTTP/1.1\r\nX: " + std::string(2000, 'x') + "\r\n\r\n")
                    .starts_with("HTTP/1.1 413"));
}

TEST_F(Http, a_slow_sender_is_dropped_at_the_deadline) {
    HttpLimits limits;
    limits.read_deadline = 100ms;
    listen(limits);
    const auto started = std::chrono::steady_clock::now();
    EXPECT_EQ(raw("POST / HTTP/1.1\r\nContent-Le"), "");
    EXPECT_LT(std::chrono::steady_clock::now() - started, 3s);
}

TEST_F(Http, stopping_lets_a_running_request_end) {
    listen();
    handler_time_ = 300ms;
    Result<HttpAnswer> answer = unavailable("");
    std::thread asking([&] { answer = post("slow"); });
    std::this_thread::sleep_for(100ms);
    server_.reset();
    asking.join();
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_FALSE(is_listening(socket_));
}

TEST_F(Http, a_second_server_on_a_live_socket_is_a_conflict_and_a_dead_one_is_replaced) {
    listen();
    const auto second = HttpServer::listen(socket_, {}, [](const auto&) { return HttpReply(); });
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Code::kConflict);
    server_.reset();
    scratch_.write("homing.sock", "left behind");
    listen();
    EXPECT_TRUE(post("x"));
}

}  // namespace
}  // namespace homing
