#pragma once
// Keeper: what must not die with a server. Holds programs, their terminals, the listening socket,
// the last snapshot and screens; starts the server, and again when it dies.
// proto/session/keeper.proto is its whole conversation. Parses nothing that came from outside but
// those messages.
// Threads: the loop's.

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "session/keeper.wire.h"
#include "tessera/base/log_sink.h"
#include "tessera/base/unique_fd.h"
#include "tessera/io/connection.h"
#include "tessera/io/loop.h"
#include "tessera/keeper/pace.h"
#include "tessera/keeper/screens.h"
#include "tessera/keeper/terminals.h"

namespace tessera::keeper {

/// Larger snapshots are not kept: they would be memory that nobody can see.
inline constexpr std::int64_t kSnapshotBytesMax = std::int64_t{64} << 20U;
/// How long a server may take to end after Quit, and after the keeper was asked to end.
inline constexpr std::chrono::milliseconds kQuitTime{2000};
inline constexpr std::chrono::milliseconds kTerminateTime{5000};
/// Between a server's end and the end of its socket, in either order.
inline constexpr std::chrono::milliseconds kSocketEndTime{200};

class Keeper {
public:
    struct Options {
        UniqueFd listening;               // what clients connect to
        std::string socket;               // its path, removed at the end
        std::string lock;                 // see start.h
        std::vector<std::string> server;  // its command; `--fd N --listen M` is appended
        std::string error_file;           // of the server's standard error; empty: none
    };
    /// `loop`, `log` and `clock` are borrowed.
    Keeper(io::Loop& loop, Options options, LogSink& log, const Clock& clock);

    /// Starts the first server. Stops the loop when all is over.
    void start();
    /// Asked to end from outside (SIGTERM): ends the server, which ends the sessions.
    void terminate();

private:
    enum class Phase : std::uint8_t { Running, Terminating, Quitting };

    void start_server();
    void received(io::Frame frame);
    void handle(const session::keeper::Hello& hello, UniqueFd fd);
    void handle(const session::keeper::Spawn& spawn, UniqueFd fd);
    void handle(const session::keeper::Release& release, UniqueFd fd);
    void handle(const session::keeper::Signal& signal, UniqueFd fd);
    void handle(const session::keeper::StoreSnapshot& store, UniqueFd fd);
    void handle(session::keeper::StoreScreen& store, UniqueFd fd);
    void handle(const session::keeper::DropScreen& drop, UniqueFd fd);
    void handle(const session::keeper::Quit& quit, UniqueFd fd);
    void handle(std::monostate unknown, UniqueFd fd);
    template <class Body>
    void send(Body body, UniqueFd fd = {});
    void children_ended();
    void drop_server(const char* why);
    void server_gone();
    void quit();
    void remove_socket() const;

    io::Loop& loop_;
    Options options_;
    LogSink& log_;
    const Clock& clock_;
    Terminals terminals_;
    UniqueFd snapshot_;
    Screens screens_;
    RestartPace pace_;
    std::uint32_t restarts_ = 0;
    Phase phase_ = Phase::Running;
    pid_t server_pid_ = 0;  // 0: reaped, or none yet
    std::unique_ptr<io::Connection> server_;
    bool is_ready_ = false;  // the server has said Hello
    std::uint64_t socket_device_ = 0;
    std::uint64_t socket_inode_ = 0;
    std::unique_ptr<io::Watch> child_signal_;
    std::unique_ptr<io::Watch> timer_;  // of the phase, or of the next start
};

}  // namespace tessera::keeper
