#pragma once
// ClientOutput: the way to one attached terminal, as a session sees it. client_link.h is the real
// one; tests have their own.
// Threads: the loop's.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "session/client.wire.h"
#include "tessera/base/ids.h"

namespace tessera::server {

/// Why and how a client is sent away (proto/session/client.proto, Exit).
struct Farewell {
    session::client::ExitReason reason = session::client::ExitReason::Detached;
    std::string message;
    std::uint32_t status = 0;
    std::string session;  // SWITCH_SESSION: where to
    std::uint32_t tab_position = 0;
    std::optional<PaneId> pane = std::nullopt;  // to focus there
};

/// What of a client's terminal a session wants for itself.
struct HostUse {
    bool kitty_keyboard = true;
    bool mouse = true;
    friend bool operator==(const HostUse&, const HostUse&) = default;
};

class ClientOutput {
public:
    virtual ~ClientOutput() = default;
    /// The first thing a client hears, and again when a session wants more or less of its terminal.
    virtual void attached(std::string_view session, ClientId client, const HostUse& use) = 0;
    /// Everything sent before has left for the client: a new picture would not wait in a queue.
    [[nodiscard]] virtual bool is_drained() const = 0;
    /// Bytes for the terminal. A client whose queue is full is dropped; its session hears of it as
    /// of any other end, never from inside this call.
    virtual void output(std::string_view bytes) = 0;
    /// The last thing a client hears.
    virtual void farewell(const Farewell& farewell) = 0;
};

}  // namespace tessera::server
