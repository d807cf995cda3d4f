#include "plugin_host_driver.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "tessera/wire/codec.h"

namespace tessera::bench {
namespace {

constexpr int kFirstFreeFd = 200;  // above what this program has open

pid_t start(const std::string& program, const std::array<int, 3>& streams,
            const std::array<const char*, 4>& arguments) {
    const pid_t child = ::fork();
    if (child == 0) {
        for (int i = 0; i < 3; ++i) {
            if (streams.at(static_cast<std::size_t>(i)) >= 0) {
                ::dup2(streams.at(static_cast<std::size_t>(i)), i);
            }
        }
        ::execl(program.c_str(), program.c_str(), arguments[0], arguments[1], arguments[2],
                arguments[3], nullptr);
        ::_exit(127);
    }
    return child;
}

}  // namespace

void die(std::string_view sentence) {
    std::fprintf(stderr, "plugin_bench: %.*s\n", static_cast<int>(sentence.size()),
                 sentence.data());
    std::exit(1);
}

UniqueFd file_of(std::string_view bytes) {
    UniqueFd fd(::memfd_create("code", MFD_CLOEXEC));
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd.get(), bytes.data(), bytes.size());
        if (written <= 0) {
            die("no memory for a file");
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return fd;
}

std::string compile(const std::string& host, const std::string& wasm_path, const char* compiler) {
    const UniqueFd in(::open(wasm_path.c_str(), O_RDONLY | O_CLOEXEC));
    const UniqueFd out = file_of({});
    if (!in) {
        die("cannot read " + wasm_path);
    }
    const pid_t child =
        start(host, {in.get(), out.get(), -1}, {"compile", "--compiler", compiler, nullptr});
    int status = 0;
    if (::waitpid(child, &status, 0) != child || status != 0) {
        die("cannot compile " + wasm_path);
    }
    std::string code(static_cast<std::size_t>(::lseek(out.get(), 0, SEEK_END)), '\0');
    if (::pread(out.get(), code.data(), code.size(), 0) != static_cast<ssize_t>(code.size())) {
        die("cannot read the machine code");
    }
    return code;
}

HostDriver::HostDriver(const std::string& host) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        die("no socketpair");
    }
    socket_ = UniqueFd(ends[0]);
    const UniqueFd theirs(ends[1]);
    if (::dup2(theirs.get(), kFirstFreeFd) < 0) {
        die("no descriptor");
    }
    const std::string number = std::to_string(kFirstFreeFd);
    child_ = start(host, {-1, -1, -1}, {"serve", "--fd", number.c_str(), nullptr});
    ::close(kFirstFreeFd);
    pb::Hello hello;
    hello.magic = "tessera-plugin-host";
    hello.protocol = 1;
    send(std::move(hello));
    (void)expect<pb::HelloReply>();
}

HostDriver::~HostDriver() {
    (void)::kill(child_, SIGKILL);
    (void)::waitpid(child_, nullptr, 0);
}

void HostDriver::send_whole(const pb::ToHost& message, int fd) {
    io::FrameQueue queue;
    if (!queue.push(wire::encode(message), UniqueFd(fd < 0 ? -1 : ::dup(fd)))) {
        die("a frame too long");
    }
    while (!queue.is_empty()) {
        if (!queue.write_to(socket_.get())) {
            die("the plugin-host went away");
        }
    }
}

pb::FromHost HostDriver::next() {
    while (true) {
        if (auto frame = reader_.next()) {
            pb::FromHost message;
            if (!wire::decode(frame->bytes, message)) {
                die("a message that is none");
            }
            if (const auto* command = std::get_if<pb::Command>(&message.body);
                command != nullptr && command->waits) {
                pb::CommandReply reply;
                reply.instance = command->instance;
                reply.command = command->command;
                send(std::move(reply));
            } else if (const auto* trapped = std::get_if<pb::Trapped>(&message.body)) {
                die(trapped->during + ": " + trapped->message);
            }
            return message;
        }
        const auto status = reader_.read_from(socket_.get());
        if (!status || *status == io::FrameReader::Status::Closed) {
            die("the plugin-host ended");
        }
    }
}

void HostDriver::load(std::uint64_t instance, int code, pb::Compiler compiler) {
    pb::Load message;
    message.instance = instance;
    message.plugin = static_cast<std::uint32_t>(instance);
    message.client = 1;
    message.compiler = compiler;
    send(std::move(message), code);
}

void HostDriver::resize(std::uint64_t instance, std::uint32_t rows, std::uint32_t cols) {
    pb::Resize message;
    message.instance = instance;
    message.rows = rows;
    message.cols = cols;
    send(std::move(message));
}

void HostDriver::update(std::uint64_t instance, std::uint64_t call, const std::string& event) {
    pb::Update message;
    message.instance = instance;
    message.call = call;
    message.event = event;
    send(std::move(message));
}

void HostDriver::unload(std::uint64_t instance) {
    pb::Unload message;
    message.instance = instance;
    send(std::move(message));
    (void)expect<pb::Unloaded>();
}

std::uint64_t HostDriver::memory_kib() const {
    std::ifstream file("/proc/" + std::to_string(child_) + "/smaps_rollup");
    for (std::string word; file >> word;) {
        if (word == "Pss:") {
            std::uint64_t kib = 0;
            file >> kib;
            return kib;
        }
    }
    die("no smaps_rollup of the plugin-host");
}

}  // namespace tessera::bench
