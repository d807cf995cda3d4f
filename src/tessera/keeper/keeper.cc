#include "tessera/keeper/keeper.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "tessera/io/socket.h"
#include "tessera/keeper/process.h"
#include "tessera/keeper/start.h"
#include "tessera/protocol/version.h"

namespace tessera::keeper {

namespace {

namespace wire = session::keeper;

/// A client that holds the lock has it for as long as connecting or starting a keeper takes.
constexpr std::chrono::milliseconds kUnlinkLockTime{200};

UniqueFd duplicate(const UniqueFd& fd) {
    return UniqueFd(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 3));
}

}  // namespace

Keeper::Keeper(io::Loop& loop, Options options, LogSink& log, const Clock& clock)
    : loop_(loop), options_(std::move(options)), log_(log), clock_(clock) {
    struct stat found{};
    if (::lstat(options_.socket.c_str(), &found) == 0) {
        socket_device_ = found.st_dev;
        socket_inode_ = found.st_ino;
    }
    child_signal_ = loop_.on_signal(SIGCHLD, [this] { children_ended(); });
}

void Keeper::start() {
    start_server();
}

void Keeper::start_server() {
    auto pair = io::socket_pair();
    if (!pair) {
        log_.log(LogLevel::Error, "keeper", pair.error().to_string());
        return server_gone();
    }
    const int theirs = pair->second.get();
    const std::array<int, 2> kept = {theirs, options_.listening.get()};
    Program program{
        .argv = options_.server, .descriptors = kept, .error_file = options_.error_file};
    program.argv.insert(program.argv.end(), {"--fd", std::to_string(theirs), "--listen",
                                             std::to_string(options_.listening.get())});
    const Result<pid_t> pid = start_own(program);
    if (!pid) {
        log_.log(LogLevel::Error, "keeper", pid.error().to_string());
        return server_gone();
    }
    server_pid_ = *pid;
    is_ready_ = false;
    auto connection = io::Connection::open(
        loop_, std::move(pair->first),
        {.on_frame = [this](io::Frame frame) { received(std::move(frame)); },
         .on_closed = [this](const std::string&) { drop_server("its socket closed"); }},
        {.name = "server", .log = &log_});
    if (!connection) {
        log_.log(LogLevel::Error, "keeper", connection.error().to_string());
        return drop_server("it cannot be watched");
    }
    server_ = *std::move(connection);
    log_.log(LogLevel::Info, "keeper", "started server " + std::to_string(server_pid_));
}

void Keeper::received(io::Frame frame) {
    wire::ToKeeper message;
    if (!tessera::wire::decode(frame.bytes, message)) {
        return drop_server("it sent what is no message");
    }
    std::visit([this, &frame](auto& body) { handle(body, std::move(frame.fd)); },
               message.body);
}

template <class Body>
void Keeper::send(Body body, UniqueFd fd) {
    if (server_ && is_ready_) {
        wire::ToServer message;
        message.body = std::move(body);
        // A failure means that it is gone or does not read: its end comes by itself.
        (void)server_->send(tessera::wire::encode(message), std::move(fd));
    }
}

void Keeper::handle(const wire::Hello& hello, UniqueFd) {
    is_ready_ = true;
    send(wire::HelloReply{std::string(protocol::kKeeperMagic), protocol::kKeeperProtocol,
                          restarts_});
    if (hello.magic != protocol::kServerMagic || hello.protocol != protocol::kKeeperProtocol) {
        log_.log(LogLevel::Error, "keeper", "the server speaks another protocol");
        return;
    }
    for (const auto& [number, terminal] : terminals_.all()) {
        if (!terminal.status) {
            send(wire::Terminal{number, static_cast<std::uint32_t>(terminal.pid)},
                 duplicate(terminal.master));
        }
    }
    for (const auto& [number, terminal] : terminals_.all()) {
        if (terminal.status) {
            send(wire::Exited{number, *terminal.status});
        }
    }
    if (snapshot_) {
        send(wire::Snapshot{}, duplicate(snapshot_));
    }
    for (const auto& [name, content] : screens_.all()) {
        send(wire::Screen{name.terminal, name.part, content});
    }
    send(wire::Ready{});
}

void Keeper::handle(const wire::Spawn& spawn, UniqueFd) {
    const auto terminal = terminals_.spawn(spawn);
    if (!terminal) {
        return send(wire::SpawnFailed{spawn.terminal, terminal.error().to_string()});
    }
    UniqueFd master = duplicate((*terminal)->master);
    if (!master) {
        terminals_.release(spawn.terminal);
        return send(wire::SpawnFailed{spawn.terminal, "no descriptor is left for its terminal"});
    }
    send(wire::Spawned{spawn.terminal, static_cast<std::uint32_t>((*terminal)->pid)},
         std::move(master));
}

