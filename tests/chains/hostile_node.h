#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace homing::test {

// A node that lies: a raw socket on the loopback that answers each request with what the script
// says, byte for byte, or never.
class HostileNode {
  public:
    // Gets the request's body; answers the whole HTTP reply. A reply that ends in kStall is sent
    // one byte every 50 ms from its start.
    using Script = std::function<std::string(const std::string& body)>;

    explicit HostileNode(Script script);
    ~HostileNode();
    HostileNode(const HostileNode&) = delete;
    HostileNode& operator=(const HostileNode&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    int requests() const { return requests_; }

    // An HTTP reply around a body, with its true length.
    static std::string http(const std::string& body, const std::string& head = "200 OK",
                            const std::string& more = "");

    static constexpr char kStall = '\x01';

  private:
    void serve();
    void answer(int connection);

    Script script_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<bool> stop_ = false;
    std::atomic<int> requests_ = 0;
    std::thread thread_;
};

}  // namespace homing::test
