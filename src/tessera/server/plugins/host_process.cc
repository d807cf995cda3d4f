#include "tessera/server/plugins/host_process.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <string_view>

#include <fmt/format.h>

#include "tessera/wire/codec.h"

namespace tessera::server {

namespace pb = session::plugin_host;

namespace {

constexpr std::string_view kMagic = "tessera-plugin-host";
constexpr std::uint32_t kProtocol = 1;
/// A busy plugin-host that says nothing is asked for its meters; after so many unanswered checks
/// it hangs. Guests cannot cause that: its loop never waits for them.
constexpr std::chrono::milliseconds kSilenceInterval{10'000};
constexpr int kSilentChecksMax = 3;
/// After its socket closed, so that its exit status can tell why.
constexpr std::chrono::milliseconds kStatusWait{500};
/// Its own messages on stderr are sentences; longer lines are cut.
constexpr std::size_t kLogLineMax = 1024;
/// One plugin-host has a handful of things to say; one that was taken over may not fill the log.
constexpr int kLogLinesMax = 1000;

}  // namespace

Result<std::unique_ptr<HostProcess>> HostProcess::start(io::Loop& loop, LogSink& log,
                                                        HostSink& sink,
                                                        const HostOptions& options) {
    std::unique_ptr<HostProcess> made(new HostProcess(loop, log, sink));  // NOLINT: private
    TESSERA_TRY(made->connect(options));
    pb::Hello hello;
    hello.magic = kMagic;
    hello.protocol = kProtocol;
    hello.build = options.build;
    hello.commands_without_reply = options.commands_without_reply;
    made->send(std::move(hello));
    made->set_busy(Busy::Yes);  // with the greeting
    return made;
}

HostProcess::~HostProcess() = default;

Result<> HostProcess::connect(const HostOptions& options) {
    if (options.connect) {
        socket_ = options.connect();
        if (!socket_) {
            return fail(ErrorCode::Unavailable, "there is no plugin-host");
        }
    } else {
        std::array<int, 2> ends{};
        std::array<int, 2> error{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) !=
            0) {
            return fail_errno("a socket for the plugin-host", errno);
        }
        socket_ = UniqueFd(ends[0]);
        UniqueFd theirs(ends[1]);
        if (::pipe2(error.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
            return fail_errno("a pipe for the plugin-host", errno);
        }
        stderr_ = UniqueFd(error[0]);
        child_ = TESSERA_TRY(
            Child::start(loop_, {.program = options.program,
                                 .arguments = {"serve", "--fd", std::to_string(kChildExtraFd)},
                                 .environment = child_environment(),
                                 .directory = "/",
                                 .input = {},
                                 .output = {},
                                 .error = UniqueFd(error[1]),
                                 .extra = std::move(theirs),
                                 .ended = [this](ChildStatus s) { on_child_ended(s); }}));
        stderr_watch_ = TESSERA_TRY(
            loop_.watch(stderr_.get(), io::Interest::Read, [this](io::Interest) { read_log(); }));
    }
    watch_ = TESSERA_TRY(loop_.watch(socket_.get(), io::Interest::Read,
                                     [this](io::Interest ready) { on_ready(ready); }));
    return {};
}

void HostProcess::end(std::string why) {
    if (ended_) {
        return;
    }
    ended_ = true;
    watch_.reset();
    stderr_watch_.reset();
    silence_.reset();
    socket_.reset();
    if (child_) {
        child_->kill();
    }
    end_timer_ = loop_.timer(std::chrono::milliseconds(0), io::Loop::Repeat::No,
                             [this, why = std::move(why)] { sink_.host_ended(why); });
}

void HostProcess::on_child_ended(ChildStatus status) {
    if (stderr_watch_) {
        read_log();
    }
    const std::string words = last_words_.empty() ? "" : ": " + last_words_;
    end(fmt::format("the plugin-host ended with {}{}", status.to_string(), words));
}

void HostProcess::set_busy(Busy busy) {
    busy_ = busy;
    if (busy == Busy::Yes && !silence_ && !ended_) {
        silent_checks_ = 0;
        silence_ =
            loop_.timer(kSilenceInterval, io::Loop::Repeat::Yes, [this] { check_silence(); });
    }
}

void HostProcess::check_silence() {
    if (busy_ == Busy::No) {
        silence_.reset();
    } else if (++silent_checks_ >= kSilentChecksMax) {
        end("the plugin-host answers nothing any more");
    } else {
        send(pb::GetMeters());
    }
}

void HostProcess::send_whole(const pb::ToHost& message, UniqueFd fd) {
    if (ended_ || !watch_) {
        return;  // or closed by the other side, and its exit status awaited
    }
    if (const auto pushed = queue_.push(wire::encode(message), std::move(fd)); !pushed) {
        end("the plugin-host does not read: " + pushed.error().message);
        return;
    }
    write();
}

void HostProcess::write() {
    if (!queue_.write_to(socket_.get())) {
        watch_->set_interest(io::Interest::Read);  // its end is read there, with what it still said
        return;
    }
    watch_->set_interest(queue_.is_empty() ? io::Interest::Read : io::Interest::Both);
    congested_ = congested_ || is_congested();
}

void HostProcess::on_ready(io::Interest ready) {
    const auto bits = static_cast<unsigned>(ready);
    if ((bits & static_cast<unsigned>(io::Interest::Read)) != 0) {
        read();
    }
    if (watch_ && (bits & static_cast<unsigned>(io::Interest::Write)) != 0) {
        write();
        if (congested_ && !is_congested()) {
            congested_ = false;
            sink_.host_drained();
        }
    }
}

void HostProcess::read() {
    const auto status = reader_.read_from(socket_.get());
    if (!status) {
        end("the plugin-host broke the protocol: " + status.error().message);
        return;
    }
    silent_checks_ = 0;
    while (!ended_) {
        const auto frame = reader_.next();
        if (!frame) {
            break;
        }
        take(*frame);
    }
    if (!ended_ && *status == io::FrameReader::Status::Closed) {
        watch_.reset();
        end_timer_ =
            loop_.timer(child_ ? kStatusWait : std::chrono::milliseconds(0), io::Loop::Repeat::No,
                        [this] { end("the plugin-host closed its connection"); });
    }
}

void HostProcess::take(const io::Frame& frame) {
    pb::FromHost message;
    if (frame.fd || !wire::decode(frame.bytes, message)) {
        end(frame.fd ? "the plugin-host sent a descriptor" : "the plugin-host sent a bad frame");
        return;
    }
    const auto* hello = std::get_if<pb::HelloReply>(&message.body);
    if ((hello != nullptr) == greeted_) {
        end(greeted_ ? "the plugin-host greeted twice" : "the plugin-host did not greet");
        return;
    }
    if (hello == nullptr) {
        sink_.host_message(message);
        return;
    }
    if (hello->magic != kMagic || hello->protocol != kProtocol) {
        end("what answered is no plugin-host of this version");
        return;
    }
    greeted_ = true;
    sink_.host_greeted(*hello);
}

void HostProcess::read_log() {
    std::array<char, 4096> part{};
    const ssize_t n = ::read(stderr_.get(), part.data(), part.size());
    if (n <= 0) {
        if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
            stderr_watch_.reset();
        }
        return;
    }
    for (const char c : std::string_view(part.data(), static_cast<std::size_t>(n))) {
        if (c != '\n' && log_line_.size() < kLogLineMax) {
            log_line_ += c;
        } else if (c == '\n' && !log_line_.empty()) {
            if (++log_lines_ <= kLogLinesMax) {
                log_.log(LogLevel::Warning, "plugin-host", log_line_);
            }
            last_words_ = std::move(log_line_);
            log_line_.clear();
        }
    }
}

}  // namespace tessera::server
