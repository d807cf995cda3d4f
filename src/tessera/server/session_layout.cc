#include "tessera/server/session_layout.h"

#include <algorithm>
#include <cmath>

namespace tessera::server {

namespace {

using workspace::Node;

void fill(const workspace::Pane& pane, bool focus, config::PaneCommon& out) {
    out.run = pane.run;
    if (!pane.name.empty()) {
        out.name = pane.name;
    }
    if (pane.borderless) {
        out.borderless = true;
    }
    out.focus = focus;
    out.cwd = pane.cwd;
    out.contents_file = pane.contents_file;
    out.default_fg = pane.default_fg;
    out.default_bg = pane.default_bg;
}

class TabWriter {
public:
    TabWriter(const workspace::Tab& tab, std::optional<PaneId> focused)
        : tab_(tab), focused_(focused) {}

    config::TabLayout write() const {
        config::TabLayout out;
        if (tab_.named) {
            out.name = tab_.name;
        }
        out.hide_floating_panes = !tab_.floating_visible && !tab_.floating.empty();
        if (tab_.tiled) {
            config::PaneLayout root = node(*tab_.tiled);
            if (root.is_leaf()) {
                out.root.children.push_back(std::move(root));
            } else {
                out.root = std::move(root);
            }
        }
        for (const workspace::FloatingPane& floating : tab_.floating) {
            config::FloatingPaneLayout pane;
            fill(*tab_.find_pane(floating.pane), focused_ == floating.pane, pane);
            pane.x = floating.at.x;
            pane.y = floating.at.y;
            pane.width = floating.at.width;
            pane.height = floating.at.height;
            if (floating.pinned) {
                pane.pinned = true;
            }
            out.floating.push_back(std::move(pane));
        }
        return out;
    }

private:
    config::PaneLayout node(const Node& from) const {
        config::PaneLayout out;
        if (from.fixed) {
            out.size = config::Extent{config::Extent::Unit::Cells,
                                      static_cast<std::uint32_t>(*from.fixed)};
        }
        if (from.kind == Node::Kind::Leaf) {
            const workspace::Pane& pane = *tab_.find_pane(from.pane);
            fill(pane, focused_ == pane.id, out);
            out.exclude_from_sync = pane.exclude_from_sync;
            return out;
        }
        out.stacked = from.kind == Node::Kind::Stack;
        out.split_direction = from.kind == Node::Kind::Beside ? config::SplitDirection::Vertical
                                                              : config::SplitDirection::Horizontal;
        double shares = 0;
        for (const Node& child : from.children) {
            shares += child.fixed || child.kind == Node::Kind::Vacant ? 0 : child.share;
        }
        for (std::size_t i = 0; i < from.children.size(); ++i) {
            const Node& child = from.children[i];
            if (child.kind == Node::Kind::Vacant) {
                continue;
            }
            config::PaneLayout written = node(child);
            written.expanded = out.stacked && i == from.open;
            if (!out.stacked && !child.fixed && from.children.size() > 1 && shares > 0) {
                const long percent = std::lround(child.share / shares * 100);
                written.size =
                    config::Extent{config::Extent::Unit::Percent,
                                   static_cast<std::uint32_t>(std::clamp(percent, 1L, 100L))};
            }
            out.children.push_back(std::move(written));
        }
        return out;
    }

    const workspace::Tab& tab_;
    std::optional<PaneId> focused_;
};

}  // namespace

config::Layout session_layout(const Session& session) {
    config::Layout out = session.layout;
    out.tabs.clear();
    out.has_explicit_tabs = true;
    const ClientId client = session.space.last_active_client();
    const workspace::Tab* active = session.space.active_tab(client);
    for (const workspace::Tab& tab : session.space.tabs()) {
        if (active != nullptr && active->id == tab.id) {
            out.focused_tab = out.tabs.size();
        }
        out.tabs.push_back(TabWriter(tab, session.space.focused_pane(client, tab.id)).write());
        out.tabs.back().focus = out.focused_tab + 1 == out.tabs.size();
    }
    out.cwd = session.setup.cwd;
    return out;
}

}  // namespace tessera::server
