// Commands of plugins about a web server, of which there is none: whoever asks is told so.
// Source: plugin ABI 6, commands of kind Web.

#include "tessera/plugin_api/events.h"
#include "tessera/server/plugin_answers.h"
#include "tessera/server/session.h"

namespace tessera::server {

namespace {

using api::event::EventType;
using api::plugin_command::CommandName;

constexpr std::string_view kNone = "there is no web server in this version";

}  // namespace

void answer_web(Session& session, const PluginRequest& request) {
    const PluginTarget everyone{.session = session.id()};
    Plugins& plugins = session.services.plugins;
    switch (request.command->name) {
    case CommandName::StartWebServer: {
        api::event::FailedToStartWebServerPayload payload;
        payload.error = kNone;
        plugins.send_event(
            everyone, plugin_api::event<plugin_api::EventCase::failed_to_start_web_server_payload>(
                          EventType::FailedToStartWebServer, std::move(payload)));
        break;
    }
    case CommandName::StopWebServer:
    case CommandName::QueryWebServerStatus: {
        api::event::WebServerStatusPayload payload;
        payload.web_server_status_indication = api::event::WebServerStatusIndication::Offline;
        plugins.send_event(everyone,
                           plugin_api::event<plugin_api::EventCase::web_server_status_payload>(
                               EventType::WebServerStatus, std::move(payload)));
        break;
    }
    default: plugins.refuse(request.token, kNone); break;
    }
}

}  // namespace tessera::server
