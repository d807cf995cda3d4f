#pragma once
// For tests: an HTTP server on a port of its own, one thread a connection, that answers as the test
// says. Threads: `answer` is called on the server's threads.

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "tessera/base/unique_fd.h"

namespace tessera::io {

struct HttpAsked {
    std::string method;
    std::string path;
    std::string head;  // lines of headers, CR LF after each
    std::string body;
};

class TestHttpServer {
public:
    /// The bytes of a whole answer; empty: none comes, the connection stays open.
    using Answer = std::function<std::string(const HttpAsked&)>;

    explicit TestHttpServer(Answer answer)
        : answer_(std::move(answer)), listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* plain = reinterpret_cast<sockaddr*>(&address);  // NOLINT: as sockets want it
        EXPECT_EQ(::bind(listening_.get(), plain, length), 0);
        EXPECT_EQ(::listen(listening_.get(), 128), 0);
        EXPECT_EQ(::getsockname(listening_.get(), plain, &length), 0);
        port_ = ntohs(address.sin_port);
        accepting_ = std::thread([this] { accept(); });
    }
    ~TestHttpServer() {
        (void)::shutdown(listening_.get(), SHUT_RDWR);
        accepting_.join();
        {
            const std::lock_guard lock(mutex_);
            for (const Connection& connection : connections_) {
                (void)::shutdown(connection.fd.get(), SHUT_RDWR);
            }
        }
        for (Connection& connection : connections_) {
            connection.thread.join();
        }
    }
    TestHttpServer(const TestHttpServer&) = delete;
    TestHttpServer& operator=(const TestHttpServer&) = delete;

    [[nodiscard]] std::string url(std::string_view path) const {
        return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
    }
    [[nodiscard]] int asked() const { return asked_; }

    static std::string ok(std::string_view body, std::string_view more_headers = "") {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
               std::string(more_headers) + "\r\n" + std::string(body);
    }
    static std::string moved(std::string_view where) {
        return "HTTP/1.1 302 Found\r\nX-Hop: yes\r\nContent-Length: 0\r\nLocation: " +
               std::string(where) + "\r\n\r\n";
    }

private:
    struct Connection {
        UniqueFd fd;
        std::thread thread;
    };

    void accept() {
        while (true) {
            UniqueFd fd(::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            if (!fd) {
                return;
            }
            const std::lock_guard lock(mutex_);
            Connection& connection = connections_.emplace_back();
            connection.fd = std::move(fd);
            connection.thread = std::thread([this, raw = connection.fd.get()] { serve(raw); });
        }
    }

    void serve(int fd) {
        std::string text;
        char part[65536];
        for (ssize_t n = 0; (n = ::read(fd, part, sizeof part)) > 0;) {
            text.append(part, static_cast<std::size_t>(n));
            while (const std::size_t used = take(fd, text)) {
                text.erase(0, used);
            }
        }
    }

    /// Bytes of one whole request that was answered; 0: there is none yet.
    std::size_t take(int fd, const std::string& text) {
        const std::size_t end = text.find("\r\n\r\n");
        const std::size_t line = text.find("\r\n");
        if (end == std::string::npos) {
            return 0;
        }
        HttpAsked asked;
        asked.method = text.substr(0, text.find(' '));
        const std::size_t path = asked.method.size() + 1;
        asked.path = text.substr(path, text.find(' ', path) - path);
        asked.head = text.substr(line + 2, end - line);
        std::string lower = asked.head;
        std::ranges::transform(lower, lower.begin(),
                               [](unsigned char c) { return std::tolower(c); });
        const std::size_t length = lower.find("content-length: ");
        const std::size_t wanted =
            length == std::string::npos ? 0 : std::stoul(lower.substr(length + 16));
        if (text.size() < end + 4 + wanted) {
            return 0;
        }
        asked.body = text.substr(end + 4, wanted);
        ++asked_;
        const std::string answer = answer_(asked);
        std::string_view rest = answer;
        while (!rest.empty()) {
            const ssize_t n = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
            if (n <= 0) {
                break;
            }
            rest.remove_prefix(static_cast<std::size_t>(n));
        }
        return end + 4 + wanted;
    }

    Answer answer_;
    UniqueFd listening_;
    std::uint16_t port_ = 0;
    std::atomic<int> asked_ = 0;
    std::mutex mutex_;
    std::list<Connection> connections_;
    std::thread accepting_;
};

}  // namespace tessera::io
