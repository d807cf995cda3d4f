#include "tessera/server/plugins/programs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace tessera::server {

namespace {

constexpr int kDidNotStart = 2;  // as Zellij reports it

}  // namespace

Programs::~Programs() = default;

void Programs::Stream::read() {
    constexpr std::size_t kPart = 65536;
    std::array<char, kPart> part;
    const ssize_t n = ::read(fd.get(), part.data(), part.size());
    if (n > 0) {
        text.append(part.data(),
                    std::min(static_cast<std::size_t>(n),
                             kProgramOutputMax - std::min(text.size(), kProgramOutputMax)));
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        watch.reset();
        fd.reset();
    }
}

Result<UniqueFd> Programs::open(Stream& stream) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return fail_errno("a pipe", errno);
    }
    stream.fd = UniqueFd(ends[0]);
    UniqueFd theirs(ends[1]);
    (void)::fcntl(ends[0], F_SETFL, O_NONBLOCK);  // NOLINT: variadic by POSIX
    stream.watch = TESSERA_TRY(
        loop_.watch(ends[0], io::Interest::Read, [&stream](io::Interest) { stream.read(); }));
    return theirs;
}

Result<> Programs::start(std::uint64_t number, Running& running, Order order) {
    if (running_.size() > kProgramsMax) {
        return fail(ErrorCode::LimitExceeded, "too many programs of plugins run already");
    }
    auto output = TESSERA_TRY(open(running.output));
    auto error = TESSERA_TRY(open(running.error));
    ChildOptions options{.program = order.argv.front(),
                         .arguments = {order.argv.begin() + 1, order.argv.end()},
                         .environment = std::move(order.environment),
                         .directory = std::move(order.directory),
                         .input = {},
                         .output = std::move(output),
                         .error = std::move(error),
                         .extra = {},
                         .ended = [this, number](ChildStatus status) { ended(number, status); }};
    running.child = TESSERA_TRY(Child::start(loop_, std::move(options)));
    return {};
}

void Programs::run(Order order) {
    const std::uint64_t number = ++last_;
    auto& running = running_[number] = std::make_unique<Running>();
    running->done = std::move(order.done);
    if (const auto started = start(number, *running, std::move(order)); !started) {
        running->error.text = started.error().to_string();
        failing_[number] =
            loop_.timer(std::chrono::milliseconds(0), io::Loop::Repeat::No, [this, number] {
                failing_.erase(number);
                ended(number, {.code = kDidNotStart});
            });
    }
}

void Programs::ended(std::uint64_t number, ChildStatus status) {
    const auto it = running_.find(number);
    if (it == running_.end()) {
        return;
    }
    const std::unique_ptr<Running> running = std::move(it->second);
    running_.erase(it);
    for (Stream* stream : {&running->output, &running->error}) {
        // What it wrote is in the pipe; its own children may keep the pipe open for ever.
        constexpr int kPartsMax = 64;
        for (int i = 0; i < kPartsMax && stream->fd; ++i) {
            const std::size_t before = stream->text.size();
            stream->read();
            if (stream->text.size() == before) {
                break;
            }
        }
    }
    running->done({.exit_code = status.signal == 0 ? std::optional(status.code) : std::nullopt,
                   .output = std::move(running->output.text),
                   .error = std::move(running->error.text)});
}

}  // namespace tessera::server
