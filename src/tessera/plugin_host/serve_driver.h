#pragma once
// For tests: plays the server towards the real executable. Answers what a server must answer
// (commands with an empty reply, paths by LocalPathOps) and lets a test wait for a message.
// Threads: one.

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "session/plugin_host.wire.h"
#include "tessera/io/frame.h"
#include "tessera/paths/local_path_ops.h"
#include "tessera/wire/codec.h"

namespace tessera::plugin_host {

namespace pb = session::plugin_host;

inline std::string contents_of(int fd) {
    std::string out;
    std::array<char, 4096> part{};
    (void)::lseek(fd, 0, SEEK_SET);
    for (ssize_t n = 0; (n = ::read(fd, part.data(), part.size())) > 0;) {
        out.append(part.data(), static_cast<std::size_t>(n));
    }
    return out;
}

inline UniqueFd file_with(std::string_view bytes) {
    UniqueFd fd(::memfd_create("test", MFD_CLOEXEC));
    EXPECT_EQ(::write(fd.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    (void)::lseek(fd.get(), 0, SEEK_SET);
    return fd;
}

class ServeDriver {
public:
    ServeDriver() {
        std::array<int, 2> ends{};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
        socket_ = UniqueFd(ends[0]);
        const UniqueFd theirs(ends[1]);
        error_ = UniqueFd(::memfd_create("stderr", MFD_CLOEXEC));
        child_ = ::fork();
        if (child_ == 0) {
            constexpr int kFd = 200;
            ::dup2(theirs.get(), kFd);
            ::dup2(error_.get(), STDERR_FILENO);
            ::execl(TESSERA_PLUGIN_HOST, TESSERA_PLUGIN_HOST, "serve", "--fd", "200", nullptr);
            ::_exit(127);
        }
    }
    ~ServeDriver() {
        if (child_ > 0) {
            (void)::kill(child_, SIGKILL);
            (void)::waitpid(child_, nullptr, 0);
        }
    }
    ServeDriver(const ServeDriver&) = delete;
    ServeDriver& operator=(const ServeDriver&) = delete;

    void hello(std::uint32_t protocol = 1, const char* magic = "tessera-plugin-host") {
        pb::Hello message;
        message.magic = magic;
        message.protocol = protocol;
        send(std::move(message));
    }
    template <class M>
    void send(M message, int fd = -1) {
        pb::ToHost whole;
        whole.body = std::move(message);
        io::FrameQueue queue;
        EXPECT_TRUE(queue.push(wire::encode(whole), UniqueFd(fd < 0 ? -1 : ::dup(fd))));
        while (!queue.is_empty() && queue.write_to(socket_.get())) {
            wait_for(POLLOUT);
        }
    }
    void send_raw(std::string_view bytes) {
        EXPECT_EQ(::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(bytes.size()));
    }
    void load(std::uint64_t instance, int code, pb::Load load = {}) {
        load.instance = instance;
        load.plugin = load.plugin != 0 ? load.plugin : static_cast<std::uint32_t>(instance);
        load.compiler = pb::Compiler::Baseline;
        send(std::move(load), code);
    }
    void update(std::uint64_t instance, std::uint64_t call, std::string event) {
        pb::Update message;
        message.instance = instance;
        message.call = call;
        message.event = std::move(event);
        send(std::move(message));
    }
    void resize(std::uint64_t instance, std::uint32_t rows, std::uint32_t cols) {
        pb::Resize message;
        message.instance = instance;
        message.rows = rows;
        message.cols = cols;
        send(std::move(message));
    }

    /// The next message of that kind; what comes before is answered and noted. A message that
    /// never comes fails the test and gives an empty one.
    template <class M>
    M expect(const std::function<bool(const M&)>& wanted = nullptr) {
        while (auto message = next()) {
            if (const M* found = std::get_if<M>(&message->body);
                found != nullptr && (!wanted || wanted(*found))) {
                return *found;
            }
        }
        ADD_FAILURE() << "did not come; stderr: " << contents_of(error_.get());
        return {};
    }

    /// Closes the socket; the exit status, or minus the signal.
    int end() {
        socket_.reset();
        return join();
    }
    int join() {
        int status = 0;
        EXPECT_EQ(::waitpid(child_, &status, 0), child_);
        child_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }
    void kill_host() { (void)::kill(child_, SIGKILL); }
    [[nodiscard]] std::string error_text() const { return contents_of(error_.get()); }
    /// Nothing more comes.
    [[nodiscard]] bool is_closed() {
        while (next()) {
        }
        return closed_;
    }

    paths::LocalPathOps paths;
    std::set<std::uint64_t> unanswered_instances;  // commands of these are left waiting
    std::vector<pb::Command> commands;
    std::vector<pb::PathRequest> path_requests;

private:
    void wait_for(short events) {
        pollfd poll{.fd = socket_.get(), .events = events, .revents = 0};
        constexpr int kLongest = 20'000;
        if (::poll(&poll, 1, kLongest) <= 0) {
            ADD_FAILURE() << "nothing for 20 seconds";
            closed_ = true;
        }
    }

    std::optional<pb::FromHost> next() {
        while (true) {
            if (auto frame = reader_.next()) {
                pb::FromHost message;
                EXPECT_TRUE(wire::decode(frame->bytes, message));
                serve(message);
                return message;
            }
            if (closed_) {
                return std::nullopt;
            }
            wait_for(POLLIN);
            const auto status = reader_.read_from(socket_.get());
            closed_ = closed_ || !status || *status == io::FrameReader::Status::Closed;
        }
    }

    void serve(const pb::FromHost& message) {
        if (const auto* command = std::get_if<pb::Command>(&message.body)) {
            commands.push_back(*command);
            if (command->waits && !unanswered_instances.contains(command->instance)) {
                pb::CommandReply reply;
                reply.instance = command->instance;
                reply.command = command->command;
                send(std::move(reply));
            }
        } else if (const auto* request = std::get_if<pb::PathRequest>(&message.body)) {
            path_requests.push_back(*request);
            serve_path(*request);
        }
    }

    void serve_path(const pb::PathRequest& request) {
        pb::PathReply reply;
        reply.instance = request.instance;
        reply.request = request.request;
        if (request.op != pb::PathOp::Open) {
            reply.error = EPERM;
            send(std::move(reply));
            return;
        }
        const auto has = [&](pb::OpenFlag flag) {
            return (request.open_flags & static_cast<std::uint32_t>(flag)) != 0;
        };
        auto opened = paths.open(paths::FolderId(request.folder), request.path,
                                 {.read = has(pb::OpenFlag::OpenRead),
                                  .write = has(pb::OpenFlag::OpenWrite),
                                  .create = has(pb::OpenFlag::OpenCreate)});
        if (!opened) {
            reply.error = static_cast<std::uint32_t>(opened.error().number);
            send(std::move(reply));
            return;
        }
        reply.kind = static_cast<pb::FileKind>(opened->kind);
        reply.folder = opened->folder.value;
        send(std::move(reply), opened->fd.get());
    }

    UniqueFd socket_;
    UniqueFd error_;
    pid_t child_ = -1;
    bool closed_ = false;
    io::FrameReader reader_;
};

}  // namespace tessera::plugin_host
