#pragma once
// ClientLink: one connection from the user's socket: greets, then is an attached terminal or a
// command (proto/session/client.proto). What they ask is the server's to answer.
// Threads: the loop's.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "session/client.wire.h"
#include "tessera/base/ids.h"
#include "tessera/base/log_sink.h"
#include "tessera/io/connection.h"
#include "tessera/server/client_output.h"

namespace tessera::server {

class ClientLink final : public ClientOutput {
public:
    /// Called from the loop, never from inside a call of the link. May destroy it only in
    /// link_closed().
    class Owner {
    public:
        virtual ~Owner() = default;
        virtual void attach_requested(ClientLink& link, session::client::Attach attach) = 0;
        virtual void input_received(ClientLink& link, session::client::Input input) = 0;
        virtual void resize_received(ClientLink& link, session::client::Resize resize) = 0;
        virtual void facts_received(ClientLink& link, session::client::Facts facts) = 0;
        virtual void detach_requested(ClientLink& link, session::client::Detach detach) = 0;
        virtual void command_received(ClientLink& link, session::client::Command command) = 0;
        virtual void pipe_line_received(ClientLink& link, session::client::PipeLine line) = 0;
        virtual void link_drained(ClientLink& link) = 0;
        virtual void link_closed(ClientLink& link) = 0;
    };

    [[nodiscard]] static Result<std::unique_ptr<ClientLink>> open(io::Loop& loop, UniqueFd socket,
                                                                  Owner& owner, LogSink& log);

    // ---- an attached terminal
    void attached(std::string_view session, ClientId client, const HostUse& use) override;
    [[nodiscard]] bool is_drained() const override { return connection_->is_drained(); }
    void output(std::string_view bytes) override;
    void farewell(const Farewell& farewell) override;

    // ---- a command
    void command_output(std::string_view out, std::string_view err);
    void pipe_ready();
    void command_done(std::uint32_t status);

    /// What the server has made of it; the link only carries it.
    struct Place {
        SessionId session;
        ClientId client;
    };
    std::optional<Place> place;

private:
    ClientLink(Owner& owner, LogSink& log) : owner_(owner), log_(log) {}
    void received(const io::Frame& frame);
    void greeted(const session::client::Hello& hello);
    void drop(std::string_view why);
    void send(const session::client::ToClient& message);

    enum class State : std::uint8_t { New, Greeted, Terminal, Command, Leaving };
    Owner& owner_;
    LogSink& log_;
    std::unique_ptr<io::Connection> connection_;
    State state_ = State::New;
};

}  // namespace tessera::server
