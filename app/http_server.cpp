#include "app/http_server.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cstring>
#include <set>
#include <thread>
#include <utility>  // before asio: its awaitable header needs it (Boost 1.74)
#include <vector>

#include "core/json.h"

namespace homing {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Local = asio::local::stream_protocol;
using Stream = beast::basic_stream<Local>;  // its io_context has one thread: no strand is needed

std::string error_body(const char* code, const std::string& message) {
    return Json{{"error", {{"code", code}, {"message", message}}}}.dump();
}

class Session;

// What connections share; all but `handler` belongs to the thread of the io_context.
struct Shared {
    HttpLimits limits;
    HttpServer::Handler handler;
    asio::thread_pool& handlers;
    std::set<Session*> sessions;
    bool is_closing = false;
};

// One connection; keeps itself alive until the peer or a deadline ends it.
class Session : public std::enable_shared_from_this<Session> {
  public:
    Session(Stream stream, Shared& shared) : stream_(std::move(stream)), shared_(shared) {
        shared_.sessions.insert(this);
    }
    ~Session() { shared_.sessions.erase(this); }

    // Ends it now where no answer is on its way, else after the answer.
    void close() {
        if (is_reading_) stream_.close();
    }

    void start() {
        ucred peer{};
        socklen_t size = sizeof peer;
        if (::getsockopt(stream_.socket().native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) !=
            0) {
            return;
        }
        peer_ = peer.uid;
        if (shared_.sessions.size() > shared_.limits.connections_max) {
            return answer({503, error_body("unavailable", "too many connections; try again")},
                          false);
        }
        read();
    }

  private:
    void read() {
        is_reading_ = true;
        parser_.emplace();
        parser_->body_limit(shared_.limits.body_max_bytes);
        parser_->header_limit(static_cast<std::uint32_t>(shared_.limits.header_max_bytes));
        stream_.expires_after(shared_.limits.read_deadline);
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](beast::error_code error, std::size_t) {
                             self->take(error);
                         });
    }

    void take(beast::error_code error) {
        is_reading_ = false;
        if (error == http::error::end_of_stream || error == asio::error::operation_aborted) return;
        if (error == beast::error::timeout) return;
        if (error == http::error::body_limit || error == http::error::header_limit) {
            return answer({413, error_body("invalid", "the request is too large")}, false);
        }
        if (error) {
            return answer({400, error_body("invalid", "not HTTP/1.1: " + error.message())}, false);
        }
        stream_.expires_never();
        const auto message = parser_->release();
        HttpRequest request{std::string(message.method_string()), std::string(message.target()),
                            message.body(), peer_};
        asio::post(shared_.handlers, [self = shared_from_this(), keep = message.keep_alive(),
                                      request = std::move(request)] {
            HttpReply reply = self->shared_.handler(request);
            asio::post(self->stream_.get_executor(),
                       [self, keep, reply = std::move(reply)]() mutable {
                           self->answer(std::move(reply), keep);
                       });
        });
    }

    void answer(HttpReply reply, bool keep) {
        response_.emplace(static_cast<http::status>(reply.status), 11);
        response_->set(http::field::content_type, "application/json");
        response_->keep_alive(keep);
        response_->body() = std::move(reply.body);
        response_->prepare_payload();
        stream_.expires_after(shared_.limits.read_deadline);
        http::async_write(stream_, *response_,
                          [self = shared_from_this(), keep](beast::error_code error, std::size_t) {
                              if (!error && keep && !self->shared_.is_closing) return self->read();
                              beast::error_code ignored;
                              self->stream_.socket().shutdown(Local::socket::shutdown_both,
                                                              ignored);
                          });
    }

    Stream stream_;
    Shared& shared_;
    uid_t peer_ = 0;
    bool is_reading_ = false;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    std::optional<http::response<http::string_body>> response_;
};

class BeastServer : public HttpServer {
  public:
    BeastServer(std::filesystem::path socket, const HttpLimits& limits, Handler handler)
        : socket_(std::move(socket)),
          handlers_(limits.handler_threads),
          shared_{limits, std::move(handler), handlers_, {}},
          acceptor_(context_) {}

    ~BeastServer() override {
        ::unlink(socket_.c_str());
        asio::post(context_, [this] {
            beast::error_code ignored;
            acceptor_.close(ignored);
            shared_.is_closing = true;
            for (Session* session : shared_.sessions) session->close();
        });
        handlers_.join();  // running handlers end; their answers are already posted
        alive_.reset();    // the thread ends with the last answer written
        if (thread_.joinable()) thread_.join();
    }

    Result<void> open() {
        beast::error_code error;
        acceptor_.open(Local(), error);
        if (!error) acceptor_.bind(Local::endpoint(socket_.string()), error);
        if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
        if (error)
            return unavailable("cannot listen on " + socket_.string() + ": " + error.message());
        ::chmod(socket_.c_str(), 0666);
        accept();
        thread_ = std::thread([this] { context_.run(); });
        return {};
    }

  private:
    void accept() {
        acceptor_.async_accept([this](beast::error_code error, Local::socket socket) {
            if (error == asio::error::operation_aborted || !acceptor_.is_open()) return;
            if (!error) {
                std::make_shared<Session>(Stream(std::move(socket)), shared_)->start();
            }
            accept();
        });
    }

    std::filesystem::path socket_;
    asio::thread_pool handlers_;
    Shared shared_;
    asio::io_context context_{1};
    asio::executor_work_guard<asio::io_context::executor_type> alive_{context_.get_executor()};
    Local::acceptor acceptor_;
    std::thread thread_;
};

}  // namespace

bool is_listening(const std::filesystem::path& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket.string().size() >= sizeof address.sun_path) return false;
    std::memcpy(address.sun_path, socket.c_str(), socket.string().size());
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return false;
    const bool connected =
        ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(fd);
    return connected;
}

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const std::filesystem::path& socket,
                                                       const HttpLimits& limits, Handler handler) {
    if (is_listening(socket)) {
        return conflict("another homing already listens on " + socket.string());
    }
    ::unlink(socket.c_str());
    auto server = std::make_unique<BeastServer>(socket, limits, std::move(handler));
    if (Result<void> opened = server->open(); !opened) return opened.error();
    return std::unique_ptr<HttpServer>(std::move(server));
}

}  // namespace homing
