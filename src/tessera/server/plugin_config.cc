// Commands of plugins about the running configuration. What is to stay is added at the end of the
// configuration file: nobody's file loses its comments to a program.
// Source: plugin ABI 6, commands of kind Config.

#include <algorithm>
#include <filesystem>
#include <memory>

#include "tessera/actions/wire_door.h"
#include "tessera/actions/wire_values.h"
#include "tessera/base/read_file.h"
#include "tessera/io/whole_file.h"
#include "tessera/plugin_api/events.h"
#include "tessera/plugin_api/keys.h"
#include "tessera/server/plugin_answers.h"
#include "tessera/server/session.h"

namespace tessera::server {

namespace {

namespace pc = api::plugin_command;
using pc::CommandName;
using Payload = pc::PluginCommand::PayloadCase;

/// Of a configuration file with what plugins added; real ones have some kilobytes.
constexpr std::size_t kMaxConfigFileBytes = std::size_t{4} << 20U;
/// Of a new one, before the user's mask.
constexpr unsigned kConfigFileMode = 0644;

/// The file keeps its place, also behind a link.
Result<> append(const std::filesystem::path& file, const std::string& text) {
    if (file.empty()) {
        return fail(ErrorCode::NotFound, "there is no configuration file");
    }
    std::error_code error;
    const std::filesystem::path real = std::filesystem::weakly_canonical(file, error);
    if (error) {
        return fail(ErrorCode::Io, file.string() + ": " + error.message());
    }
    Result<std::string> before = read_file(real, kMaxConfigFileBytes);
    if (!before && before.error().code != ErrorCode::NotFound) {
        return std::unexpected(before.error());
    }
    return io::replace_file(
        real, before.value_or("") + "\n// A plugin wanted this to stay:\n" + text + "\n",
        kConfigFileMode);
}

/// E25.
api::event::Event not_written(const std::string& path) {
    api::event::FailedToWriteConfigToDiskPayload payload;
    if (!path.empty()) {
        payload.file_path = path;
    }
    return plugin_api::event<plugin_api::EventCase::failed_to_write_config_to_disk_payload>(
        api::event::EventType::FailedToWriteConfigToDisk, std::move(payload));
}

/// E30 or E25 follows.
void write_later(Session& session, std::string text) {
    const auto outcome = std::make_shared<Result<>>();  // with the pool's thread
    session.services.plugins.in_order(
        [outcome, file = session.setup.config_path, text = std::move(text)] {
            *outcome = append(file, text);
        },
        [outcome, &plugins = session.services.plugins, id = session.id(),
         file = session.setup.config_path] {
            plugins.send_event(
                {.session = id},
                *outcome ? plugin_api::event(api::event::EventType::ConfigWasWrittenToDisk)
                         : not_written(file));
        });
}

/// Nothing for an entry that makes no sense.
std::optional<Session::Rebound> rebound_of(api::input_mode::InputMode wire_mode,
                                           const std::optional<api::key::Key>& key,
                                           std::vector<api::action::Action> actions) {
    const auto mode = actions::mode_from(wire_mode);
    if (!mode || !key || !plugin_api::key_from(*key)) {
        return std::nullopt;
    }
    Session::Rebound out;
    out.mode = *mode;
    out.bind.key = *key;
    out.bind.action = std::move(actions);
    return out;
}

std::vector<Session::Rebound> rebounds_of(const pc::RebindKeysPayload& payload) {
    std::vector<Session::Rebound> out;
    for (const pc::KeyToUnbind& one : payload.keys_to_unbind) {
        if (auto rebound = rebound_of(one.input_mode, one.key, {})) {
            out.push_back(std::move(*rebound));
        }
    }
    for (const pc::KeyToRebind& one : payload.keys_to_rebind) {
        const bool is_understood =
            !one.actions.empty() && std::ranges::all_of(one.actions, [](const auto& action) {
                return actions::from_wire(action).has_value();
            });
        auto rebound =
            is_understood ? rebound_of(one.input_mode, one.key, one.actions) : std::nullopt;
        if (rebound) {
            out.push_back(std::move(*rebound));
        }
    }
    return out;
}

}  // namespace

void answer_config(Session& session, const PluginRequest& request) {
    if (const auto* text = request.command->payload.get_if<Payload::reconfigure_payload>()) {
        if (const Result<> done = session.reconfigure(text->config, request.instance.client);
            !done) {
            session.services.plugins.refuse(request.token, done.error().to_string());
        } else if (text->write_to_disk) {
            write_later(session, text->config);
        }
    } else if (const auto* binds =
                   request.command->payload.get_if<Payload::rebind_keys_payload>()) {
        session.rebind_keys(request.instance.client, rebounds_of(*binds));
        if (binds->write_config_to_disk) {  // there is no way yet to write an action as KDL
            session.services.plugins.send_event({.session = session.id()},
                                                not_written(session.setup.config_path));
        }
    } else {
        session.services.plugins.refuse(request.token, "the command says nothing");
    }
}

}  // namespace tessera::server
