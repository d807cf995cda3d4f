// The world follows the workspace: programs and plugin instances are started, resized and ended
// until they are those of the value (docs/decisions/0003).

#include <algorithm>
#include <filesystem>
#include <set>

#include "tessera/plugin_api/events.h"
#include "tessera/pty/pty.h"
#include "tessera/server/launch.h"
#include "tessera/server/plugin_marks.h"
#include "tessera/server/session.h"

namespace tessera::server {

/// One comparison of a session's value with what runs.
class Reconciler {
public:
    explicit Reconciler(Session& session) : s_(session) {}

    void run() {
        for (const workspace::Tab& tab : s_.space.tabs()) {
            const workspace::TabGeometry geometry = s_.space.geometry(tab.id);
            for (const auto& [id, pane] : tab.panes) {
                const workspace::PanePlace* place = geometry.find(id);
                const Size size = at_least_one(place != nullptr ? place->content.size() : Size{});
                if (id.kind == PaneKind::Terminal) {
                    terminals_.insert(id.number);
                    terminal(pane, size);
                } else {
                    plugins_.insert(id.number);
                    plugin(tab, pane, place, size);
                }
            }
        }
        for (const Session::BackgroundPlugin& plugin : s_.background) {
            plugins_.insert(plugin.id.value);
            background(plugin);
        }
        end_the_rest();
    }

private:
    void terminal(const workspace::Pane& pane, Size size) {
        Session::Program& program = s_.programs[pane.id.number];
        if (!program.pane) {
            program.pane = s_.make_terminal(pane.id.number, size);
        }
        if (program.pane->terminal().size() != size) {
            program.pane->resize(size);
            s_.screen_changed(pane.id.number);
        }
        if (!pane.held && program.starts != pane.starts) {
            start(pane, program, size);
        }
    }

    void start(const workspace::Pane& pane, Session::Program& program, Size size) {
        if (program.asked || program.pid != 0 || program.exited) {
            s_.services.programs.release(pane.id.number);
            program.saved.forget();
        }
        const bool again = program.starts != 0;
        program.starts = pane.starts;
        program.asked = true;
        program.exited = false;
        program.pid = 0;
        program.failure.clear();
        if (again) {
            program.pane->terminal().feed("\x1b[!p\x1b[H\x1b[2J");
            s_.screen_changed(pane.id.number);
        }
        s_.services.programs.start(launch_of(s_.setup, s_.config, s_.name(), pane, size,
                                             s_.cell_pixels()));
    }

    void plugin(const workspace::Tab& tab, const workspace::Pane& pane,
                const workspace::PanePlace* place, Size size) {
        for (const workspace::ClientView& view : s_.space.clients()) {
            const InstanceKey key{s_.id(), PluginId(pane.id.number), view.id};
            const bool is_shown = place != nullptr && view.active_tab == tab.id &&
                                  place->visibility == workspace::Visibility::Shown &&
                                  place->layer != workspace::Layer::Suppressed;
            const Visible visible = is_shown ? Visible::Yes : Visible::No;
            auto found = s_.plugin_panes.find(key);
            if (found == s_.plugin_panes.end()) {
                found = s_.plugin_panes.emplace(key, PluginPane(size, s_.services.images)).first;
                s_.paint_components(found->second.terminal());
                s_.services.plugins.load(
                    plugin_load_of(s_.setup, s_.config, s_.name(), pane, key, size, visible));
                tell_visible(key, found->second, visible);
                continue;
            }
            if (found->second.terminal().size() != size) {
                found->second.resize(size);
                s_.services.plugins.resize(key, size);
            }
            s_.services.plugins.set_visible(key, visible);
            tell_visible(key, found->second, visible);
        }
    }

    void tell_visible(const InstanceKey& key, PluginPane& pane, Visible visible) {
        if (pane.told_visible != visible) {
            pane.told_visible = visible;
            s_.services.plugins.send_event(
                {.session = key.session, .plugin = key.plugin, .client = key.client},
                plugin_api::visible(visible == Visible::Yes ? plugin_api::Shown::Yes
                                                            : plugin_api::Shown::No));
        }
    }

    /// A plugin without a place: of no size, never rendered.
    void background(const Session::BackgroundPlugin& plugin) {
        workspace::Pane pane;
        pane.id = {PaneKind::Plugin, plugin.id.value};
        pane.run = plugin.run;
        for (const workspace::ClientView& view : s_.space.clients()) {
            const InstanceKey key{s_.id(), plugin.id, view.id};
            if (s_.plugin_panes.try_emplace(key, at_least_one(Size{})).second) {
                s_.services.plugins.load(plugin_load_of(s_.setup, s_.config, s_.name(), pane, key,
                                                        Size{}, Visible::No));
            }
        }
    }

    void end_the_rest() {
        std::erase_if(s_.programs, [&](const auto& entry) {
            if (terminals_.contains(entry.first)) {
                return false;
            }
            s_.services.programs.release(entry.first);
            return true;
        });
        std::erase_if(s_.plugin_panes, [&](const auto& entry) {
            const InstanceKey& key = entry.first;
            if (plugins_.contains(key.plugin.value)) {
                if (s_.space.find_client(key.client) != nullptr) {
                    return false;
                }
                if (s_.left_.contains(key.client)) {
                    s_.services.plugins.set_visible(key, Visible::No);
                    return false;
                }
            }
            s_.services.plugins.unload(key);
            return true;
        });
    }

    Session& s_;
    std::set<std::uint32_t> terminals_;
    std::set<std::uint32_t> plugins_;
};

void Session::reconcile() {
    if (reconciled_ == space.generation()) {
        return;
    }
    reconciled_ = space.generation();
    had_tabs_ = had_tabs_ || !space.is_empty();
    Reconciler(*this).run();
    marks->forget_gone();
    for (auto& [id, client] : clients) {
        client.is_dirty = true;
        if (client.selection && space.find_pane(client.selection->pane) == nullptr) {
            client.selection.reset();
        }
    }
}

}  // namespace tessera::server
