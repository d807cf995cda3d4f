// What plugins tell, handed to the session it is about.

#include "tessera/io/log.h"
#include "tessera/server/server.h"

namespace tessera::server {

void Server::plugin_loading(const InstanceKey& instance, std::string_view progress) {
    with_session(instance.session, [&](Session& s) { s.plugin_loading(instance, progress); });
}

void Server::plugin_loaded(const InstanceKey& instance, const PluginLoaded& loaded) {
    with_session(instance.session, [&](Session& s) { s.plugin_loaded(instance, loaded); });
}

void Server::plugin_rendered(const InstanceKey& instance, PluginFrame frame) {
    with_session(instance.session, [&](Session& s) { s.plugin_rendered(instance, std::move(frame)); });
}

void Server::plugin_failed(const InstanceKey& instance, PluginFailure failure) {
    with_session(instance.session, [&](Session& s) { s.plugin_failed(instance, std::move(failure)); });
}

void Server::plugin_command(PluginRequest request) {
    const InstanceKey instance = request.instance;
    if (find_session(instance.session) == nullptr) {
        plugins_->refuse(request.token, "its session has ended");
        return;
    }
    with_session(instance.session, [&](Session& s) { s.plugin_command(std::move(request)); });
}

void Server::permission_requested(const InstanceKey& instance, std::string_view location,
                                  std::span<const Permission> wanted) {
    with_session(instance.session, [&](Session& s) { s.permission_requested(instance, location, wanted); });
}

void Server::permission_settled(const InstanceKey& instance) {
    with_session(instance.session, [&](Session& s) { s.permission_settled(instance); });
}

void Server::plugin_subscribed(const InstanceKey& instance,
                               std::span<const api::event::EventType> events) {
    with_session(instance.session, [&](Session& s) { s.plugin_subscribed(instance, events); });
}

void Server::plugin_log(const InstanceKey& instance, std::string_view lines) {
    const std::string who = "plugin_" + std::to_string(instance.plugin.value) + "/" +
                            std::to_string(instance.client.value) + ": ";
    const PluginKey plugin{instance.session, instance.plugin};
    std::string shown;  // a plugin's bytes do nothing to the terminal they are read in
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        const std::string_view line = lines.substr(0, end);
        log_.log(LogLevel::Info, "plugin", who + std::string(line));
        shown += io::visible(line) + "\n";
        lines = end == std::string_view::npos ? "" : lines.substr(end + 1);
    }
    logs_.append(plugin, shown);
    for (const auto& [link, followed] : log_readers_) {
        if (followed == plugin) {
            link->command_output(shown, "");
        }
    }
}

void Server::plugins_notice(std::string_view sentence) {
    for (const auto& [id, session] : sessions_) {
        session->notice(sentence);
    }
    log_.log(LogLevel::Warning, "server", sentence);
}

}  // namespace tessera::server
