#include "tessera/net/service.h"

#include <utility>

#include "tessera/wire/codec.h"

namespace tessera::net {

namespace pb = session::net;

Service::Service(io::Loop& loop, std::function<void(std::string)> ended)
    : ended_(std::move(ended)), transfers_(loop, [this](pb::FromNet message) {
          if (!connection_) {
              return;
          }
          if (!connection_->send(wire::encode(message)) && !say_it_did_not_fit(message)) {
              connection_.reset();
              ended_("the server does not read");
          }
      }) {}

/// One answer that is too much while the server is slow is no reason to drop everybody's.
bool Service::say_it_did_not_fit(const pb::FromNet& message) {
    if (std::holds_alternative<pb::Progress>(message.body)) {
        return true;
    }
    const auto* response = std::get_if<pb::Response>(&message.body);
    if (response == nullptr) {
        return false;
    }
    pb::FromNet instead;
    instead.body = pb::Failure{.number = response->number,
                               .sentence = "too many answers wait to be read already"};
    return connection_->send(wire::encode(instead)).has_value();
}

Result<std::unique_ptr<Service>> Service::open(io::Loop& loop, UniqueFd socket,
                                               std::function<void(std::string)> ended) {
    std::unique_ptr<Service> made(new Service(loop, std::move(ended)));  // NOLINT: private
    made->connection_ = TESSERA_TRY(io::Connection::open(
        loop, std::move(socket),
        {.on_frame = [s = made.get()](io::Frame frame) { s->take(std::move(frame)); },
         .on_closed = [s = made.get()](const std::string& why) { s->ended_(why); }},
        {.name = "server"}));
    return made;
}

void Service::take(io::Frame frame) {
    pb::ToNet message;
    if (!wire::decode(frame.bytes, message)) {
        ended_("the server sent a malformed frame");
        return;
    }
    if (auto* request = std::get_if<pb::Request>(&message.body)) {
        transfers_.start(std::move(*request), std::move(frame.fd));
    } else if (const auto* cancel = std::get_if<pb::Cancel>(&message.body)) {
        transfers_.cancel(cancel->number);
    }
}

}  // namespace tessera::net
