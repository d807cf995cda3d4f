#pragma once
// An attached terminal (client.proto, 2a): keys, mouse and sizes to the server, pictures from it.
// When the connection ends without Exit the server has died: the client connects again and shows
// the same session. Holds no state of the workspace.
// Threads: the main one; handles SIGWINCH, SIGTERM, SIGHUP and SIGINT while it runs.

#include <chrono>
#include <functional>
#include <string>

#include "session/client.wire.h"
#include "tessera/base/log_sink.h"
#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"

namespace tessera::client {

/// How long a server that went away is waited for.
inline constexpr std::chrono::milliseconds kReconnectTime{10'000};
/// An ESC that is followed by nothing for this long is the key.
inline constexpr std::chrono::milliseconds kEscapeTime{20};

enum class Start : std::uint8_t { No, Yes };
/// A connection to the server; Yes starts one when there is none.
using Connect = std::function<Result<UniqueFd>(Start start)>;

struct AttachOptions {
    Connect connect;
    session::client::Attach request;  // size and facts are filled in
    std::string term;                 // $TERM, $COLORTERM
    std::string colorterm;
    std::string widths;      // $TESSERA_WIDTHS (widths.h)
    std::string log_file;    // named in messages
    LogSink* log = nullptr;  // borrowed
    int input = 0;           // descriptors of the terminal
    int output = 1;
};

/// How it ended: exit status and a line for people (to standard error when the status is not 0;
/// may be empty).
struct Outcome {
    int status = 0;
    std::string message = {};
};

/// Returns when the session ended for this client; the terminal is as it was. With
/// `request.background` no terminal is touched.
[[nodiscard]] Outcome attach(AttachOptions options);

}  // namespace tessera::client
