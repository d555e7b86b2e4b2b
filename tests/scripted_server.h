#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace smtp_fixture {

/// Listens on a free port of 127.0.0.1, takes one connection and says the given lines: the first at once, each next one
/// after a line of the client (the message itself, up to its final dot, counts as one). Then it closes, or keeps silent
/// until the client leaves.
class ScriptedServer {
  public:
    enum class AtTheEnd { close, silence };

    explicit ScriptedServer(std::vector<std::string> lines, AtTheEnd at_the_end = AtTheEnd::close)
        : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (bind(listener_, generic, size) != 0 || listen(listener_, 1) != 0 ||
            getsockname(listener_, generic, &size) != 0)
            throw std::runtime_error("scripted server");
        port_ = ntohs(address.sin_port);
        thread_ = std::jthread{[this, lines = std::move(lines), at_the_end] { serve(lines, at_the_end); }};
    }
    ~ScriptedServer() { stop(); }
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    std::uint16_t port() const { return port_; }
    /// All the client said; it has to have left.
    const std::string& heard() {
        stop();
        return heard_;
    }
    void stop() {
        if (!thread_.joinable()) return;
        shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }

  private:
    void serve(const std::vector<std::string>& lines, AtTheEnd at_the_end) {
        const int client = accept(listener_, nullptr, nullptr);
        if (client < 0) return;
        std::string ending = "\r\n";
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (i > 0 && !hear(client, ending)) break;
            ending = lines[i].starts_with("354") ? "\r\n.\r\n" : "\r\n";
            if (send(client, lines[i].data(), lines[i].size(), MSG_NOSIGNAL) < 0) break;
        }
        if (at_the_end == AtTheEnd::silence)
            while (hear(client, "\r\n")) continue;
        else
            hear(client, ending);
        ::close(client);
    }
    bool hear(int client, const std::string& ending) {
        const auto start = heard_.size();
        char byte = 0;
        while (recv(client, &byte, 1, 0) == 1) {
            heard_ += byte;
            if (heard_.size() >= start + ending.size() && heard_.ends_with(ending)) return true;
        }
        return false;
    }

    int listener_;
    std::uint16_t port_ = 0;
    std::string heard_;
    std::jthread thread_;
};

}  // namespace smtp_fixture
