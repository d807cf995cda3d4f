// Peers of the user's socket that are none of ours, or ours gone wrong: each is dropped with a line
// in the log, and the terminal beside it notices nothing.

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstring>
#include <fstream>
#include <optional>
#include <random>
#include <sstream>

#include "e2e_test.h"

namespace tessera::e2e {
namespace {

/// A frame of src/tessera/io/frame.h: length, little-endian, then the bytes.
std::string frame(std::string_view bytes) {
    std::string out;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        out += static_cast<char>((bytes.size() >> shift) & 0xffU);
    }
    return out.append(bytes);
}

/// A field of protobuf's wire type 2 whose number and length are below 16 and 128.
std::string field(int number, std::string_view bytes) {
    std::string out;
    out += static_cast<char>(number * 8 + 2);
    out += static_cast<char>(bytes.size());
    return out.append(bytes);
}

/// ToServer{hello} of proto/session/client.proto.
std::string hello(std::string_view magic, char protocol) {
    const std::string body = field(1, magic) + "\x10" + std::string(1, protocol);
    return frame(field(1, body));
}

class HostilePeer : public Workspace {
protected:
    void SetUp() override {
        terminal.emplace(sandbox);
        E2E_WAIT((*terminal), wait_for("LOCK"));
        ASSERT_TRUE(shell_answers(*terminal)) << terminal->last_failure();
    }

    /// Connects, sends `bytes`; the connection, or an empty one.
    UniqueFd peer(std::string_view bytes) {
        UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(sandbox.runtime_dir())) {
            if (entry.is_socket()) {
                std::strncpy(address.sun_path, entry.path().c_str(), sizeof address.sun_path - 1);
            }
        }
        if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
            0) {
            return {};
        }
        (void)::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        return socket;
    }

    /// The server's end closes while the terminal goes on drawing.
    bool is_dropped(const UniqueFd& socket) {
        return terminal->wait([&] {
            pollfd ready{.fd = socket.get(), .events = POLLIN, .revents = 0};
            std::array<char, 4096> buffer;
            return ::poll(&ready, 1, 0) == 1 &&
                   ::recv(socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT) <= 0;
        });
    }

    std::string log() const {
        std::ifstream file(sandbox.home() / ".local/state/tessera/tessera.log");
        return (std::ostringstream() << file.rdbuf()).str();
    }

    std::optional<UserTerminal> terminal;
};

TEST_F(HostilePeer, IsDroppedWithALineInTheLog) {
    struct Case {
        std::string_view what;
        std::string bytes;
        std::string_view logged;
    };
    const std::string greeting = hello("tessera-client", 1);
    const std::vector<Case> cases = {
        {"a length of 4 GiB", std::string("\xff\xff\xff\xff", 4), "frame"},
        {"no message", frame(std::string(100, '\xff')), "sent what is no message"},
        {"somebody else's greeting", hello("ssh-2.0-client", 1), "is no client of ours"},
        {"a message before the greeting", frame(field(6, "")), "did not greet"},
        {"input before attaching", greeting + frame(field(3, "")), "neither attached"},
        {"garbage after the greeting", greeting + frame("\x0a\x7f short"), "no message"},
    };
    for (const Case& one : cases) {
        const UniqueFd socket = peer(one.bytes);
        ASSERT_TRUE(socket) << one.what;
        EXPECT_TRUE(is_dropped(socket)) << one.what;
        EXPECT_TRUE(terminal->wait([&] { return log().find(one.logged) != std::string::npos; }))
            << one.what << log();
    }
    EXPECT_TRUE(shell_answers(*terminal, "unmoved")) << terminal->last_failure();
}

TEST_F(HostilePeer, OfAnotherVersionIsToldOursAndLetGo) {
    const UniqueFd socket = peer(hello("tessera-client", 99));
    ASSERT_TRUE(socket);
    std::string reply;
    ASSERT_TRUE(terminal->wait([&] {
        std::array<char, 4096> buffer;
        const ssize_t n = ::recv(socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (n > 0) {
            reply.append(buffer.data(), static_cast<std::size_t>(n));
        }
        return n == 0;
    }));
    EXPECT_NE(reply.find("tessera-server"), std::string::npos);
    EXPECT_TRUE(shell_answers(*terminal, "unmoved")) << terminal->last_failure();
}

TEST_F(HostilePeer, RandomBytesAndSilentCrowdsDisturbNobody) {
    std::mt19937 random(20261126);
    std::vector<UniqueFd> silent;
    for (int i = 0; i < 200; ++i) {
        std::string bytes(std::uniform_int_distribution<std::size_t>(0, 400)(random), '\0');
        for (char& byte : bytes) {
            byte = static_cast<char>(random());
        }
        // Half of them mean a frame of the right length, so that their bytes are decoded.
        (void)peer(i % 2 == 0 ? bytes : hello("tessera-client", 1) + frame(bytes));
        silent.push_back(peer(""));
    }
    for (int i = 0; i < 400; ++i) {
        silent.push_back(peer(""));
    }
    EXPECT_TRUE(shell_answers(*terminal, "unmoved")) << terminal->last_failure();
    // Those the server did not come to yet still wait in its socket's queue.
    EXPECT_TRUE(
        terminal->wait([&] { return log().find("there are too many") != std::string::npos; }));
    silent.clear();
    EXPECT_TRUE(terminal->wait([&] { return sandbox.run(tessera({"ls"})).status == 0; }));
}

}  // namespace
}  // namespace tessera::e2e
