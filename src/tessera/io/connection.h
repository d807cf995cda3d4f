#pragma once
// One peer on a loop: frames in, frames out, back-pressure both ways. And the listener that finds
// new ones. Knows nothing of what a frame means.
// Threads: the loop's.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tessera/base/log_sink.h"
#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"
#include "tessera/io/frame.h"
#include "tessera/io/loop.h"

namespace tessera::io {

/// How long close_when_drained() waits for a peer that does not read.
inline constexpr std::chrono::milliseconds kFarewellTime{3000};

class Connection {
public:
    /// Called on the loop, never from inside a call of this class. Each may destroy the connection.
    struct Handlers {
        std::function<void(Frame frame)> on_frame;
        /// The peer is gone, or broke the framing (`why` names it; empty: an orderly end). Called
        /// once, after the last frame; nothing is called after it. Not called after close().
        std::function<void(const std::string& why)> on_closed;
        /// Everything sent has been taken by the socket, after some of it had to wait.
        std::function<void()> on_drained = {};
    };
    struct Options {
        std::string name = "peer";  // in log lines
        LogSink* log = nullptr;     // borrowed; broken framing is told there
        int send_buffer_bytes = 0;  // SO_SNDBUF; small: is_drained() means "read" sooner
        std::size_t queue_bytes_max = kMaxQueueBytes;
    };

    /// Watches `socket`, which becomes non-blocking. Errors: Io.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(Loop& loop, UniqueFd socket,
                                                                  Handlers handlers,
                                                                  Options options);
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(Loop& loop, UniqueFd socket,
                                                                  Handlers handlers);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Sends a frame: at once as far as the socket takes it, the rest later.
    /// Errors: LimitExceeded (nothing was added: the peer is too slow to keep, or to be sent more
    /// now); Io when the peer has gone, on_closed is still to come, after what the peer sent last.
    Result<> send(std::string_view bytes, UniqueFd fd = {});
    /// Nothing waits for the socket.
    [[nodiscard]] bool is_drained() const { return queue_.is_empty(); }
    [[nodiscard]] std::size_t queued_bytes() const { return queue_.bytes(); }

    /// While reading is off no on_frame comes and the peer's sends fill up.
    enum class Reading : std::uint8_t { Off, On };
    void set_reading(Reading reading);

    /// Ends it now; no handler is called any more.
    void close();
    /// Ends it when everything was sent, or after kFarewellTime; on_frame is not called any more,
    /// on_closed is, when it is over.
    void close_when_drained();

private:
    Connection(Loop& loop, UniqueFd socket, Handlers handlers, Options options);
    void ready(Interest got);
    void read();
    void dispatch();
    void flush();
    void end(const std::string& why);
    void update_interest();

    enum class State : std::uint8_t { Open, Leaving, Closed };
    Loop& loop_;
    UniqueFd socket_;
    std::shared_ptr<Handlers> handlers_;  // shared with the handler that runs while this may end
    Options options_;
    FrameReader reader_;
    FrameQueue queue_;
    State state_ = State::Open;
    Reading reading_ = Reading::On;
    bool is_broken_ = false;   // the peer takes nothing any more
    bool is_waiting_ = false;  // on_drained is owed
    std::unique_ptr<Watch> watch_;
    std::unique_ptr<Watch> soon_;  // continues dispatch() after set_reading(On)
    std::unique_ptr<Watch> farewell_;
    // Set by the destructor; shared with calls on the stack whose handler may destroy this.
    std::shared_ptr<bool> is_gone_ = std::make_shared<bool>(false);
};

/// Accepts connections of our own user; others are closed and logged. When descriptors run out it
/// pauses instead of spinning.
class Listener {
public:
    /// `listening` is a socket of listen_at(). `accepted` may destroy the listener. Errors: Io.
    [[nodiscard]] static Result<std::unique_ptr<Listener>> open(
        Loop& loop, UniqueFd listening, std::function<void(UniqueFd)> accepted, LogSink& log);

private:
    Listener(Loop& loop, UniqueFd listening, std::function<void(UniqueFd)> accepted, LogSink& log);
    void accept_some();
    void pause();

    Loop& loop_;
    UniqueFd listening_;
    std::function<void(UniqueFd)> accepted_;
    LogSink& log_;
    std::unique_ptr<Watch> watch_;
    std::unique_ptr<Watch> paused_;
};

}  // namespace tessera::io
