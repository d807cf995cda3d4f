#include "tessera/client/command.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <utility>

#include "tessera/client/line_source.h"
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
    bool wants_line = false;
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
    void operator()(const wire::PipeReady&) { wants_line = true; }
    void operator()(const wire::Exit& exit) {
        write_all(options.err, exit.message + "\n");
        done = static_cast<int>(exit.status & 0xffU);
    }
    template <class Other>
    void operator()(const Other&) const {}
};

Result<> send_all(int socket, std::initializer_list<wire::ToServer> messages) {
    io::FrameQueue queue;
    for (const wire::ToServer& message : messages) {
        (void)TESSERA_TRY(queue.push(tessera::wire::encode(message)));
    }
    while (!queue.is_empty()) {
        (void)TESSERA_TRY(queue.write_to(socket));
        if (!queue.is_empty()) {
            wait_for(socket, POLLOUT);
        }
    }
    return {};
}

/// The next line of the input, or that it has ended.
Result<> send_line(int socket, LineSource& input) {
    wire::PipeLine line;
    line.payload = input.take();
    return send_all(socket, {{.body = std::move(line)}});
}

/// Waits until the server says something, or the input when a line of it is wanted.
void wait_for_either(int socket, const Handler& handler, LineSource& input) {
    if (!handler.wants_line || input.has_line()) {
        return handler.wants_line ? void() : wait_for(socket, POLLIN);
    }
    pollfd fds[] = {{socket, POLLIN, 0}, {input.fd(), POLLIN, 0}};
    (void)::poll(fds, 2, -1);
    if (fds[1].revents != 0) {
        input.read_some();
    }
}

/// Nothing when the server ended before it said a word.
std::optional<Result<int>> attempt(int socket, const CommandOptions& options) {
    Handler handler{options};
    io::FrameReader reader;
    LineSource input(options.in);
    Result<> sent = send_all(socket, {{.body = wire::Hello{std::string(protocol::kClientMagic),
                                                           protocol::kClientProtocol,
                                                           std::string(protocol::build_text())}},
                                      {.body = options.command}});
    while (sent && !handler.done) {
        wait_for_either(socket, handler, input);
        if (handler.wants_line && input.has_line()) {
            handler.wants_line = false;
            sent = send_line(socket, input);
            continue;
        }
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
