#pragma once
// What every command needs to know of its surroundings: places, options before the sub-command,
// and the ways to the server.
// Threads: one.

#include <optional>
#include <string>
#include <string_view>

#include "session/client.wire.h"
#include "tessera/cli/arguments.h"
#include "tessera/client/attach.h"
#include "tessera/protocol/paths.h"

namespace tessera::cli {

struct Context {
    Parsed globals;  // options before the sub-command, see global_options()
    protocol::Paths paths;
    protocol::Installation installation;

    /// The session named by --session; empty: none.
    [[nodiscard]] std::string session() const {
        return std::string(globals.value("session").value_or(""));
    }
    [[nodiscard]] client::Connect connect() const;
    /// Somebody listens on our socket.
    [[nodiscard]] bool is_server_there() const;
};

[[nodiscard]] std::span<const OptionSpec> global_options();

/// From the process's environment and /proc/self/exe. `--config-dir` and `--data-dir` win.
[[nodiscard]] Context make_context(Parsed globals);

/// The variable when it is set and not empty.
[[nodiscard]] std::optional<std::string> variable(std::string_view name);

/// The caller's folder (as the shell calls it), environment, session and pane.
[[nodiscard]] session::client::Origin origin();

/// Runs one command on the server; the exit status. Without a server: `absent` on standard error.
[[nodiscard]] int run_on_server(const Context& context, session::client::Command command,
                                std::string_view absent);

/// "error: MESSAGE" on standard error, control characters but newlines made visible. The status.
int complain(std::string_view message, int status);
/// As complain(), with a pointer to --help; status 2.
int misused(std::string_view message);
void print(std::string_view text);

inline constexpr std::string_view kNoSession = "There is no active session!";

}  // namespace tessera::cli
