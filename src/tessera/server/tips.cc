#include "tessera/server/tips.h"

#include <algorithm>
#include <utility>

namespace tessera::server {

namespace {

using plugin_api::Resizing;
using Look = ui::HintPart::Look;

/// Whether another pane is there that would give or take the room.
bool can_resize(const Session& session, const workspace::Tab& tab) {
    if (tab.fullscreen) {
        return false;
    }
    const workspace::TabGeometry geometry = session.space.geometry(tab.id);
    return std::ranges::count_if(geometry.panes, [&](const workspace::PanePlace& place) {
               const workspace::Pane* pane = tab.find_pane(place.pane);
               return pane != nullptr && pane->selectable &&
                      place.layer != workspace::Layer::Suppressed;
           }) > 1;
}

bool has_level(const api::event::StyledText& text, std::size_t level, std::uint32_t at) {
    return level < text.indices.size() &&
           std::ranges::find(text.indices[level].indices, at) != text.indices[level].indices.end();
}

Look look_of(const api::event::StyledText& text, std::uint32_t at) {
    if (has_level(text, plugin_api::kHintEmphasis, at)) {
        return Look::Emphasis;
    }
    return has_level(text, plugin_api::kHintOtherEmphasis, at) ? Look::OtherEmphasis : Look::Plain;
}

}  // namespace

std::optional<Tip> tip_of(const Session& session, const AttachedClient& client) {
    const config::Options& options = session.config.options;
    const std::optional<PaneId> focused = session.space.focused_pane(client.id);
    const workspace::Tab* tab = session.space.active_tab(client.id);
    if (!options.mouse_hover_tips || !options.mouse_hover_effects || !focused || tab == nullptr) {
        return std::nullopt;
    }
    if (client.hovered && client.hovered != focused && tab->find_pane(*client.hovered) != nullptr) {
        return Tip{*client.hovered, plugin_api::group_hints()};
    }
    if (!client.tip_until || client.pointer_in != focused || !can_resize(session, *tab)) {
        return std::nullopt;
    }
    const Resizing how{
        .of = tab->floating_visible ? Resizing::Of::Floating : Resizing::Of::Tiled,
        .by = options.mouse_scroll_resize ? Resizing::By::BordersAndWheel : Resizing::By::Borders};
    return Tip{*focused, plugin_api::resize_hints(how)};
}

std::vector<ui::HintPart> tip_text(const Tip& tip, Cols room) {
    std::vector<ui::HintPart> parts;
    const auto& forms = tip.words.hint_text;  // by their widths
    const auto wider =
        forms.upper_bound(static_cast<std::uint32_t>(std::max<std::int32_t>(room.value, 0)));
    if (wider == forms.begin()) {
        return parts;
    }
    const api::event::StyledText& text = std::prev(wider)->second;
    for (std::uint32_t at = 0; at < text.text.size(); ++at) {
        const Look look = look_of(text, at);
        if (parts.empty() || parts.back().look != look) {
            parts.push_back({.text = {}, .look = look});
        }
        parts.back().text += text.text[at];
    }
    return parts;
}

void pointer_moved(Session& session, AttachedClient& client, std::optional<PaneId> pane) {
    if (std::exchange(client.pointer_in, pane) == pane) {
        return;
    }
    hide_tip(session, client);
    const config::Options& options = session.config.options;
    if (pane && pane == session.space.focused_pane(client.id) && options.mouse_hover_tips &&
        options.mouse_hover_effects) {
        client.tip_until = session.services.clock.now() + kTipTime;
        session.redraw(client.id);
    }
}

void hide_tip(Session& session, AttachedClient& client) {
    if (std::exchange(client.tip_until, std::nullopt)) {
        session.redraw(client.id);
    }
}

void forget_pointer(AttachedClient& client) {
    client.hovered.reset();
    client.pointer_in.reset();
    client.tip_until.reset();
    client.pointed_at.reset();
    client.drag.reset();
}

std::optional<TimePoint> tip_end(AttachedClient& client, TimePoint now) {
    if (client.tip_until && *client.tip_until <= now) {
        client.tip_until.reset();
        client.is_dirty = true;
    }
    return client.tip_until;
}

}  // namespace tessera::server
