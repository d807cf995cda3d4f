#include "tessera/server/plugins/net.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <utility>

#include "tessera/wire/codec.h"

namespace tessera::server {

namespace pb = session::net;

namespace {

/// What libcurl and OpenSSL read to find their way out.
constexpr const char* kVariables[] = {"http_proxy",  "https_proxy", "HTTPS_PROXY", "all_proxy",
                                      "ALL_PROXY",   "no_proxy",    "NO_PROXY",    "SSL_CERT_FILE",
                                      "SSL_CERT_DIR"};

std::vector<std::string> environment() {
    std::vector<std::string> out = child_environment();
    for (const char* name : kVariables) {
        if (const char* value = std::getenv(name)) {
            out.push_back(std::string(name) + "=" + value);
        }
    }
    return out;
}

}  // namespace

Net::~Net() { *is_alive_ = false; }

Result<> Net::start() {
    if (connection_) {
        return {};
    }
    if (program_.empty()) {
        return fail(ErrorCode::Unavailable, "nothing here reaches the web");
    }
    const std::uint64_t run = ++run_;
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        return fail_errno("a socket for tessera-net", errno);
    }
    UniqueFd ours(ends[0]);
    child_ = TESSERA_TRY(Child::start(
        loop_, {.program = program_,
                .arguments = {},
                .environment = environment(),
                .directory = "/",
                .input = {},
                .output = {},
                .error = {},
                .extra = UniqueFd(ends[1]),
                .ended = [this, run](ChildStatus status) { ended(run, status.to_string()); }}));
    connection_ = TESSERA_TRY(io::Connection::open(
        loop_, std::move(ours),
        {.on_frame = [this](io::Frame frame) { take(frame); },
         .on_closed = [this, run](const std::string& why) { ended(run, why); }},
        {.name = "tessera-net", .log = &log_}));
    return {};
}

void Net::ask(Asked asked) {
    idle_.reset();
    const std::uint64_t number = ++last_;
    asked.request.number = number;
    Result<> sent = start();
    if (sent) {
        pb::ToNet message;
        message.body = asked.request;
        sent = connection_->send(wire::encode(message), std::move(asked.file));
    }
    asked.request = {};  // it may be large
    waiting_.emplace(number, std::move(asked));
    if (!sent) {
        loop_.post([this, still = is_alive_, number, error = sent.error()] {
            if (*still) {
                answer(number, std::unexpected(error));
            }
        });
    }
}

void Net::take(const io::Frame& frame) {
    pb::FromNet message;
    if (!wire::decode(frame.bytes, message)) {
        ended(run_, "it sent a malformed frame");
        return;
    }
    if (auto* response = std::get_if<pb::Response>(&message.body)) {
        answer(response->number, std::move(*response));
    } else if (const auto* failed = std::get_if<pb::Failure>(&message.body)) {
        answer(failed->number, fail(ErrorCode::Unavailable, failed->sentence));
    } else if (const auto* progress = std::get_if<pb::Progress>(&message.body)) {
        const auto found = waiting_.find(progress->number);
        if (found != waiting_.end() && found->second.progress) {
            found->second.progress(*progress);
        }
    }
}

void Net::answer(std::uint64_t number, Result<pb::Response> outcome) {
    const auto found = waiting_.find(number);
    if (found == waiting_.end()) {
        return;
    }
    const Asked asked = std::move(found->second);
    waiting_.erase(found);
    rest();
    asked.done(std::move(outcome));
}

void Net::rest() {
    if (waiting_.empty()) {
        idle_ = loop_.timer(kNetIdle, io::Loop::Repeat::No, [this] {
            connection_.reset();
            child_.reset();
            idle_.reset();
        });
    }
}

void Net::ended(std::uint64_t run, const std::string& why) {
    if (run != run_) {
        return;  // the other of its two ends was told before
    }
    ++run_;
    log_.log(LogLevel::Warning, "plugins", "tessera-net ended: " + why);
    connection_.reset();
    // With the task: it is destroyed after the calls that may be on the stack.
    const auto child = std::shared_ptr<Child>(std::move(child_));
    const auto lost = std::make_shared<std::map<std::uint64_t, Asked>>(std::exchange(waiting_, {}));
    loop_.post([still = is_alive_, child, lost, why] {
        for (const auto& [number, asked] : *lost) {
            if (*still) {
                asked.done(fail(ErrorCode::Unavailable, "tessera-net ended: " + why));
            }
        }
    });
}

}  // namespace tessera::server
