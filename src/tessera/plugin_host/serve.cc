// The serve role: sets up engines and socket, enters the sandbox, then runs the connection.

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>

#include "tessera/plugin_host/connection.h"
#include "tessera/plugin_host/roles.h"
#include "tessera/plugin_host/sandbox.h"

namespace tessera::plugin_host {
namespace {

constexpr int kUsageError = 2;

/// The descriptor of `--fd N`, if it is open; else none.
UniqueFd socket_from(std::span<const std::string_view> arguments) {
    int fd = -1;
    if (arguments.size() != 2 || arguments[0] != "--fd") {
        return {};
    }
    const std::string_view number = arguments[1];
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), fd);
    const bool whole = error == std::errc() && end == number.data() + number.size();
    const int flags = whole && fd > STDERR_FILENO ? ::fcntl(fd, F_GETFL) : -1;
    if (flags < 0) {
        return {};
    }
    // Reads must not block the loop; nobody inherits it.
    (void)::fcntl(fd, F_SETFL, flags | O_NONBLOCK);  // NOLINT: variadic by POSIX
    (void)::fcntl(fd, F_SETFD, FD_CLOEXEC);          // NOLINT: variadic by POSIX
    return UniqueFd(fd);
}

Result<Connection::End> serve(UniqueFd socket) {
    auto optimizing = TESSERA_TRY(wasm::Engine::create({}));
    auto baseline = TESSERA_TRY(wasm::Engine::create({.compiler = wasm::Compiler::Baseline}));
    io::Loop loop;
    const auto connection =
        TESSERA_TRY(Connection::create(loop, {.socket = std::move(socket),
                                              .optimizing = std::move(optimizing),
                                              .baseline = std::move(baseline)}));
    const SandboxState state = TESSERA_TRY(enter_sandbox({}));
    return connection->run(state == SandboxState::Full ? Connection::Sandboxed::Yes
                                                       : Connection::Sandboxed::No);
}

}  // namespace

int serve_role(std::span<const std::string_view> arguments) {
    UniqueFd socket = socket_from(arguments);
    if (!socket) {
        (void)std::fputs("expected: --fd and the number of an open socket above 2\n", stderr);
        return kUsageError;
    }
    const auto end = serve(std::move(socket));
    const std::string message = end ? end->message : end.error().to_string();
    if (!message.empty()) {
        (void)std::fprintf(stderr, "%s\n", message.c_str());
    }
    return static_cast<int>(end ? end->status : ServeEnd::Failed);
}

}  // namespace tessera::plugin_host
