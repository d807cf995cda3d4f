#pragma once
// HostProcess: one run of the plugin-host: its process, its socket, the greeting. Checks what can
// be checked without knowing instances: frames, their order, silence. Ends it when something is
// wrong. Threads: the loop's.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "session/plugin_host.wire.h"
#include "tessera/base/log_sink.h"
#include "tessera/io/frame.h"
#include "tessera/io/loop.h"
#include "tessera/server/plugins/child.h"

namespace tessera::server {

/// Unsent bytes from which no further events are handed to the plugin-host.
inline constexpr std::size_t kHostCongestedBytes = std::size_t{4} << 20U;

class HostSink {
public:
    virtual ~HostSink() = default;
    virtual void host_greeted(const session::plugin_host::HelloReply& reply) = 0;
    virtual void host_message(session::plugin_host::FromHost& message) = 0;
    /// Room again after is_congested().
    virtual void host_drained() = 0;
    /// Once, from the loop, never from inside a call; `why` is a sentence. The process is dead or
    /// dying then. Destroy the HostProcess.
    virtual void host_ended(std::string why) = 0;
};

struct HostOptions {
    std::filesystem::path program;
    std::vector<std::uint32_t> commands_without_reply;
    std::string build;
    std::function<UniqueFd()> connect;  // for tests: instead of a process
};

class HostProcess {
public:
    /// Errors: what starting the program gives. Both references must outlive it.
    [[nodiscard]] static Result<std::unique_ptr<HostProcess>> start(io::Loop& loop, LogSink& log,
                                                                    HostSink& sink,
                                                                    const HostOptions& options);
    ~HostProcess();
    HostProcess(const HostProcess&) = delete;
    HostProcess& operator=(const HostProcess&) = delete;

    template <class M>
    void send(M message, UniqueFd fd = {}) {
        session::plugin_host::ToHost whole;
        whole.body = std::move(message);
        send_whole(whole, std::move(fd));
    }
    [[nodiscard]] bool is_congested() const { return queue_.bytes() >= kHostCongestedBytes; }
    /// Kills it; host_ended(why) follows.
    void end(std::string why);
    [[nodiscard]] int pid() const { return child_ ? child_->pid() : 0; }
    /// Whether it has to answer something: silence is then a failure.
    enum class Busy : std::uint8_t { No, Yes };
    void set_busy(Busy busy);

private:
    HostProcess(io::Loop& loop, LogSink& log, HostSink& sink)
        : loop_(loop), log_(log), sink_(sink) {}
    Result<> connect(const HostOptions& options);
    void send_whole(const session::plugin_host::ToHost& message, UniqueFd fd);
    void on_ready(io::Interest ready);
    void read();
    void take(const io::Frame& frame);
    void write();
    void read_log();
    void check_silence();
    void on_child_ended(ChildStatus status);

    io::Loop& loop_;
    LogSink& log_;
    HostSink& sink_;
    UniqueFd socket_;
    UniqueFd stderr_;
    io::FrameReader reader_;
    io::FrameQueue queue_;
    std::string log_line_;
    int log_lines_ = 0;
    std::string last_words_;  // of its stderr
    bool greeted_ = false;
    bool ended_ = false;
    bool congested_ = false;
    Busy busy_ = Busy::No;
    int silent_checks_ = 0;
    std::unique_ptr<io::Watch> watch_;  // of socket_; null: nothing more comes or goes
    std::unique_ptr<io::Watch> stderr_watch_;
    std::unique_ptr<io::Watch> silence_;
    std::unique_ptr<io::Watch> end_timer_;
    std::unique_ptr<Child> child_;
};

}  // namespace tessera::server
