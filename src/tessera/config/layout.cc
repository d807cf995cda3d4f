#include "tessera/config/layout_reader.h"

#include <algorithm>
#include <array>

namespace tessera::config {

namespace {

constexpr std::array<std::string_view, 4> kTabProps = {"name", "focus", "cwd", "split_direction"};

constexpr std::array<std::string_view, 10> kLayoutParts = {"pane",
                                                           "tab",
                                                           "floating_panes",
                                                           "cwd",
                                                           "pane_template",
                                                           "tab_template",
                                                           "default_tab_template",
                                                           "new_tab_template",
                                                           "swap_tiled_layout",
                                                           "swap_floating_layout"};

}  // namespace

void LayoutReader::check_tab_props(const kdl::Node& node, std::span<const std::string_view> known) {
    for (const auto& [name, value] : node.props) {
        if (std::ranges::find(known, name) == known.end() && name != "hide_floating_panes") {
            reader_.report_unknown(value.span, "property of a tab", name, known);
        }
    }
    for (const kdl::Node& child : node.children) {
        if (!templates_.is_pane_like(child.name) && child.name != "floating_panes") {
            std::vector<std::string_view> names = templates_.names(TemplateKind::Pane);
            names.insert(names.end(), {"pane", "children", "floating_panes"});
            reader_.report_unknown(child.span, "part of a tab", child.name, names);
        }
    }
}

/// A tab whose template has been applied, or that has none.
TabLayout LayoutReader::tab(const kdl::Node& node) {
    ++panes_;  // even an empty one has a pane
    TabLayout out;
    const auto prop = [&](std::string_view name) { return node.prop(name); };
    if (const kdl::Value* name = prop("name")) {
        out.name = reader_.text(*name, "name");
    }
    if (const kdl::Value* focus = prop("focus")) {
        out.focus = reader_.boolean(*focus, "focus").value_or(false);
    }
    if (const kdl::Value* cwd = prop("cwd")) {
        out.cwd = reader_.text(*cwd, "cwd");
    }
    if (const kdl::Value* hide = prop("hide_floating_panes")) {
        out.hide_floating_panes = reader_.boolean(*hide, "hide_floating_panes").value_or(false);
    }
    out.root.split_direction = split_direction_of(node, reader_);
    pane_children(node, 1, out.cwd, out.root);
    if (const kdl::Node* floats = node.child("floating_panes")) {
        out.floating = floating(*floats, out.cwd);
    }
    if (out.root.children.empty()) {
        out.root.children.push_back({});
        out.root.children.back().cwd = out.cwd;
    }
    return out;
}

TabLayout LayoutReader::templated_tab(const kdl::Node* pattern, const kdl::Node& use) {
    const std::optional<kdl::Node> plain =
        pattern == nullptr ? use : templates_.apply(*pattern, use);
    if (!plain) {
        return {};
    }
    check_tab_props(*plain, kTabProps);
    return tab(*plain);
}

void LayoutReader::explicit_tab(const kdl::Node& node, const kdl::Node* pattern, Layout& out) {
    out.has_explicit_tabs = true;
    if (!out.tabs.empty() && !has_room(node, 0)) {
        return;
    }
    out.tabs.push_back(templated_tab(pattern, node));
    if (!out.tabs.back().focus) {
        return;
    }
    if (std::ranges::count_if(out.tabs, &TabLayout::focus) > 1) {
        reader_.report(node.span, "two tabs have the focus", "focus=true on one tab");
    }
    out.focused_tab = out.tabs.size() - 1;
}

void LayoutReader::report_part(const kdl::Node& node) {
    std::vector<std::string_view> known = templates_.names(TemplateKind::Pane);
    const std::vector<std::string_view> tabs = templates_.names(TemplateKind::Tab);
    known.insert(known.end(), tabs.begin(), tabs.end());
    known.insert(known.end(), kLayoutParts.begin(), kLayoutParts.end());
    reader_.report_unknown(node.span, "part of a layout", node.name, known);
}

void LayoutReader::read_layout(const kdl::Node& node, Layout& out) {
    templates_.collect(node.children);
    const kdl::Node* default_tab = node.child("default_tab_template");
    kdl::Node bare{.name = "tab", .has_children_block = true, .span = node.span};
    for (const auto& prop : node.props) {
        bare.props.push_back(prop);
    }
    for (const kdl::Node& child : node.children) {
        const kdl::Node* pattern = templates_.find(TemplateKind::Tab, child.name);
        if (child.name == "tab" || pattern != nullptr) {
            explicit_tab(child, pattern != nullptr ? pattern : default_tab, out);
        } else if (templates_.is_pane_like(child.name) || child.name == "floating_panes") {
            bare.children.push_back(child);
        } else if (child.name == "cwd") {
            out.cwd = text_attribute(node, "cwd", reader_);
        } else if (std::ranges::find(kLayoutParts, child.name) == kLayoutParts.end()) {
            report_part(child);
        }
    }
    if (const kdl::Value* cwd = node.prop("cwd")) {
        out.cwd = reader_.text(*cwd, "cwd");
        std::erase_if(bare.props, [](const auto& prop) { return prop.first == "cwd"; });
    }
    if (out.has_explicit_tabs && !bare.children.empty()) {
        reader_.report(bare.children.front().span, "panes and tabs cannot stand side by side",
                       "this inside a `tab`");
    } else if (out.has_explicit_tabs && !bare.props.empty()) {
        reader_.report(bare.props.front().second.span,
                       fmt::format("`{}` belongs to a tab here", bare.props.front().first),
                       "it on a `tab`");
    } else if (!out.has_explicit_tabs) {
        out.tabs.push_back(templated_tab(default_tab, bare));
    }
    const kdl::Node* new_tab = node.child("new_tab_template");
    const kdl::Node* pattern = new_tab != nullptr ? new_tab : default_tab;
    out.new_tab = pattern == nullptr && !out.has_explicit_tabs
                      ? out.tabs.front()
                      : templated_tab(pattern, {.name = "tab", .span = node.span});
    read_swaps(node.children, out);
}

std::expected<Layout, Diagnostics> parse_layout(std::string_view text) {
    const std::expected<kdl::Document, kdl::Diagnostic> document = kdl::parse(text);
    if (!document) {
        return std::unexpected(Diagnostics{document.error()});
    }
    Diagnostics wrong;
    Reader reader(text, wrong);
    Layout layout;
    const kdl::Node* found = nullptr;
    for (const kdl::Node& node : document->nodes) {
        if (node.name == "layout" && found != nullptr) {
            reader.report(node.span, "there are two layouts in this file", "one `layout`");
        } else if (node.name == "layout") {
            found = &node;
        }
    }
    if (found == nullptr) {
        reader.report({}, "there is no layout in this file", "layout { … }");
    } else {
        LayoutReader(reader).read_layout(*found, layout);
    }
    if (!wrong.empty()) {
        return std::unexpected(std::move(wrong));
    }
    return layout;
}

std::expected<Layout, LayoutErrors> parse_layout(std::string_view text,
                                                 std::string_view swap_text) {
    std::expected<Layout, Diagnostics> layout = parse_layout(text);
    if (!layout) {
        return std::unexpected(LayoutErrors{.diagnostics = std::move(layout.error())});
    }
    Diagnostics wrong = read_swap_file(swap_text, *layout);
    if (!wrong.empty()) {
        return std::unexpected(LayoutErrors{.diagnostics = std::move(wrong), .in_swap_file = true});
    }
    return *std::move(layout);
}

}  // namespace tessera::config
