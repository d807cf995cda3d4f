#include "tessera/plugin_api/facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "tessera/base/utf8.h"
#include "tessera/plugin_api/hints.h"

namespace tessera::plugin_api {

namespace {

using api::event::PaneInfo;
using api::event::PaneManifest;
using api::event::TabInfo;
using workspace::ClientView;
using workspace::Layer;
using workspace::Pane;
using workspace::PanePlace;
using workspace::Session;
using workspace::Tab;
using workspace::TabGeometry;
using workspace::Visibility;

std::uint32_t natural(std::int32_t value) {
    return static_cast<std::uint32_t>(std::max(value, 0));
}

/// A tab has one focused pane per layer: of whoever looks, else of nobody's view.
bool is_focused(const Session& session, const Tab& tab, const PanePlace& place) {
    const auto in_view = [&](const ClientView& view) {
        const auto at = view.focus.find(tab.id);
        if (at == view.focus.end()) {
            return false;
        }
        const auto& focused =
            place.layer == Layer::Floating ? at->second.floating : at->second.tiled;
        return focused == place.pane;
    };
    if (place.layer == Layer::Suppressed) {
        return false;
    }
    if (!session.clients().empty()) {
        return std::ranges::any_of(session.clients(), in_view);
    }
    const ClientView* const nobody = session.find_client(workspace::kNobody);
    return nobody != nullptr && in_view(*nobody);
}

void put_rectangles(PaneInfo& out, const PanePlace& place) {
    out.pane_x = natural(place.outer.col.value);
    out.pane_y = natural(place.outer.row.value);
    out.pane_rows = natural(place.outer.rows.value);
    out.pane_columns = natural(place.outer.cols.value);
    out.pane_content_x = natural(place.content.col.value);
    out.pane_content_y = natural(place.content.row.value);
    out.pane_content_rows = natural(place.content.rows.value);
    out.pane_content_columns = natural(place.content.cols.value);
}

void put_program(PaneInfo& out, const Pane& pane, const PaneExtra& extra) {
    if (pane.held) {
        out.is_held = true;
        out.exited = pane.held->why == workspace::Held::Why::Exited;
        out.exit_status = pane.held->exit_status;
    }
    if (const std::string command = workspace::command_line(pane.run); !command.empty()) {
        out.terminal_command = to_utf8(command);
    }
    if (const auto* run = std::get_if<config::PluginRun>(&pane.run)) {
        out.plugin_url = to_utf8(extra.plugin_url.value_or(run->location));
    }
}

void put_groups(PaneInfo& out, const Session& session, PaneId pane) {
    for (const ClientView& view : session.clients()) {
        const auto at = std::ranges::find(view.group, pane);
        if (at != view.group.end()) {
            out.index_in_pane_group.push_back(
                {view.id.value, static_cast<std::uint32_t>(at - view.group.begin())});
        }
    }
}

PaneInfo info_of(const Session& session, const Tab& tab, const PanePlace& place,
                 const PaneExtra& extra) {
    PaneInfo out;
    out.id = place.pane.number;
    out.is_plugin = place.pane.kind == PaneKind::Plugin;
    out.is_focused = is_focused(session, tab, place);
    out.is_fullscreen = tab.fullscreen && tab.fullscreen->pane == place.pane;
    out.is_floating = place.layer == Layer::Floating;
    out.is_suppressed = place.layer == Layer::Suppressed;
    put_rectangles(out, place);
    put_groups(out, session, place.pane);
    if (extra.cursor) {
        out.cursor_coordinates_in_pane =
            api::action::Position{extra.cursor->row.value, extra.cursor->col.value};
    }
    if (const Pane* const pane = tab.find_pane(place.pane)) {
        out.title = to_utf8(workspace::shown_title(*pane));
        out.is_selectable = pane->selectable;
        put_program(out, *pane, extra);
        if (pane->default_fg) {
            out.default_fg = color_text(*pane->default_fg);
        }
        if (pane->default_bg) {
            out.default_bg = color_text(*pane->default_bg);
        }
    }
    return out;
}

void put_counts(TabInfo& out, const Tab& tab, const TabGeometry& geometry) {
    for (const PanePlace& place : geometry.panes) {
        const Pane* const pane = tab.find_pane(place.pane);
        if (pane == nullptr) {
            continue;
        }
        const bool tiled = place.layer == Layer::Tiled;
        out.selectable_tiled_panes_count += tiled && pane->selectable ? 1 : 0;
        out.selectable_floating_panes_count +=
            place.layer == Layer::Floating && pane->selectable ? 1 : 0;
        out.panes_to_hide +=
            tiled && tab.fullscreen && place.visibility == Visibility::Hidden ? 1 : 0;
    }
}

}  // namespace

std::string color_text(vt::Color color) {
    return color.kind == vt::ColorKind::Rgb
               ? fmt::format("#{:02x}{:02x}{:02x}", color.r, color.g, color.b)
               : fmt::format("{}", color.index());
}

std::vector<TabInfo> tab_infos(const Session& session, ClientId viewer) {
    std::vector<TabInfo> out;
    const Tab* const active = session.active_tab(viewer);
    for (const Tab& tab : session.tabs()) {
        const TabGeometry geometry = session.geometry(tab.id);
        TabInfo info;
        info.position = static_cast<std::uint32_t>(out.size());
        info.name = to_utf8(shown_tab_name(session, tab));
        info.active = &tab == active;
        info.is_fullscreen_active = tab.fullscreen.has_value();
        info.is_sync_panes_active = tab.sync;
        info.are_floating_panes_visible = tab.floating_visible;
        info.viewport_rows = natural(geometry.viewport.rows.value);
        info.viewport_columns = natural(geometry.viewport.cols.value);
        info.display_area_rows = natural(geometry.display.rows.value);
        info.display_area_columns = natural(geometry.display.cols.value);
        info.tab_id = tab.id.value;
        put_counts(info, tab, geometry);
        // One pane has no arrangement. Source: Zellij 0.45 tab swap_layout_info.
        if (tab.floating_visible || info.selectable_tiled_panes_count > 1) {
            info.active_swap_layout_name = session.swap_layout_name(tab.id);
            info.is_swap_layout_dirty = session.is_swap_layout_dirty(tab.id);
        }
        for (const ClientView& view : session.clients()) {
            if (!session.settings().mirror_session && view.id != viewer &&
                view.active_tab == tab.id) {
                info.other_focused_clients.push_back(view.id.value);
            }
        }
        out.push_back(std::move(info));
    }
    return out;
}

std::vector<PaneManifest> pane_manifests(const Session& session, PaneExtras extras) {
    std::vector<PaneManifest> out;
    for (const Tab& tab : session.tabs()) {
        PaneManifest manifest;
        manifest.tab_index = static_cast<std::uint32_t>(out.size());
        for (const PanePlace& place : session.geometry(tab.id).panes) {
            manifest.panes.push_back(info_of(session, tab, place, extras(place.pane)));
        }
        out.push_back(std::move(manifest));
    }
    return out;
}

std::optional<PaneInfo> pane_info(const Session& session, PaneId pane, PaneExtras extras) {
    const Tab* const tab = session.tab_of(pane);
    if (tab == nullptr) {
        return std::nullopt;
    }
    const TabGeometry geometry = session.geometry(tab->id);
    const PanePlace* const place = geometry.find(pane);
    return place == nullptr ? std::nullopt
                            : std::optional(info_of(session, *tab, *place, extras(pane)));
}

}  // namespace tessera::plugin_api
