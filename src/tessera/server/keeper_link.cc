#include "tessera/server/keeper_link.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "tessera/protocol/version.h"
#include "tessera/wire/codec.h"

namespace tessera::server {

namespace {

namespace wire_keeper = session::keeper;
using ToKeeper = wire_keeper::ToKeeper;
using ToServer = wire_keeper::ToServer;

std::uint32_t pixels(std::int32_t value) { return static_cast<std::uint32_t>(std::max(0, value)); }

/// A sealed memory file of these bytes.
Result<UniqueFd> memory_file(std::string_view bytes) {
    UniqueFd file(::memfd_create("tessera-snapshot", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!file) {
        return fail_errno("memfd_create", errno);
    }
    std::size_t written = 0;
    while (written < bytes.size()) {
        const ssize_t n = ::write(file.get(), bytes.data() + written, bytes.size() - written);
        if (n < 0 && errno != EINTR) {
            return fail_errno("write a snapshot", errno);
        }
        written += n > 0 ? static_cast<std::size_t>(n) : 0;
    }
    constexpr int kSeals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;
    if (::fcntl(file.get(), F_ADD_SEALS, kSeals) != 0) {
        return fail_errno("seal a snapshot", errno);
    }
    return file;
}

Result<std::string> read_whole(const UniqueFd& file) {
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) {
        return fail_errno("look at a snapshot", errno);
    }
    if (info.st_size < 0 ||
        static_cast<std::size_t>(info.st_size) > KeeperLink::kMaxSnapshotBytes) {
        return fail(ErrorCode::LimitExceeded, "the snapshot is too large");
    }
    std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t n = ::pread(file.get(), bytes.data() + done, bytes.size() - done,
                                  static_cast<off_t>(done));
        if (n == 0 || (n < 0 && errno != EINTR)) {
            return fail(ErrorCode::Io, "the snapshot could not be read");
        }
        done += n > 0 ? static_cast<std::size_t>(n) : 0;
    }
    return bytes;
}

}  // namespace

Result<std::unique_ptr<KeeperLink>> KeeperLink::open(io::Loop& loop, UniqueFd socket, Owner& owner,
                                                     LogSink& log) {
    std::unique_ptr<KeeperLink> link(new KeeperLink(owner, log));  // NOLINT: private constructor
    KeeperLink* raw = link.get();
    link->connection_ = TESSERA_TRY(io::Connection::open(
        loop, std::move(socket),
        {.on_frame = [raw](io::Frame frame) { raw->received(std::move(frame)); },
         .on_closed = [raw](const std::string&) { raw->owner_.keeper_gone(); }},
        {.name = "keeper", .log = &log}));
    ToKeeper hello;
    auto& body = hello.body.emplace<ToKeeper::BodyCase::hello>();
    body.magic = protocol::kServerMagic;
    body.protocol = protocol::kKeeperProtocol;
    raw->send(hello);
    return link;
}

void KeeperLink::send(const ToKeeper& message, UniqueFd fd) {
    if (const Result<> sent = connection_->send(wire::encode(message), std::move(fd)); !sent) {
        log_.log(LogLevel::Error, "server", "keeper: " + sent.error().to_string());
    }
}

void KeeperLink::start(const ProgramStart& what) {
    ToKeeper message;
    auto& spawn = message.body.emplace<ToKeeper::BodyCase::spawn>();
    spawn.terminal = what.terminal;
    spawn.argv = what.argv;
    spawn.environment = what.environment;
    spawn.directory = what.directory;
    spawn.rows = pixels(what.size.rows.value);
    spawn.cols = pixels(what.size.cols.value);
    spawn.cell_width = pixels(what.cell_pixels.cols.value);
    spawn.cell_height = pixels(what.cell_pixels.rows.value);
    send(message);
}

void KeeperLink::signal(std::uint32_t terminal, int signal) {
    ToKeeper message;
    auto& body = message.body.emplace<ToKeeper::BodyCase::signal>();
    body.terminal = terminal;
    body.signal = signal;
    body.program_only = true;
    send(message);
}

void KeeperLink::release(std::uint32_t terminal) {
    ToKeeper message;
    message.body.emplace<ToKeeper::BodyCase::release>().terminal = terminal;
    send(message);
}

void KeeperLink::store_screen(std::uint32_t terminal, std::uint64_t part, std::string content) {
    ToKeeper message;
    auto& body = message.body.emplace<ToKeeper::BodyCase::store_screen>();
    body.terminal = terminal;
    body.part = part;
    body.content = std::move(content);
    send(message);
}

void KeeperLink::drop_screen(std::uint32_t terminal, std::uint64_t part) {
    ToKeeper message;
    auto& body = message.body.emplace<ToKeeper::BodyCase::drop_screen>();
    body.terminal = terminal;
    body.part = part;
    send(message);
}

void KeeperLink::store_snapshot(std::string_view bytes) {
    if (bytes.size() > kMaxSnapshotBytes) {
        log_.log(LogLevel::Error, "server", "the snapshot is too large to be kept");
        return;
    }
    Result<UniqueFd> file = memory_file(bytes);
    if (!file) {
        log_.log(LogLevel::Error, "server", file.error().to_string());
        return;
    }
    ToKeeper message;
    message.body.emplace<ToKeeper::BodyCase::store_snapshot>();
    send(message, std::move(*file));
}

void KeeperLink::quit() {
    ToKeeper message;
    message.body.emplace<ToKeeper::BodyCase::quit>();
    send(message);
    connection_->close_when_drained();
}

void KeeperLink::received(io::Frame frame) {
    ToServer message;
    if (!wire::decode(frame.bytes, message)) {
        log_.log(LogLevel::Error, "server", "the keeper sent what is no message");
        return;
    }
    using Case = ToServer::BodyCase;
    if (auto* terminal = std::get_if<Case::terminal>(&message.body)) {
        owner_.keeper_terminal(terminal->terminal, static_cast<pid_t>(terminal->pid),
                               std::move(frame.fd));
    } else if (std::holds_alternative<wire_keeper::Snapshot>(message.body)) {
        Result<std::string> bytes = read_whole(frame.fd);
        if (bytes) {
            owner_.keeper_snapshot(std::move(*bytes));
        } else {
            log_.log(LogLevel::Error, "server", bytes.error().to_string());
        }
    } else if (auto* screen = std::get_if<Case::screen>(&message.body)) {
        owner_.keeper_screen(screen->terminal, screen->part, std::move(screen->content));
    } else if (std::holds_alternative<wire_keeper::Ready>(message.body)) {
        owner_.keeper_ready();
    } else if (auto* spawned = std::get_if<Case::spawned>(&message.body)) {
        owner_.program_started(spawned->terminal, static_cast<pid_t>(spawned->pid),
                               std::move(frame.fd));
    } else if (auto* failed = std::get_if<Case::spawn_failed>(&message.body)) {
        owner_.program_failed(failed->terminal, failed->message);
    } else if (auto* exited = std::get_if<Case::exited>(&message.body)) {
        owner_.program_exited(exited->terminal, exited->status);
    }
}

}  // namespace tessera::server
