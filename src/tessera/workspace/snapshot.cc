// A session to bytes and back. Source of the format: proto/session/state.proto.
#include <algorithm>

#include "tessera/workspace/session.h"
#include "tessera/workspace/state_codec.h"

namespace tessera::workspace {

namespace {

constexpr std::uint32_t kFormat = 1;
/// No session comes near: 1024 tabs with 100 panes each and their layouts take about 40 MB.
constexpr std::size_t kMaxSnapshotBytes = std::size_t{64} << 20U;

/// Layouts are kept once per tab but written once: bounds what few bytes can ask for.
constexpr std::size_t kMaxLayoutNodes = 400'000;

state::Size to_state(Size size) {
    return {.rows = size.rows.value, .cols = size.cols.value};
}

bool read_size(const std::optional<state::Size>& in, Size& out) {
    if (!in) {
        return false;
    }
    out = {Rows(in->rows), Cols(in->cols)};
    return in->rows >= 0 && in->cols >= 0 && in->rows <= kMaxRowsOrCols &&
           in->cols <= kMaxRowsOrCols && in->rows * in->cols <= kMaxPageCells;
}

constexpr auto kLastMode = static_cast<config::InputMode>(config::kInputModeCount - 1);

state::Settings to_state(const Settings& settings) {
    return {.frames = number_of(settings.frames),
            .auto_layout = settings.auto_layout,
            .stacked_resize = settings.stacked_resize,
            .stacked_pane_list = settings.stacked_pane_list,
            .mirror_session = settings.mirror_session,
            .default_mode = number_of(settings.default_mode)};
}

bool read_settings(const std::optional<state::Settings>& in, Settings& out) {
    if (!in) {
        return false;
    }
    out.auto_layout = in->auto_layout;
    out.stacked_resize = in->stacked_resize;
    out.stacked_pane_list = in->stacked_pane_list;
    out.mirror_session = in->mirror_session;
    return read_enum(in->frames, FrameStyle::None, out.frames) &&
           read_enum(in->default_mode, kLastMode, out.default_mode);
}

state::View to_state(const ClientView& view) {
    state::View out{.client = view.id.value,
                    .size = to_state(view.size),
                    .active_tab = view.active_tab.value,
                    .mode = number_of(view.mode),
                    .group = all_to_state(view.group),
                    .group_marking = view.group_marking,
                    .last_active = view.last_active};
    for (const TabId tab : view.history) {
        out.history.push_back(tab.value);
    }
    for (const auto& [tab, focus] : view.focus) {
        out.focus.push_back({.tab = tab.value,
                             .tiled = workspace::to_state(focus.tiled),
                             .floating = workspace::to_state(focus.floating),
                             .previous = workspace::to_state(focus.previous)});
    }
    return out;
}

bool read_view(const state::View& in, ClientView& out) {
    out.id = ClientId(static_cast<std::uint16_t>(in.client));
    out.active_tab = TabId(in.active_tab);
    out.group_marking = in.group_marking;
    out.last_active = in.last_active;
    for (const std::uint32_t tab : in.history) {
        out.history.emplace_back(tab);
    }
    for (const state::Focus& focus : in.focus) {
        TabFocus made;
        if (!read(focus.tiled, made.tiled) || !read(focus.floating, made.floating) ||
            !read(focus.previous, made.previous) ||
            !out.focus.emplace(TabId(focus.tab), made).second) {
            return false;
        }
    }
    return out.id.value == in.client && read_size(in.size, out.size) &&
           read_enum(in.mode, kLastMode, out.mode) && read_all(in.group, out.group);
}

state::Tab to_state(const Tab& tab, std::size_t swap_layouts) {
    state::Tab out{.id = tab.id.value,
                   .name = tab.name,
                   .named = tab.named,
                   .name_before_rename = tab.name_before_rename,
                   .floating_visible = tab.floating_visible,
                   .sync = tab.sync,
                   .swap_layouts = static_cast<std::uint32_t>(swap_layouts),
                   .base = workspace::to_state(tab.swap.base),
                   .base_floating = all_to_state(tab.swap.base_floating),
                   .tiled_at = tab.swap.tiled_at,
                   .floating_at = tab.swap.floating_at,
                   .tiled_dirty = tab.swap.tiled_dirty,
                   .floating_dirty = tab.swap.floating_dirty,
                   .generation = tab.generation};
    for (const auto& [id, pane] : tab.panes) {
        out.panes.push_back(workspace::to_state(pane));
    }
    if (tab.tiled) {
        out.tiled = workspace::to_state(*tab.tiled);
    }
    for (const FloatingPane& floating : tab.floating) {
        out.floating.push_back({.pane = workspace::to_state(floating.pane),
                                .x = workspace::to_state(floating.at.x),
                                .y = workspace::to_state(floating.at.y),
                                .width = workspace::to_state(floating.at.width),
                                .height = workspace::to_state(floating.at.height),
                                .pinned = floating.pinned});
    }
    for (const Suppressed& suppressed : tab.suppressed) {
        out.suppressed.push_back({.pane = workspace::to_state(suppressed.pane),
                                  .under = workspace::to_state(suppressed.under)});
    }
    if (tab.fullscreen) {
        out.fullscreen = workspace::to_state(tab.fullscreen->pane);
        out.fullscreen_kind = number_of(tab.fullscreen->kind);
    }
    for (const Node& tree : tab.grown_from) {
        out.grown_from.push_back({.nodes = workspace::to_state(tree)});
    }
    return out;
}

bool read_floating(const state::Floating& in, FloatingPane& out) {
    out.pinned = in.pinned;
    return read_present(in.pane, out.pane) && read(in.x, out.at.x) && read(in.y, out.at.y) &&
           read(in.width, out.at.width) && read(in.height, out.at.height);
}

bool read_places(const state::Tab& in, Tab& out) {
    if (!in.tiled.empty() && !read(in.tiled, out.tiled.emplace())) {
        return false;
    }
    if (in.fullscreen) {
        Fullscreen& fullscreen = out.fullscreen.emplace();
        if (!read(*in.fullscreen, fullscreen.pane) ||
            !read_enum(in.fullscreen_kind, FullscreenKind::NoUi, fullscreen.kind)) {
            return false;
        }
    }
    return std::ranges::all_of(in.floating,
                               [&](const auto& each) {
                                   return read_floating(each, out.floating.emplace_back());
                               }) &&
           std::ranges::all_of(in.suppressed,
                               [&](const state::Suppressed& each) {
                                   Suppressed& made = out.suppressed.emplace_back();
                                   return read_present(each.pane, made.pane) &&
                                          read(each.under, made.under);
                               }) &&
           std::ranges::all_of(in.grown_from, [&](const state::Tree& tree) {
               return read(tree.nodes, out.grown_from.emplace_back());
           });
}

bool read_tab(const state::Tab& in, const std::vector<SwapLayouts>& swap_layouts, Tab& out) {
    out.id = TabId(in.id);
    out.name = in.name;
    out.named = in.named;
    out.name_before_rename = in.name_before_rename;
    out.floating_visible = in.floating_visible;
    out.sync = in.sync;
    out.generation = in.generation;
    if (in.swap_layouts >= swap_layouts.size()) {
        return false;
    }
    out.swap.layouts = swap_layouts[in.swap_layouts];
    out.swap.tiled_at = in.tiled_at;
    out.swap.floating_at = in.floating_at;
    out.swap.tiled_dirty = in.tiled_dirty;
    out.swap.floating_dirty = in.floating_dirty;
    for (const state::Pane& pane : in.panes) {
        Pane made;
        if (!read(pane, made) || !out.panes.emplace(made.id, std::move(made)).second) {
            return false;
        }
    }
    return read(in.base, out.swap.base) && read_all(in.base_floating, out.swap.base_floating) &&
           read_places(in, out);
}

/// Panes of all arrangements of all tabs, in memory.
std::size_t layout_nodes(const state::Session& in) {
    std::vector<std::size_t> each;
    for (const state::SwapLayouts& layouts : in.swap_layouts) {
        std::size_t& nodes = each.emplace_back(0);
        for (const state::SwapTiled& swap : layouts.tiled) {
            for (const state::TiledVariant& variant : swap.variants) {
                nodes += variant.layout.size() + 1;
            }
        }
        for (const state::SwapFloating& swap : layouts.floating) {
            for (const state::FloatingVariant& variant : swap.variants) {
                nodes += variant.layout.size() + 1;
            }
        }
    }
    std::size_t sum = 0;
    for (const state::Tab& tab : in.tabs) {
        sum += tab.swap_layouts < each.size() ? each[tab.swap_layouts] : 0;
    }
    return sum;
}

}  // namespace

std::string Session::snapshot() const {
    state::Session out{.format = kFormat,
                       .name = name_,
                       .settings = to_state(settings_),
                       .size = to_state(size_),
                       .activity = activity_,
                       .generation = generation_};
    std::vector<const SwapLayouts*> known;  // most tabs have the same ones
    for (const Tab& tab : tabs_) {
        auto it = std::ranges::find_if(
            known, [&](const SwapLayouts* layouts) { return *layouts == tab.swap.layouts; });
        if (it == known.end()) {
            it = known.insert(known.end(), &tab.swap.layouts);
            out.swap_layouts.push_back(workspace::to_state(tab.swap.layouts));
        }
        out.tabs.push_back(to_state(tab, static_cast<std::size_t>(it - known.begin())));
    }
    for (const ClientView& view : views_) {
        out.views.push_back(to_state(view));
    }
    return wire::encode(out);
}

Result<Session> Session::restore(std::string_view bytes) {
    const auto damaged = [](std::string_view why) {
        return fail(ErrorCode::Corrupt, "The saved session is damaged (" + std::string(why) + ").");
    };
    state::Session in;
    if (bytes.size() > kMaxSnapshotBytes || !wire::decode(bytes, in)) {
        return damaged("it cannot be read");
    }
    if (in.format != kFormat) {
        return fail(ErrorCode::VersionMismatch,
                    "The saved session was written by another version (format " +
                        std::to_string(in.format) + ").");
    }
    Session out({.name = in.name, .size = {}, .settings = {}});
    out.activity_ = in.activity;
    out.generation_ = in.generation;
    out.views_.clear();
    std::vector<SwapLayouts> swap_layouts;
    const bool readable =
        in.tabs.size() <= kMaxTabs && in.views.size() <= kMaxClients + 1 &&
        in.swap_layouts.size() <= in.tabs.size() && layout_nodes(in) <= kMaxLayoutNodes &&
        read_settings(in.settings, out.settings_) && read_size(in.size, out.size_) &&
        read_all(in.swap_layouts, swap_layouts) &&
        std::ranges::all_of(in.tabs,
                            [&](const auto& tab) {
                                return read_tab(tab, swap_layouts, out.tabs_.emplace_back());
                            }) &&
        std::ranges::all_of(
            in.views, [&](const auto& view) { return read_view(view, out.views_.emplace_back()); });
    if (!readable) {
        return damaged("a value is out of range");
    }
    if (const std::string problem = out.find_inconsistency(); !problem.empty()) {
        return damaged(problem);
    }
    return out;
}

}  // namespace tessera::workspace
