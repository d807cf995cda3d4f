#pragma once
// The test's side of a keeper that runs as a process: a server whose words the test speaks, and
// where keepers and programs are found. keeper_test.cc has the other roles of the test program.
// Threads: one.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>

#include "session/keeper.wire.h"
#include "tessera/io/frame.h"
#include "tessera/io/socket.h"
#include "tessera/keeper/pace.h"
#include "tessera/keeper/role.h"
#include "tessera/keeper/start.h"
#include "tessera/protocol/version.h"

namespace tessera::keeper {

namespace fs = std::filesystem;
namespace wire = session::keeper;

constexpr std::chrono::seconds kDeadline{20};
/// Frames of the test that are no ToKeeper.
constexpr std::string_view kDie = "die";
constexpr std::string_view kLeave = "leave";

inline bool wait_readable(int fd, int timeout_ms) {
    pollfd pfd{fd, POLLIN, 0};
    return ::poll(&pfd, 1, timeout_ms) > 0;
}

inline bool eventually(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + kDeadline;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) {
            return false;
        }
        ::poll(nullptr, 0, 5);
    }
    return true;
}

/// A file of /proc; empty when its process is gone, even while it is read.
inline std::string read_proc(const std::string& path) {
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string text(16384, '\0');
    const ssize_t n = file ? ::read(file.get(), text.data(), text.size()) : 0;
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
    return text;
}

inline bool is_alive(pid_t pid) {
    const std::string text = read_proc("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t at = text.rfind(") ");
    return at != std::string::npos && text[at + 2] != 'Z';
}

/// One message of the keeper, its descriptor beside it.
struct Said {
    wire::ToServer message;
    UniqueFd fd;
    template <class T>
    [[nodiscard]] const T* as() const {
        return std::get_if<T>(&message.body);
    }
};

/// The test's end of a server's life.
class Server {
public:
    explicit Server(UniqueFd fd) : fd_(std::move(fd)) {}

    template <class Body>
    void say(Body body, UniqueFd fd = {}) {
        wire::ToKeeper message;
        message.body = std::move(body);
        raw(tessera::wire::encode(message), std::move(fd));
    }
    void raw(std::string_view bytes, UniqueFd fd = {}) {
        io::FrameQueue queue;
        (void)queue.push(bytes, std::move(fd));
        while (!queue.is_empty() && queue.write_to(fd_.get())) {
        }
    }
    /// The next message; a default one at the end of the conversation or the deadline.
    Said hear() {
        while (true) {
            if (auto frame = reader_.next()) {
                Said said;
                EXPECT_TRUE(tessera::wire::decode(frame->bytes, said.message));
                said.fd = std::move(frame->fd);
                return said;
            }
            if (!wait_readable(fd_.get(), 20'000)) {
                return {};
            }
            const auto status = reader_.read_from(fd_.get());
            if (!status || *status == io::FrameReader::Status::Closed) {
                return {};
            }
        }
    }
    /// All up to Ready, Ready excluded.
    std::vector<Said> greet() {
        say(wire::Hello{std::string(protocol::kServerMagic), protocol::kKeeperProtocol});
        std::vector<Said> all;
        for (Said said = hear(); said.message.body.index() != 0; said = hear()) {
            if (said.as<wire::Ready>() != nullptr) {
                break;
            }
            all.push_back(std::move(said));
        }
        return all;
    }
    /// The conversation is over.
    bool ended() { return hear().message.body.index() == 0; }

private:
    UniqueFd fd_;
    io::FrameReader reader_;
};

class KeeperTest : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "tessera-keeper-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder = pattern;
        options.executable = "tessera-test";
        options.paths.runtime_dir = folder + "/run";
        options.paths.socket = folder + "/run/socket";
        options.paths.lock = folder + "/run/lock";
        ::setenv("TESSERA_TEST_LOG", (folder + "/log").c_str(), 1);
    }
    void TearDown() override {
        for (const pid_t keeper : keepers()) {
            ::kill(keeper, SIGKILL);
            EXPECT_TRUE(eventually([&] { return !is_alive(keeper); }));
        }
        if (HasFailure()) {
            std::ifstream log(folder + "/log");
            ADD_FAILURE() << std::string((std::istreambuf_iterator<char>(log)), {});
        }
        fs::remove_all(folder);
    }
    Server server() { return Server(connect_or_start(options).value()); }
    /// Keepers of this test, recognised by the socket in their arguments.
    std::vector<pid_t> keepers() const {
        std::vector<pid_t> found;
        for (const auto& entry : fs::directory_iterator("/proc")) {
            const std::string line = read_proc(entry.path() / "cmdline");
            if (line.find(options.paths.socket) != std::string::npos) {
                found.push_back(std::stoi(entry.path().filename()));
            }
        }
        return found;
    }
    wire::Spawn shell(std::uint32_t number, std::string script) {
        return {.terminal = number,
                .argv = {"sh", "-c", std::move(script)},
                .environment = {"PATH=/usr/bin:/bin"},
                .directory = "/",
                .rows = 24,
                .cols = 80};
    }
    /// Starts a program that stays.
    Said spawn(Server& server, std::uint32_t number, std::string script = "exec sleep 1000") {
        server.say(shell(number, std::move(script)));
        Said said = server.hear();
        const auto* spawned = said.as<wire::Spawned>();
        EXPECT_NE(spawned, nullptr);
        if (spawned != nullptr) {
            programs.push_back(static_cast<pid_t>(spawned->pid));
        }
        return said;
    }

    std::string folder;
    StartOptions options;
    std::vector<pid_t> programs;  // end with their keeper, which hangs up
};

}  // namespace tessera::keeper
