// Messages to plugins.

#include "plugin/pipe_message.wire.h"
#include "tessera/server/acts.h"

namespace tessera::server {

Result<Answer> Acts::operator()(const actions::MessagePlugin& a) {
    namespace pipe = api::pipe_message;
    pipe::PipeMessage message;
    message.source = asker_.door == Door::Key       ? pipe::PipeSource::Keybind
                     : asker_.door == Door::Command ? pipe::PipeSource::Cli
                                                    : pipe::PipeSource::Plugin;
    if (asker_.door == Door::Command) {
        message.cli_source_id = asker_.pipe;
    } else if (asker_.door == Door::Plugin) {
        message.plugin_source_id = asker_.plugin.value_or(0);  // guests trap without
    }
    const std::string location =
        a.plugin ? s_.config.resolve_alias(*a.plugin).location : std::string();
    message.name = a.name.value_or(location);
    message.payload = a.payload;
    message.is_private = a.plugin_id.has_value() || a.plugin.has_value();
    for (const auto& [name, value] : a.args) {
        message.args.push_back({.key = name, .value = value});
    }
    if (a.plugin_id) {
        PluginTarget target{.session = s_.id(), .plugin = PluginId(*a.plugin_id)};
        if (asker_.door == Door::Key) {
            target.client = client_;
        }
        s_.services.plugins.send_pipe(target, message);
        return Answer{};
    }
    if (!a.plugin) {
        s_.services.plugins.send_pipe({.session = s_.id()}, message);
        return Answer{};
    }
    std::vector<PluginId> targets;
    if (!a.launch_new) {
        const PluginSettings configuration = s_.config.resolve_alias(*a.plugin).configuration;
        targets = s_.services.plugins.running(s_.id(), location, &configuration);
    }
    Answer answer;
    if (targets.empty()) {
        const bool floats = a.floating.value_or(asker_.door != Door::Key);
        const actions::Placement placement =
            a.in_place || a.replaces ? actions::Placement(actions::PlaceInPlace{.pane = a.replaces})
            : floats                 ? actions::Placement(actions::PlaceFloating{})
                                     : actions::Placement(actions::PlaceAnywhere{});
        answer = TESSERA_TRY((*this)(actions::NewPane{
            .content = actions::RunPlugin{.plugin = *a.plugin, .skip_cache = a.skip_cache},
            .placement = placement,
            .name = a.title,
            // A plugin says so itself; who gives a command wants to see what it starts.
            .focus = asker_.door == Door::Plugin ? a.focus : actions::FocusNew::Yes}));
        s_.settle_now();
        targets.push_back(PluginId(answer.pane->number));
    }
    for (const PluginId plugin : targets) {
        s_.services.plugins.send_pipe({.session = s_.id(), .plugin = plugin}, message);
    }
    return answer;
}

}  // namespace tessera::server
