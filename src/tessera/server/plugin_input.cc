// Keys, pastes and the mouse for plugin panes; answers to what we ask there ourselves.
// Source: plugin ABI 4 (prompt), 5.2 (E3, E4, E29).

#include "tessera/plugin_api/events.h"
#include "tessera/plugin_api/keys.h"
#include "tessera/server/question.h"
#include "tessera/server/session.h"

namespace tessera::server {

namespace {

PluginTarget target_of(const InstanceKey& instance) {
    return {.session = instance.session, .plugin = instance.plugin, .client = instance.client};
}

}  // namespace

void Session::key_to_plugin(const InstanceKey& instance, const vt::input::KeyEvent& key) {
    const auto found = plugin_panes.find(instance);
    if (found == plugin_panes.end() || key.action == vt::input::KeyAction::Release) {
        return;
    }
    if (found->second.question()) {
        const auto answer = answer_of(key);
        if (answer && is_answerable(*found->second.question(), services.clock.now())) {
            services.plugins.answer_permission(instance, *answer);
        }
        return;
    }
    if (found->second.state() == PluginPane::State::Failed) {
        if (key.key == vt::input::NamedKey::Enter) {
            reload_plugin(instance.plugin_key());
        }
        return;
    }
    for (api::key::Key& wire : plugin_api::keys_of(key)) {
        services.plugins.send_event(target_of(instance), plugin_api::key_event(std::move(wire)));
    }
}

void Session::paste_to_plugin(const InstanceKey& instance, const vt::input::PasteEvent& paste) {
    services.plugins.send_event(target_of(instance), plugin_api::pasted_text(paste.text));
}

void Session::mouse_to_plugin(const InstanceKey& instance, const vt::input::MouseEvent& event) {
    const auto found = plugin_panes.find(instance);
    if (found == plugin_panes.end()) {
        return;
    }
    if (const auto& question = found->second.question()) {
        if (event.kind == vt::input::MouseKind::Press &&
            is_answerable(*question, services.clock.now())) {
            const Size size = found->second.terminal().size();
            const Rect content{Row(0), Col(0), size.rows, size.cols};
            const ui::Panel panel = question_panel(*this, *question, size.rows);
            if (const auto answer = answer_at(panel, content, event.position)) {
                services.plugins.answer_permission(instance, *answer);
            }
        }
        return;
    }
    if (found->second.state() == PluginPane::State::Failed) {
        if (event.kind == vt::input::MouseKind::Press) {
            reload_plugin(instance.plugin_key());
        }
        return;
    }
    if (auto mouse = plugin_api::mouse_of(event, event.position)) {
        services.plugins.send_event(target_of(instance),
                                    plugin_api::mouse_event(std::move(*mouse)));
    }
}

void Session::release_keys(PluginId plugin) {
    for (auto& [id, client] : clients) {
        if (client.interceptor == plugin.value) {
            client.interceptor.reset();
        }
    }
}

void Session::reload_plugin(const PluginKey& plugin) {
    for (auto& [key, pane] : plugin_panes) {
        if (key.plugin == plugin.plugin) {
            pane.set_loading("");
        }
    }
    release_keys(plugin.plugin);
    services.plugins.reload(plugin);
    redraw_all();
}

}  // namespace tessera::server
