#include "tessera/io/connection.h"

#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "tessera/io/socket.h"

namespace tessera::io {

namespace {

/// After EMFILE and its like: long enough for others to close something.
constexpr std::chrono::milliseconds kAcceptPause{100};

Interest interest_of(bool read, bool write) {
    return static_cast<Interest>((read ? 1U : 0U) | (write ? 2U : 0U));
}

}  // namespace

Connection::Connection(Loop& loop, UniqueFd socket, Handlers handlers, Options options)
    : loop_(loop),
      socket_(std::move(socket)),
      handlers_(std::make_shared<Handlers>(std::move(handlers))),
      options_(std::move(options)) {}

Connection::~Connection() {
    *is_gone_ = true;
}

Result<std::unique_ptr<Connection>> Connection::open(Loop& loop, UniqueFd socket,
                                                     Handlers handlers) {
    return open(loop, std::move(socket), std::move(handlers), Options{});
}

Result<std::unique_ptr<Connection>> Connection::open(Loop& loop, UniqueFd socket, Handlers handlers,
                                                     Options options) {
    (void)TESSERA_TRY(set_nonblocking(socket.get()));
    if (options.send_buffer_bytes > 0) {
        (void)::setsockopt(socket.get(), SOL_SOCKET, SO_SNDBUF, &options.send_buffer_bytes,
                           sizeof options.send_buffer_bytes);
    }
    std::unique_ptr<Connection> made(
        new Connection(loop, std::move(socket), std::move(handlers), std::move(options)));
    Connection* raw = made.get();
    made->watch_ = TESSERA_TRY(
        loop.watch(made->socket_.get(), Interest::Read, [raw](Interest got) { raw->ready(got); }));
    return made;
}

Result<> Connection::send(std::string_view bytes, UniqueFd fd) {
    if (is_broken_ || state_ != State::Open) {
        return fail(ErrorCode::Io, "the peer is gone", options_.name);
    }
    if (queue_.bytes() + bytes.size() > options_.queue_bytes_max) {
        return fail(ErrorCode::LimitExceeded, "too much waits for the peer", options_.name);
    }
    const bool was_empty = queue_.is_empty();
    (void)TESSERA_TRY(queue_.push(bytes, std::move(fd)));
    if (was_empty) {
        flush();
        is_waiting_ = !queue_.is_empty();
        update_interest();
    }
    if (is_broken_) {
        return fail(ErrorCode::Io, "the peer is gone", options_.name);
    }
    return {};
}

void Connection::flush() {
    if (!queue_.write_to(socket_.get())) {
        // The peer's last frames may still lie in the socket: reading finds the end after them.
        is_broken_ = true;
        queue_ = {};
    }
}

void Connection::set_reading(Reading reading) {
    if (state_ != State::Open || reading == reading_) {
        return;
    }
    reading_ = reading;
    update_interest();
    if (reading == Reading::On) {
        soon_ = loop_.timer(std::chrono::milliseconds(0), Loop::Repeat::No, [this] { dispatch(); });
    } else {
        soon_.reset();
    }
}

void Connection::update_interest() {
    if (watch_) {
        const bool reads = reading_ == Reading::On || state_ == State::Leaving;
        watch_->set_interest(interest_of(reads, !queue_.is_empty()));
    }
}

void Connection::ready(Interest got) {
    const auto bits = static_cast<unsigned>(got);
    const auto is_gone = is_gone_;
    if ((bits & 2U) != 0 && !queue_.is_empty()) {
        flush();
        update_interest();
        if (queue_.is_empty() && state_ == State::Leaving) {
            end("");
        } else if (queue_.is_empty() && std::exchange(is_waiting_, false) &&
                   handlers_->on_drained) {
            const auto handlers = handlers_;
            handlers->on_drained();
        }
    }
    if (!*is_gone && (bits & 1U) != 0) {
        read();
    }
}

void Connection::read() {
    if (state_ == State::Closed || (reading_ == Reading::Off && state_ == State::Open)) {
        return;
    }
    const Result<FrameReader::Status> status = reader_.read_from(socket_.get());
    if (!status) {
        if (options_.log != nullptr) {
            options_.log->log(LogLevel::Warning, "io",
                              options_.name + ": " + status.error().message);
        }
        end(status.error().message);
    } else if (*status == FrameReader::Status::Closed) {
        end("");
    } else {
        dispatch();
    }
}

void Connection::dispatch() {
    const auto handlers = handlers_;
    const auto is_gone = is_gone_;
    while (!*is_gone && reading_ == Reading::On) {
        std::optional<Frame> frame = reader_.next();
        if (!frame) {
            break;
        }
        if (state_ == State::Open) {  // when leaving, what comes is read and dropped
            handlers->on_frame(*std::move(frame));
        }
    }
}

void Connection::end(const std::string& why) {
    if (state_ == State::Closed) {
        return;
    }
    close();
    const auto handlers = handlers_;
    if (handlers->on_closed) {
        handlers->on_closed(why);
    }
}

void Connection::close() {
    state_ = State::Closed;
    watch_.reset();
    soon_.reset();
    farewell_.reset();
    queue_ = {};
    socket_.reset();
}

void Connection::close_when_drained() {
    if (state_ != State::Open) {
        return;
    }
    state_ = State::Leaving;
    update_interest();
    const auto time = queue_.is_empty() ? std::chrono::milliseconds(0) : kFarewellTime;
    farewell_ = loop_.timer(time, Loop::Repeat::No, [this] { end(""); });
}

Listener::Listener(Loop& loop, UniqueFd listening, std::function<void(UniqueFd)> accepted,
                   LogSink& log)
    : loop_(loop), listening_(std::move(listening)), accepted_(std::move(accepted)), log_(log) {}

Result<std::unique_ptr<Listener>> Listener::open(Loop& loop, UniqueFd listening,
                                                 std::function<void(UniqueFd)> accepted,
                                                 LogSink& log) {
    (void)TESSERA_TRY(set_nonblocking(listening.get()));
    std::unique_ptr<Listener> made(
        new Listener(loop, std::move(listening), std::move(accepted), log));
    Listener* raw = made.get();
    made->watch_ = TESSERA_TRY(loop.watch(made->listening_.get(), Interest::Read,
                                          [raw](Interest) { raw->accept_some(); }));
    return made;
}

void Listener::accept_some() {
    // One a wake-up: the loop calls again while more wait.
    UniqueFd socket(::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket) {
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR && errno != ECONNABORTED) {
            log_.log(LogLevel::Error, "io", std::string("accept: ") + std::strerror(errno));
            pause();
        }
        return;
    }
    if (!is_peer_ours(socket.get())) {
        log_.log(LogLevel::Warning, "io", "refused a connection of another user");
        return;
    }
    const auto accepted = accepted_;
    accepted(std::move(socket));
}

void Listener::pause() {
    watch_->set_interest(Interest::None);
    paused_ = loop_.timer(kAcceptPause, Loop::Repeat::No,
                          [this] { watch_->set_interest(Interest::Read); });
}

}  // namespace tessera::io
