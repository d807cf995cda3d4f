#pragma once
// A client as a process on a pseudo terminal; the test is its server and the user's terminal.
// Threads: one.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>

#include "tessera/client/attach.h"
#include "tessera/io/frame.h"
#include "tessera/io/socket.h"
#include "tessera/protocol/version.h"

namespace tessera::client {

namespace fs = std::filesystem;
namespace wire = session::client;

inline constexpr std::chrono::seconds kDeadline{20};
inline constexpr std::string_view kAnswers = "\x1b[?1u\x1b[?2026;2$y\x1bP>|test 1\x1b\\\x1b[?62c";

inline bool wait_readable(int fd, int timeout_ms = 20'000) {
    pollfd pfd{fd, POLLIN, 0};
    return ::poll(&pfd, 1, timeout_ms) > 0;
}

/// The server's end of one connection.
class Peer {
public:
    explicit Peer(UniqueFd fd) : fd_(std::move(fd)) {}

    template <class Body>
    void say(Body body) {
        wire::ToClient message;
        message.body = std::move(body);
        io::FrameQueue queue;
        (void)queue.push(tessera::wire::encode(message));
        while (!queue.is_empty() && queue.write_to(fd_.get())) {
        }
    }
    /// The next message of this kind; others before it are dropped. Empty at the end.
    template <class T>
    std::optional<T> hear() {
        while (true) {
            if (auto frame = reader_.next()) {
                wire::ToServer message;
                EXPECT_TRUE(tessera::wire::decode(frame->bytes, message));
                if (const T* wanted = std::get_if<T>(&message.body)) {
                    return *wanted;
                }
                continue;
            }
            if (!wait_readable(fd_.get())) {
                return std::nullopt;
            }
            const auto status = reader_.read_from(fd_.get());
            if (!status || *status == io::FrameReader::Status::Closed) {
                return std::nullopt;
            }
        }
    }
    /// Greets and reads what the client asks for.
    wire::Attach greet() {
        const auto hello = hear<wire::Hello>();
        EXPECT_TRUE(hello && hello->magic == protocol::kClientMagic);
        say(wire::HelloReply{std::string(protocol::kServerMagic), protocol::kClientProtocol,
                             "test"});
        return hear<wire::Attach>().value_or(wire::Attach{});
    }
    [[nodiscard]] int fd() const { return fd_.get(); }
    void close() { fd_.reset(); }

private:
    UniqueFd fd_;
    io::FrameReader reader_;
};

class Client : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "tessera-client-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder = pattern;
        path = folder + "/socket";
        listening = io::listen_at(path).value();
        options.connect = [this](Start) { return io::connect_to(path); };
        options.term = "xterm-256color";
        options.request.session = "work";
    }
    void TearDown() override {
        if (pid > 0) {
            ::kill(pid, SIGKILL);
            ::waitpid(pid, nullptr, 0);
        }
        fs::remove_all(folder);
    }

    void start() {
        int fds[2];
        winsize size{24, 80, 800, 480};
        ASSERT_EQ(::openpty(&fds[0], &fds[1], nullptr, nullptr, &size), 0);
        master.reset(fds[0]);
        slave.reset(fds[1]);
        ::fcntl(fds[0], F_SETFL, O_NONBLOCK);
        ASSERT_EQ(::tcgetattr(fds[1], &before), 0);
        pid = ::fork();
        if (pid == 0) {
            ::setsid();
            ::ioctl(slave.get(), TIOCSCTTY, 0);
            options.input = options.output = slave.get();
            master.reset();
            listening.reset();
            const Outcome outcome = attach(options);
            (void)!::write(slave.get(), outcome.message.data(), outcome.message.size());
            ::_exit(outcome.status);
        }
    }
    Peer accept() {
        EXPECT_TRUE(wait_readable(listening.get()));
        return Peer(
            UniqueFd(::accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)));
    }
    /// A client that shows a session.
    Peer attached() {
        start();
        Peer peer = accept();
        (void)peer.greet();
        peer.say(wire::Attached{"work", 1});
        EXPECT_TRUE(shows("\x1b[c")) << screen;
        return peer;
    }

    void pump(int timeout_ms) {
        if (!wait_readable(master.get(), timeout_ms)) {
            return;
        }
        std::array<char, 65536> bytes;
        const ssize_t n = ::read(master.get(), bytes.data(), bytes.size());
        if (n > 0) {
            screen.append(bytes.data(), static_cast<std::size_t>(n));
        }
    }
    bool eventually(const std::function<bool()>& condition) {
        const auto deadline = std::chrono::steady_clock::now() + kDeadline;
        while (!condition()) {
            if (std::chrono::steady_clock::now() > deadline) {
                return false;
            }
            pump(5);
        }
        return true;
    }
    /// Whether the terminal has been sent `text`.
    bool shows(std::string_view text) {
        return eventually([&] { return screen.find(text) != std::string::npos; });
    }
    void type(std::string_view bytes) {
        ASSERT_EQ(::write(master.get(), bytes.data(), bytes.size()),
                  static_cast<ssize_t>(bytes.size()));
    }
    /// Exit status (128 + signal); -1 at the deadline.
    int wait_exit() {
        int status = -1;
        const bool ended = eventually([&] { return ::waitpid(pid, &status, WNOHANG) == pid; });
        if (!ended) {
            return -1;
        }
        pid = -1;
        for (int i = 0; i < 3; ++i) {
            pump(1);
        }
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    bool is_restored() {
        termios now{};
        ::tcgetattr(slave.get(), &now);
        return now.c_lflag == before.c_lflag && now.c_iflag == before.c_iflag &&
               now.c_oflag == before.c_oflag;
    }
    bool has(std::string_view text) const { return screen.find(text) != std::string::npos; }

    std::string folder;
    std::string path;
    UniqueFd listening;
    UniqueFd master;
    UniqueFd slave;
    termios before{};
    AttachOptions options;
    pid_t pid = -1;
    std::string screen;  // bytes the terminal got
};

}  // namespace tessera::client
