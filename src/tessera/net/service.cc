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
          if (!connection_->send(wire::encode(message))) {
              connection_.reset();
              ended_("the server does not read");
          }
      }) {}

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
