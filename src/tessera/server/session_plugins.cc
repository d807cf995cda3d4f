// What plugin instances of a session tell, and what they are shown as.

#include "tessera/server/plugin_news.h"
#include "tessera/server/session.h"

namespace tessera::server {

namespace {

PaneId plugin_pane_id(const InstanceKey& instance) {
    return {PaneKind::Plugin, instance.plugin.value};
}

}  // namespace

void Session::plugin_loading(const InstanceKey& instance, std::string_view progress) {
    if (const auto found = plugin_panes.find(instance); found != plugin_panes.end()) {
        found->second.set_loading(progress);
        redraw(instance.client);
    }
}

void Session::plugin_loaded(const InstanceKey& instance, const PluginLoaded&) {
    if (plugin_panes.contains(instance)) {
        redraw(instance.client);  // it was told of the workspace when it subscribed
    }
}

void Session::plugin_rendered(const InstanceKey& instance, PluginFrame frame) {
    const auto found = plugin_panes.find(instance);
    if (found == plugin_panes.end()) {
        return;
    }
    found->second.show(frame.bytes);
    for (const vt::Event& event : found->second.terminal().take_events()) {
        if (const auto* title = std::get_if<vt::TitleChanged>(&event)) {
            (void)space.set_title(plugin_pane_id(instance), title->title);
        }
    }
    redraw(instance.client);
}

void Session::plugin_failed(const InstanceKey& instance, PluginFailure failure) {
    if (const auto found = plugin_panes.find(instance); found != plugin_panes.end()) {
        services.log.log(LogLevel::Warning, "plugin", failure.sentence);
        found->second.set_failed(std::move(failure));
        release_keys(instance.plugin);
        redraw(instance.client);
    }
}

void Session::permission_requested(const InstanceKey& instance, std::string_view location,
                                   std::span<const Permission> wanted) {
    if (const auto found = plugin_panes.find(instance); found != plugin_panes.end()) {
        found->second.ask_permission(location, wanted);
        redraw(instance.client);
    }
}

void Session::permission_settled(const InstanceKey& instance) {
    if (const auto found = plugin_panes.find(instance); found != plugin_panes.end()) {
        found->second.settle_permission();
        tell_everything(instance);  // it may have subscribed when it might not know
        news->watch_terminals();
        redraw(instance.client);
    }
}

}  // namespace tessera::server
