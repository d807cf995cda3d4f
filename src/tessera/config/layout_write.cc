#include "tessera/config/layout_write.h"

#include "tessera/kdl/kdl.h"

namespace tessera::config {

namespace {

using Cwd = std::optional<std::string>;

kdl::Value value(std::string_view text) {
    return {.data = std::string(text)};
}
kdl::Value value(const std::string& text) {
    return {.data = text};
}
kdl::Value value(bool flag) {
    return {.data = flag};
}
kdl::Value value(std::uint32_t number) {
    return {.data = std::int64_t{number}};
}

kdl::Value value(const Extent& extent) {
    return extent.unit == Extent::Unit::Cells ? value(extent.amount)
                                              : value(std::to_string(extent.amount) + "%");
}

/// Only colours a layout can name get here: a palette index or red, green, blue.
kdl::Value value(const vt::Color& color) {
    if (color.kind != vt::ColorKind::Rgb) {
        return value(std::uint32_t{color.r});
    }
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text = "#";
    for (const std::uint8_t part : {color.r, color.g, color.b}) {
        text += kDigits[part >> 4U];
        text += kDigits[part & 0xfU];
    }
    return value(text);
}

template <class T>
void set(kdl::Node& node, std::string_view name, const T& what) {
    node.props.emplace_back(std::string(name), value(what));
}
template <class T>
void set(kdl::Node& node, std::string_view name, const std::optional<T>& what) {
    if (what) {
        set(node, name, *what);
    }
}
void set_if(kdl::Node& node, std::string_view name, const bool& what) {
    if (what) {
        set(node, name, true);
    }
}

kdl::Node& add(kdl::Node& parent, std::string_view name) {
    parent.has_children_block = true;
    parent.children.push_back({.name = std::string(name)});
    return parent.children.back();
}

void write_command(kdl::Node& node, const CommandRun& run) {
    set(node, "command", run.command);
    set_if(node, "close_on_exit", run.close_on_exit);
    set_if(node, "start_suspended", run.start_suspended);
    if (!run.args.empty()) {
        kdl::Node& args = add(node, "args");
        for (const std::string& arg : run.args) {
            args.args.push_back(value(arg));
        }
    }
}

void write_plugin(kdl::Node& node, const PluginRun& run) {
    kdl::Node& plugin = add(node, "plugin");
    set(plugin, "location", run.location);
    for (const auto& [key, text] : run.configuration) {
        add(plugin, key).args.push_back(value(text));
    }
    if (run.cwd) {
        add(plugin, "cwd").args.push_back(value(*run.cwd));
    }
}

/// What of `cwd` its tab's cwd does not say; see join_cwd.
Cwd below(const Cwd& tab_cwd, const Cwd& cwd) {
    if (!cwd || cwd == tab_cwd) {
        return std::nullopt;
    }
    const std::string prefix = tab_cwd ? *tab_cwd + (tab_cwd->ends_with('/') ? "" : "/") : "";
    return tab_cwd && cwd->starts_with(prefix) ? Cwd(cwd->substr(prefix.size())) : cwd;
}

void write_common(kdl::Node& node, const PaneCommon& pane, const Cwd& tab_cwd) {
    set(node, "name", pane.name);
    set(node, "borderless", pane.borderless);
    set_if(node, "focus", pane.focus);
    set(node, "cwd", below(tab_cwd, pane.cwd));
    set(node, "contents_file", pane.contents_file);
    set(node, "default_fg", pane.default_fg);
    set(node, "default_bg", pane.default_bg);
    if (const auto* command = std::get_if<CommandRun>(&pane.run)) {
        write_command(node, *command);
    } else if (const auto* edit = std::get_if<EditRun>(&pane.run)) {
        set(node, "edit", edit->file);
    } else if (const auto* plugin = std::get_if<PluginRun>(&pane.run)) {
        write_plugin(node, *plugin);
    }
}

void write_split(kdl::Node& node, const PaneLayout& pane) {
    if (pane.split_direction == SplitDirection::Vertical) {
        set(node, "split_direction", std::string_view("vertical"));
    }
}

/// In a template `children` becomes a pane around it when the template is used.
enum class Inside : std::uint8_t { Tab, Template };

bool is_used_place(const PaneLayout& pane, const Cwd& tab_cwd) {
    PaneLayout place;
    place.cwd = tab_cwd;
    place.children.push_back({});
    place.children.back().cwd = tab_cwd;
    place.children_index = 1;
    return pane == place;
}

void write_pane(kdl::Node& parent, const PaneLayout& pane, const Cwd& tab_cwd, Inside inside);

void write_children(kdl::Node& node, const PaneLayout& pane, const Cwd& tab_cwd, Inside inside) {
    for (std::size_t i = 0; i <= pane.children.size(); ++i) {
        if (pane.children_index == i) {
            add(node, "children");
        }
        if (i < pane.children.size()) {
            write_pane(node, pane.children[i], tab_cwd, inside);
        }
    }
}

void write_pane(kdl::Node& parent, const PaneLayout& pane, const Cwd& tab_cwd, Inside inside) {
    if (inside == Inside::Template && is_used_place(pane, tab_cwd)) {
        add(parent, "children");
        return;
    }
    kdl::Node& node = add(parent, "pane");
    set(node, "size", pane.size);
    write_split(node, pane);
    set_if(node, "stacked", pane.stacked);
    set_if(node, "expanded", pane.expanded);
    set_if(node, "exclude_from_sync", pane.exclude_from_sync);
    // A container has no cwd of its own to write: it carries its tab's.
    write_common(node, pane, pane.is_leaf() ? tab_cwd : pane.cwd);
    write_children(node, pane, tab_cwd, inside);
}

void write_floating(kdl::Node& node, const std::vector<FloatingPaneLayout>& panes,
                    const Cwd& tab_cwd) {
    for (const FloatingPaneLayout& pane : panes) {
        kdl::Node& child = add(node, "pane");
        set(child, "x", pane.x);
        set(child, "y", pane.y);
        set(child, "width", pane.width);
        set(child, "height", pane.height);
        set(child, "pinned", pane.pinned);
        write_common(child, pane, tab_cwd);
    }
}

/// Into a `tab`, a template or the layout itself.
void write_tab(kdl::Node& node, const TabLayout& tab, Inside inside) {
    set(node, "name", tab.name);
    set_if(node, "focus", tab.focus);
    set(node, "cwd", tab.cwd);
    set_if(node, "hide_floating_panes", tab.hide_floating_panes);
    write_split(node, tab.root);
    write_children(node, tab.root, tab.cwd, inside);
    if (!tab.floating.empty()) {
        write_floating(add(node, "floating_panes"), tab.floating, tab.cwd);
    }
}

void write_rule(kdl::Node& node, const PaneCountRule& rule) {
    switch (rule.kind) {
    case PaneCountRule::Kind::Max: set(node, "max_panes", rule.count); break;
    case PaneCountRule::Kind::Min: set(node, "min_panes", rule.count); break;
    case PaneCountRule::Kind::Exact: set(node, "exact_panes", rule.count); break;
    case PaneCountRule::Kind::Any: break;
    }
}

}  // namespace

std::string layout_text(const Layout& layout) {
    kdl::Node root{.name = "layout", .has_children_block = true};
    if (layout.cwd) {
        add(root, "cwd").args.push_back(value(*layout.cwd));
    }
    if (layout.has_explicit_tabs) {
        for (const TabLayout& tab : layout.tabs) {
            write_tab(add(root, "tab"), tab, Inside::Tab);
        }
    } else {
        write_tab(root, layout.tabs.front(), Inside::Tab);
    }
    if (layout.has_explicit_tabs || layout.new_tab != layout.tabs.front()) {
        write_tab(add(root, "new_tab_template"), layout.new_tab, Inside::Template);
    }
    for (const SwapTiledLayout& swap : layout.swap_tiled) {
        kdl::Node& node = add(root, "swap_tiled_layout");
        set(node, "name", swap.name);
        for (const auto& [rule, pane] : swap.variants) {
            kdl::Node& tab = add(node, "tab");
            write_rule(tab, rule);
            write_split(tab, pane);
            write_children(tab, pane, std::nullopt, Inside::Tab);
        }
    }
    for (const SwapFloatingLayout& swap : layout.swap_floating) {
        kdl::Node& node = add(root, "swap_floating_layout");
        set(node, "name", swap.name);
        for (const auto& [rule, panes] : swap.variants) {
            kdl::Node& floating = add(node, "floating_panes");
            write_rule(floating, rule);
            write_floating(floating, panes, std::nullopt);
        }
    }
    std::string out;
    kdl::append_text(out, root);
    return out;
}

}  // namespace tessera::config
