#include "tessera/server/client_link.h"

#include "tessera/base/check.h"
#include "tessera/protocol/version.h"
#include "tessera/wire/codec.h"

namespace tessera::server {

namespace {

namespace pb = session::client;
using ToServer = pb::ToServer;
using ToClient = pb::ToClient;

// Small, so that a terminal that does not read is noticed after a picture or two.
constexpr int kSendBufferBytes = 64 << 10;
// A few whole pictures: further ones wait for is_drained() anyway.
constexpr std::size_t kQueueBytesMax = std::size_t{8} << 20U;

}  // namespace

Result<std::unique_ptr<ClientLink>> ClientLink::open(io::Loop& loop, UniqueFd socket, Owner& owner,
                                                     LogSink& log) {
    std::unique_ptr<ClientLink> link(new ClientLink(owner, log));  // NOLINT: private constructor
    ClientLink* raw = link.get();
    link->connection_ = TESSERA_TRY(io::Connection::open(
        loop, std::move(socket),
        {.on_frame = [raw](const io::Frame& frame) { raw->received(frame); },
         .on_closed = [raw](const std::string&) { raw->owner_.link_closed(*raw); },
         .on_drained = [raw] { raw->owner_.link_drained(*raw); }},
        {.name = "client",
         .log = &log,
         .send_buffer_bytes = kSendBufferBytes,
         .queue_bytes_max = kQueueBytesMax}));
    return link;
}

void ClientLink::received(const io::Frame& frame) {
    ToServer message;
    if (!wire::decode(frame.bytes, message)) {
        drop("sent what is no message");
        return;
    }
    using Case = ToServer::BodyCase;
    if (state_ == State::New) {
        if (const auto* hello = std::get_if<Case::hello>(&message.body)) {
            greeted(*hello);
        } else {
            drop("did not greet");
        }
        return;
    }
    if (state_ == State::Greeted) {
        if (auto* attach = std::get_if<Case::attach>(&message.body)) {
            state_ = State::Terminal;
            owner_.attach_requested(*this, std::move(*attach));
        } else if (auto* command = std::get_if<Case::command>(&message.body)) {
            state_ = State::Command;
            owner_.command_received(*this, std::move(*command));
        } else {
            drop("neither attached nor asked for anything");
        }
        return;
    }
    if (state_ == State::Command) {
        if (auto* line = std::get_if<Case::pipe_line>(&message.body)) {
            owner_.pipe_line_received(*this, std::move(*line));
        }
        return;  // a command has nothing more to say
    }
    if (state_ != State::Terminal) {
        return;
    }
    if (auto* input = std::get_if<Case::input>(&message.body)) {
        owner_.input_received(*this, std::move(*input));
    } else if (const auto* resize = std::get_if<Case::resize>(&message.body)) {
        owner_.resize_received(*this, *resize);
    } else if (auto* facts = std::get_if<Case::facts>(&message.body)) {
        owner_.facts_received(*this, std::move(*facts));
    } else if (const auto* detach = std::get_if<Case::detach>(&message.body)) {
        owner_.detach_requested(*this, *detach);
    }
}

void ClientLink::greeted(const pb::Hello& hello) {
    if (hello.magic != protocol::kClientMagic) {
        drop("is no client of ours");
        return;
    }
    ToClient message;
    auto& reply = message.body.emplace<ToClient::BodyCase::hello>();
    reply.magic = protocol::kServerMagic;
    reply.protocol = protocol::kClientProtocol;
    reply.build = protocol::build_text();
    send(message);
    if (hello.protocol != protocol::kClientProtocol) {
        // The client compares too and tells its user what to do.
        state_ = State::Leaving;
        connection_->close_when_drained();
        return;
    }
    state_ = State::Greeted;
}

void ClientLink::drop(std::string_view why) {
    log_.log(LogLevel::Warning, "server", "dropped a client that " + std::string(why));
    state_ = State::Leaving;
    connection_->close_when_drained();
}

void ClientLink::send(const ToClient& message) {
    if (state_ == State::Leaving) {
        return;
    }
    const Result<> sent = connection_->send(wire::encode(message));
    if (!sent && sent.error().code == ErrorCode::LimitExceeded) {
        drop("does not read");
    }
}

void ClientLink::attached(std::string_view session, ClientId client, const HostUse& use) {
    ToClient message;
    auto& body = message.body.emplace<ToClient::BodyCase::attached>();
    body.session = session;
    body.client = client.value;
    body.plain_keyboard = !use.kitty_keyboard;
    body.free_mouse = !use.mouse;
    send(message);
}

void ClientLink::output(std::string_view bytes) {
    ToClient message;
    message.body.emplace<ToClient::BodyCase::output>().bytes = bytes;
    send(message);
}

void ClientLink::farewell(const Farewell& farewell) {
    ToClient message;
    auto& body = message.body.emplace<ToClient::BodyCase::exit>();
    body.reason = farewell.reason;
    body.message = farewell.message;
    body.status = farewell.status;
    body.session = farewell.session;
    body.tab_position = farewell.tab_position;
    if (farewell.pane) {
        auto& pane = body.pane.emplace();
        pane.number = farewell.pane->number;
        pane.is_plugin = farewell.pane->kind == PaneKind::Plugin;
    }
    send(message);
    place.reset();
    state_ = State::Leaving;
    connection_->close_when_drained();
}

void ClientLink::command_output(std::string_view out, std::string_view err) {
    ToClient message;
    auto& body = message.body.emplace<ToClient::BodyCase::command_output>();
    body.out = out;
    body.err = err;
    send(message);
}

void ClientLink::pipe_ready() {
    ToClient message;
    message.body.emplace<ToClient::BodyCase::pipe_ready>();
    send(message);
}

void ClientLink::command_done(std::uint32_t status) {
    ToClient message;
    message.body.emplace<ToClient::BodyCase::command_done>().status = status;
    send(message);
    state_ = State::Leaving;
    connection_->close_when_drained();
}

}  // namespace tessera::server
