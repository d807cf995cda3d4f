#include "tessera/config/layout_reader.h"

#include <algorithm>
#include <array>

namespace tessera::config {

namespace {

constexpr int kMaxLayoutDepth = 64;  // panes inside panes; templates applied

}  // namespace

void LayoutReader::check_pane_names(const kdl::Node& node) {
    const std::span<const std::string_view> known = tiled_attributes();
    for (const auto& [name, value] : node.props) {
        if (std::ranges::find(known, name) == known.end()) {
            reader_.report_unknown(value.span, "property of a pane", name, known);
        }
    }
    for (const kdl::Node& child : node.children) {
        if (!templates_.is_pane_like(child.name) &&
            std::ranges::find(known, child.name) == known.end()) {
            std::vector<std::string_view> all = templates_.names(TemplateKind::Pane);
            all.insert(all.end(), known.begin(), known.end());
            all.insert(all.end(), {"pane", "children"});
            reader_.report_unknown(child.span, "part of a pane", child.name, all);
        }
    }
}

void LayoutReader::check_container(const kdl::Node& node, const PaneLayout& pane) {
    if (pane.is_leaf()) {
        return;
    }
    for (const std::string_view name : {"borderless", "command", "edit", "plugin", "cwd"}) {
        if (has_attribute(node, name)) {
            reader_.report(node.span, fmt::format("a pane that holds panes cannot have `{}`", name),
                           "it on the panes inside");
        }
    }
}

void LayoutReader::check_stack(const kdl::Node& node, const PaneLayout& pane) {
    if (!pane.stacked) {
        return;
    }
    if (pane.is_leaf()) {
        reader_.report(node.span, "a stack needs panes in it", "stacked=true { pane; pane; }");
    }
    if (pane.split_direction == SplitDirection::Vertical) {
        reader_.report(node.span, "panes of a stack lie one above the other",
                       "no split_direction=\"vertical\"");
    }
    if (std::ranges::any_of(pane.children, [](const PaneLayout& p) { return !p.is_leaf(); })) {
        reader_.report(node.span, "a pane of a stack cannot hold panes");
    }
    if (std::ranges::count_if(pane.children, &PaneLayout::expanded) > 1) {
        reader_.report(node.span, "only one pane of a stack can be expanded");
    }
}

void LayoutReader::pane_children(const kdl::Node& node, int depth,
                                 const std::optional<std::string>& cwd, PaneLayout& out) {
    const InStack in_stack = out.stacked ? InStack::Yes : InStack::No;
    for (const kdl::Node& child : node.children) {
        if (!templates_.is_pane_like(child.name)) {
            continue;
        }
        if (child.name == "children") {
            if (out.children_index) {
                reader_.report(child.span, "`children` stands here twice");
            }
            out.children_index = static_cast<std::uint32_t>(out.children.size());
        } else if (std::optional<PaneLayout> read = pane(child, depth, in_stack, cwd)) {
            out.children.push_back(*std::move(read));
        }
    }
    if (out.children.empty() && out.children_index) {
        // `pane { children; }` is one pane until there are more. Zellij 0.45 layout.rs,
        // split_space.
        out.children.push_back({});
        out.children.back().cwd = cwd;
        out.children_index = 1;
    }
}

/// Within the limits; said once when not, since templates would repeat it a thousand times.
bool LayoutReader::has_room(const kdl::Node& node, int depth) {
    if (depth <= kMaxLayoutDepth && panes_ < kMaxLayoutPanes) {
        return true;
    }
    if (!told_of_limit_) {
        told_of_limit_ = true;
        reader_.report(node.span,
                       depth > kMaxLayoutDepth
                           ? fmt::format("panes nested more than {} deep", kMaxLayoutDepth)
                           : fmt::format("more than {} panes", kMaxLayoutPanes));
    }
    return false;
}

std::optional<PaneLayout> LayoutReader::pane(const kdl::Node& node, int depth, InStack in_stack,
                                             const std::optional<std::string>& cwd) {
    if (!has_room(node, depth)) {
        return std::nullopt;
    }
    if (const kdl::Node* pattern = templates_.find(TemplateKind::Pane, node.name)) {
        std::optional<kdl::Node> plain = templates_.apply(*pattern, node);
        if (!plain) {
            return std::nullopt;
        }
        plain->name = "pane";
        return pane(*plain, depth + 1, in_stack, cwd);
    }
    for (const kdl::Value& arg : node.args) {
        reader_.report(arg.span, "a pane takes no values of its own",
                       "name=\"…\", command=\"…\", …");
    }
    check_pane_names(node);
    ++panes_;
    PaneLayout out;
    read_common(node, cwd, out, reader_);
    out.size = extent_attribute(node, "size", ExtentKind::Size, reader_);
    out.split_direction = split_direction_of(node, reader_);
    out.stacked = bool_attribute(node, "stacked", reader_).value_or(false);
    out.expanded = bool_attribute(node, "expanded", reader_).value_or(false);
    out.exclude_from_sync = bool_attribute(node, "exclude_from_sync", reader_).value_or(false);
    if (out.expanded && in_stack == InStack::No) {
        reader_.report(node.span, "`expanded` means something only inside a stack",
                       "stacked=true on the pane around it");
    }
    pane_children(node, depth + 1, cwd, out);
    check_container(node, out);
    check_stack(node, out);
    return out;
}

std::vector<FloatingPaneLayout> LayoutReader::floating(const kdl::Node& node,
                                                       const std::optional<std::string>& cwd) {
    std::vector<FloatingPaneLayout> out;
    for (const kdl::Node& child : node.children) {
        const kdl::Node* pattern = templates_.find(TemplateKind::Pane, child.name);
        if (child.name != "pane" && pattern == nullptr) {
            std::vector<std::string_view> known = templates_.names(TemplateKind::Pane);
            known.push_back("pane");
            reader_.report_unknown(child.span, "floating pane", child.name, known);
            continue;
        }
        if (!has_room(child, 0)) {
            break;
        }
        ++panes_;
        const std::optional<kdl::Node> plain =
            pattern == nullptr ? child : templates_.apply(*pattern, child);
        if (plain) {
            out.push_back(read_floating(*plain, cwd, reader_));
        }
    }
    return out;
}

}  // namespace tessera::config
