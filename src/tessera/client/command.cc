#include "tessera/client/command.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <utility>

#include "tessera/io/frame.h"
#include "tessera/protocol/version.h"

namespace tessera::client {

namespace {

namespace wire = session::client;

/// A server that was just ending takes connections down with it; the next one will answer.
constexpr int kAttempts = 20;
constexpr int kAttemptPauseMs = 50;

void wait_for(int fd, short events) {
    pollfd pfd{fd, events, 0};
    (void)::poll(&pfd, 1, -1);
}

void write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(n));
        } else if (errno == EAGAIN) {
            wait_for(fd, POLLOUT);
        } else if (errno != EINTR) {
            return;  // nobody reads: the command goes on all the same
        }
    }
}

struct Handler {
    const CommandOptions& options;
    bool is_greeted = false;
    std::optional<Result<int>> done = {};

    void operator()(const wire::HelloReply& hello) {
        is_greeted = true;
        if (hello.magic != protocol::kServerMagic || hello.protocol != protocol::kClientProtocol) {
            done = fail(ErrorCode::VersionMismatch, "the running server is " + hello.build +
                                                        ", this is " +
                                                        std::string(protocol::build_text()));
        }
    }
    void operator()(const wire::CommandOutput& output) const {
        write_all(options.out, output.out);
        write_all(options.err, output.err);
    }
    void operator()(const wire::CommandDone& finished) {
        done = static_cast<int>(finished.status & 0xffU);
    }
    void operator()(const wire::Exit& exit) {
        write_all(options.err, exit.message + "\n");
        done = static_cast<int>(exit.status & 0xffU);
    }
    template <class Other>
    void operator()(const Other&) const {}
};

Result<> send_all(int socket, const CommandOptions& options) {
    wire::ToServer hello;
    hello.body = wire::Hello{std::string(protocol::kClientMagic), protocol::kClientProtocol,
                             std::string(protocol::build_text())};
    wire::ToServer command;
    command.body = options.command;
    io::FrameQueue queue;
    (void)TESSERA_TRY(queue.push(tessera::wire::encode(hello)));
    (void)TESSERA_TRY(queue.push(tessera::wire::encode(command)));
    while (!queue.is_empty()) {
        (void)TESSERA_TRY(queue.write_to(socket));
        if (!queue.is_empty()) {
            wait_for(socket, POLLOUT);
        }
    }
    return {};
}

/// Nothing when the server ended before it said a word.
std::optional<Result<int>> attempt(int socket, const CommandOptions& options) {
    Handler handler{options};
    io::FrameReader reader;
    const Result<> sent = send_all(socket, options);
    while (sent && !handler.done) {
        wait_for(socket, POLLIN);
        const auto status = reader.read_from(socket);
        if (!status || *status == io::FrameReader::Status::Closed) {
            break;
        }
        while (auto frame = reader.next()) {
            wire::ToClient message;
            if (!tessera::wire::decode(frame->bytes, message)) {
                return fail(ErrorCode::Protocol, "the server sent what is no message");
            }
            std::visit(handler, message.body);
        }
    }
    if (!handler.done && handler.is_greeted) {
        return fail(ErrorCode::Io, "the server ended before the command was done");
    }
    return handler.done;
}

}  // namespace

Result<int> run_command(CommandOptions options) {
    for (int i = 0; i < kAttempts; ++i) {
        const UniqueFd socket = TESSERA_TRY(options.connect(Start::No));
        if (auto done = attempt(socket.get(), options)) {
            return *std::move(done);
        }
        ::poll(nullptr, 0, kAttemptPauseMs);
    }
    return fail(ErrorCode::Io, "the server does not answer");
}

}  // namespace tessera::client
