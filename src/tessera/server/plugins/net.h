#pragma once
// Net: the server's end of tessera-net, the process that reaches the web. It runs while somebody
// waits for it and a while longer; when it dies, what was asked of it fails, and the next request
// starts another. Threads: the loop's.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>

#include "session/net.wire.h"
#include "tessera/base/log_sink.h"
#include "tessera/io/connection.h"
#include "tessera/io/loop.h"
#include "tessera/server/plugins/child.h"

namespace tessera::server {

/// The process ends when nobody has asked anything for so long: it costs some megabytes.
inline constexpr std::chrono::seconds kNetIdle{60};

class Net {
public:
    /// `program`: empty: every request fails. References must outlive it.
    Net(io::Loop& loop, LogSink& log, std::filesystem::path program)
        : loop_(loop), log_(log), program_(std::move(program)) {}
    /// Nobody is called any more.
    ~Net();
    Net(const Net&) = delete;
    Net& operator=(const Net&) = delete;

    struct Asked {
        session::net::Request request;  // its number is given here
        UniqueFd file = {};             // for the body; empty: into the answer
        std::function<void(const session::net::Progress&)> progress = {};
        /// Once, from the loop, never from inside ask(). Errors: Unavailable, with a sentence.
        std::function<void(Result<session::net::Response>)> done;
    };
    void ask(Asked asked);

private:
    Result<> start();
    void take(const io::Frame& frame);
    void answer(std::uint64_t number, Result<session::net::Response> outcome);
    void ended(std::uint64_t run, const std::string& why);
    void rest();

    io::Loop& loop_;
    LogSink& log_;
    std::filesystem::path program_;
    std::unique_ptr<Child> child_;
    std::unique_ptr<io::Connection> connection_;
    std::unique_ptr<io::Watch> idle_;
    std::uint64_t last_ = 0;
    std::uint64_t run_ = 0;  // of the process, to tell its end from an earlier one's
    std::map<std::uint64_t, Asked> waiting_;
    std::shared_ptr<bool> is_alive_ = std::make_shared<bool>(true);  // shared with posted tasks
};

}  // namespace tessera::server