void Keeper::handle(const wire::Release& release, UniqueFd) {
    terminals_.release(release.terminal);
    screens_.forget(release.terminal);
}

void Keeper::handle(const wire::Signal& signal, UniqueFd) {
    terminals_.signal(signal);
}

void Keeper::handle(const wire::StoreSnapshot&, UniqueFd fd) {
    struct stat found{};
    constexpr int kSeals = F_SEAL_WRITE | F_SEAL_SHRINK;
    if (!fd || ::fstat(fd.get(), &found) != 0 || found.st_size > kSnapshotBytesMax ||
        (::fcntl(fd.get(), F_GET_SEALS) & kSeals) != kSeals) {
        log_.log(LogLevel::Error, "keeper",
                 "a snapshot is too large or not sealed; the last one stays");
        return;
    }
    snapshot_ = std::move(fd);
}

void Keeper::handle(wire::StoreScreen& store, UniqueFd) {
    if (!screens_.store({store.terminal, store.part}, std::move(store.content))) {
        log_.log(LogLevel::Warning, "keeper", "a part of a screen is over the limits");
    }
}

void Keeper::handle(const wire::DropScreen& drop, UniqueFd) {
    screens_.drop({drop.terminal, drop.part});
}

void Keeper::handle(const wire::Quit&, UniqueFd) {
    quit();
}

void Keeper::handle(std::monostate, UniqueFd) {
    log_.log(LogLevel::Warning, "keeper", "the server sent a message of a newer protocol");
}

void Keeper::children_ended() {
    int status = 0;
    pid_t pid = 0;
    while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == server_pid_) {
            server_pid_ = 0;
            if (WIFSIGNALED(status)) {
                log_.log(LogLevel::Error, "keeper",
                         "the server died of signal " + std::to_string(WTERMSIG(status)));
            }
            if (!server_) {
                server_gone();
            } else if (phase_ == Phase::Running) {
                // What it sent last, Quit perhaps, is still to be read; a child of it may hold the
                // other end open.
                timer_ = loop_.timer(kSocketEndTime, io::Loop::Repeat::No,
                                     [this] { drop_server("it has ended"); });
            }
        } else if (const auto exited = terminals_.reaped(pid, status)) {
            send(*exited);
        }
    }
}

/// The conversation is over; the process has to follow.
void Keeper::drop_server(const char* why) {
    log_.log(LogLevel::Info, "keeper", std::string("the server is gone: ") + why);
    server_.reset();
    if (server_pid_ == 0) {
        return server_gone();
    }
    if (phase_ != Phase::Quitting) {
        (void)::kill(server_pid_, SIGKILL);  // without its keeper it can keep no promise
    }
}

/// No process and no conversation is left.
void Keeper::server_gone() {
    if (phase_ == Phase::Quitting) {
        return loop_.stop();
    }
    const auto pause = pace_.died(clock_.now());
    if (phase_ == Phase::Terminating || (pace_.is_hopeless() && terminals_.all().empty())) {
        log_.log(LogLevel::Error, "keeper", "ends: no server runs and none can be started");
        quit();
        return loop_.stop();
    }
    if (pace_.is_hopeless()) {
        screens_.clear();  // perhaps one of them is what no server survives
    }
    ++restarts_;
    timer_ = loop_.timer(pause, io::Loop::Repeat::No, [this] { start_server(); });
}

void Keeper::terminate() {
    if (phase_ != Phase::Running) {
        return;
    }
    phase_ = Phase::Terminating;
    if (server_pid_ == 0) {
        quit();
        return loop_.stop();
    }
    (void)::kill(server_pid_, SIGTERM);
    timer_ = loop_.timer(kTerminateTime, io::Loop::Repeat::No, [this] {
        quit();
        loop_.stop();
    });
}

void Keeper::quit() {
    if (phase_ == Phase::Quitting) {
        return;
    }
    phase_ = Phase::Quitting;
    remove_socket();
    options_.listening.reset();
    terminals_.release_all();
    timer_ = loop_.timer(kQuitTime, io::Loop::Repeat::No, [this] { loop_.stop(); });
}

void Keeper::remove_socket() const {
    // Whoever makes a socket holds the lock; one that replaced ours is not ours to remove.
    const Result<UniqueFd> lock = take_lock(options_.lock, kUnlinkLockTime);
    if (!lock) {
        log_.log(LogLevel::Warning, "keeper", lock.error().to_string());
        return;
    }
    struct stat found{};
    if (::lstat(options_.socket.c_str(), &found) == 0 && found.st_dev == socket_device_ &&
        found.st_ino == socket_inode_) {
        (void)::unlink(options_.socket.c_str());
    }
}

}  // namespace tessera::keeper
