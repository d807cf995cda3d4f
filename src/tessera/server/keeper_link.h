#pragma once
// KeeperLink: the server's end of the socketpair to the keeper (proto/session/keeper.proto).
// Threads: the loop's.

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "session/keeper.wire.h"
#include "tessera/base/log_sink.h"
#include "tessera/base/unique_fd.h"
#include "tessera/io/connection.h"
#include "tessera/server/program_keeper.h"

namespace tessera::server {

class KeeperLink final : public ProgramKeeper {
public:
    /// Called from the loop. Before keeper_ready() come keeper_terminal() for programs that live,
    /// program_exited() for those that ended meanwhile, keeper_snapshot() if there is one, and
    /// keeper_screen() for each part of a screen.
    class Owner {
    public:
        virtual ~Owner() = default;
        virtual void keeper_terminal(std::uint32_t terminal, pid_t pid, UniqueFd master) = 0;
        virtual void keeper_snapshot(std::string bytes) = 0;
        virtual void keeper_screen(std::uint32_t terminal, std::uint64_t part,
                                   std::string content) = 0;
        virtual void keeper_ready() = 0;
        virtual void program_started(std::uint32_t terminal, pid_t pid, UniqueFd master) = 0;
        virtual void program_failed(std::uint32_t terminal, std::string_view sentence) = 0;
        virtual void program_exited(std::uint32_t terminal, std::int32_t status) = 0;
        /// Without it no program can be started or kept: the server ends.
        virtual void keeper_gone() = 0;
    };

    /// Largest snapshot that is kept and read back: thousands of panes need some hundred kB.
    static constexpr std::size_t kMaxSnapshotBytes = std::size_t{64} << 20U;
    /// A keeper has this much unread only when it is stopped or starved.
    static constexpr std::size_t kSlowBytes = std::size_t{1} << 20U;

    [[nodiscard]] static Result<std::unique_ptr<KeeperLink>> open(io::Loop& loop, UniqueFd socket,
                                                                  Owner& owner, LogSink& log);

    void start(const ProgramStart& what) override;
    void signal(std::uint32_t terminal, int signal) override;
    void release(std::uint32_t terminal) override;
    void store_screen(std::uint32_t terminal, std::uint64_t part, std::string content) override;
    void drop_screen(std::uint32_t terminal, std::uint64_t part) override;
    /// It has not taken what was sent it before: screens can wait.
    [[nodiscard]] bool is_slow() const { return connection_->queued_bytes() > kSlowBytes; }
    /// Replaces what the keeper holds. A failure is logged: the one before stays.
    void store_snapshot(std::string_view bytes);
    /// The keeper removes the socket and ends.
    void quit();

private:
    KeeperLink(Owner& owner, LogSink& log) : owner_(owner), log_(log) {}
    void received(io::Frame frame);
    void send(const session::keeper::ToKeeper& message, UniqueFd fd = {});

    Owner& owner_;
    LogSink& log_;
    std::unique_ptr<io::Connection> connection_;
};

}  // namespace tessera::server
