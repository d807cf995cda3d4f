// Any bytes as each of the messages that cross a process's border: accepted or refused; what was
// accepted can be written, and reads back as the same. As JSON they are some text, and that text is
// the message again.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "plugin/event.wire.h"
#include "plugin/pipe_message.wire.h"
#include "plugin/plugin_command.wire.h"
#include "session/client.wire.h"
#include "session/keeper.wire.h"
#include "session/plugin_host.wire.h"
#include "session/plugin_record.wire.h"
#include "session/server_state.wire.h"
#include "session/state.wire.h"
#include "tessera/plugin_api/json.h"

namespace {

using namespace tessera;

template <class M>
void go_round(std::string_view bytes) {
    M first;
    if (!wire::decode(bytes, first)) {
        return;
    }
    const std::string written = wire::encode(first);
    M second;
    // Bytes, not values, are compared: a NaN is not equal to itself.
    if (!wire::decode(written, second) || wire::encode(second) != written) {
        std::abort();
    }
}

void as_json(const char* name, std::string_view bytes) {
    const plugin_api::MessageSchema* schema = plugin_api::find_message(name);
    const std::string text = plugin_api::to_json(*schema, bytes);
    const auto again = plugin_api::from_json(*schema, text);
    if (again && plugin_api::to_json(*schema, *again) != text) {
        std::abort();
    }
    (void)plugin_api::from_json(*schema, bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 12) {
    case 0: go_round<api::event::Event>(bytes); break;
    case 1: go_round<api::plugin_command::PluginCommand>(bytes); break;
    case 2: go_round<api::pipe_message::PipeMessage>(bytes); break;
    case 3: go_round<session::plugin_host::ToHost>(bytes); break;
    case 4: go_round<session::plugin_host::FromHost>(bytes); break;
    case 5: go_round<session::client::Command>(bytes); break;
    case 6: go_round<session::plugin_record::Entry>(bytes); break;
    case 7: as_json("api.event.Event", bytes); break;
    case 8: as_json("api.plugin_command.PluginCommand", bytes); break;
    case 9: as_json("tessera.session.plugin_record.Entry", bytes); break;
    case 10: go_round<session::client::ToServer>(bytes); break;
    default: go_round<session::client::ToClient>(bytes); break;
    }
    return 0;
}
