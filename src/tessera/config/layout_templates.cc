#include "tessera/config/layout_templates.h"

#include <algorithm>
#include <array>
#include <set>

namespace tessera::config {

namespace {

// A template by such a name could not be told from the node.
// Source: Zellij 0.45 zellij-utils kdl_layout_parser.rs, is_a_reserved_word.
constexpr std::array<std::string_view, 35> kReservedNames = {"pane",
                                                             "layout",
                                                             "pane_template",
                                                             "tab_template",
                                                             "default_tab_template",
                                                             "command",
                                                             "edit",
                                                             "plugin",
                                                             "children",
                                                             "tab",
                                                             "args",
                                                             "close_on_exit",
                                                             "borderless",
                                                             "focus",
                                                             "name",
                                                             "size",
                                                             "cwd",
                                                             "stacked",
                                                             "expanded",
                                                             "split_direction",
                                                             "swap_tiled_layout",
                                                             "swap_floating_layout",
                                                             "hide_floating_panes",
                                                             "contents_file",
                                                             "floating_panes",
                                                             "start_suspended",
                                                             "new_tab_template",
                                                             "x",
                                                             "y",
                                                             "width",
                                                             "height",
                                                             "pinned",
                                                             "exclude_from_sync",
                                                             "default_fg",
                                                             "default_bg"};

bool is_reserved(std::string_view name) {
    return std::ranges::find(kReservedNames, name) != kReservedNames.end();
}

bool is_template_name(std::string_view name) {
    return !name.empty() && !(name.front() >= '0' && name.front() <= '9') &&
           name.find_first_of(" \t\r\n()") == std::string_view::npos && !is_reserved(name);
}

std::size_t count_nodes(const kdl::Node& node) {
    std::size_t count = 1 + node.args.size() + node.props.size();
    for (const kdl::Node& child : node.children) {
        count += count_nodes(child);
    }
    return count;
}

bool has_children_place(const std::vector<kdl::Node>& nodes) {
    return std::ranges::any_of(nodes, [](const kdl::Node& node) {
        return node.name == "children" || has_children_place(node.children);
    });
}

void erase_attribute(kdl::Node& node, std::string_view name) {
    std::erase_if(node.props, [&](const auto& prop) { return prop.first == name; });
    std::erase_if(node.children, [&](const kdl::Node& child) { return child.name == name; });
}

/// The ways to say what runs exclude each other: a use's way takes the template's away.
void make_room_for(kdl::Node& node, std::string_view attribute) {
    constexpr std::array<std::string_view, 3> kRuns = {"command", "edit", "plugin"};
    erase_attribute(node, attribute);
    if (std::ranges::find(kRuns, attribute) == kRuns.end()) {
        return;
    }
    for (const std::string_view run : kRuns) {
        erase_attribute(node, run);
    }
    if (attribute != "command") {
        for (const std::string_view of_command : {"args", "close_on_exit", "start_suspended"}) {
            erase_attribute(node, of_command);
        }
    }
}

}  // namespace

void LayoutTemplates::collect(const std::vector<kdl::Node>& nodes) {
    for (const kdl::Node& node : nodes) {
        if (node.name == "pane_template") {
            collect_one(node, TemplateKind::Pane);
        } else if (node.name == "tab_template") {
            collect_one(node, TemplateKind::Tab);
        }
    }
    drop_cycles();
}

void LayoutTemplates::collect_one(const kdl::Node& node, TemplateKind kind) {
    const kdl::Value* value = node.prop("name");
    if (value == nullptr) {
        reader_.report(node.span, fmt::format("`{}` has no name", node.name), "name=\"…\"");
        return;
    }
    const std::optional<std::string> name = reader_.text(*value, "name");
    if (!name) {
        return;
    }
    if (!is_template_name(*name)) {
        reader_.report(value->span,
                       fmt::format("a template cannot be called {}", kdl::quoted(*name)),
                       "a word that does not begin with a digit and is no name of a layout");
        return;
    }
    if (panes_.contains(*name) || tabs_.contains(*name)) {
        reader_.report(value->span, fmt::format("there are two templates {}", kdl::quoted(*name)));
        return;
    }
    if (panes_.size() + tabs_.size() >= kMaxTemplates) {
        reader_.report(node.span, fmt::format("more than {} templates", kMaxTemplates));
        return;
    }
    if (kind == TemplateKind::Tab && !has_children_place(node.children)) {
        reader_.report(node.span,
                       fmt::format("tab template {} has no place for panes", kdl::quoted(*name)),
                       "a `children` node in it");
    }
    (kind == TemplateKind::Pane ? panes_ : tabs_).emplace(*name, &node);
}

/// Whether `from` uses the pane template `name`, itself or through others.
bool LayoutTemplates::reaches(std::string_view name, const kdl::Node& from) const {
    std::set<std::string_view> seen;
    std::vector<const kdl::Node*> open = {&from};
    while (!open.empty()) {
        const kdl::Node* node = open.back();
        open.pop_back();
        for (const kdl::Node& child : node->children) {
            if (child.name == name) {
                return true;
            }
            open.push_back(&child);
            const auto used = panes_.find(child.name);
            if (used != panes_.end() && seen.insert(used->first).second) {
                open.push_back(used->second);
            }
        }
    }
    return false;
}

void LayoutTemplates::drop_cycles() {
    for (auto it = panes_.begin(); it != panes_.end();) {
        if (reaches(it->first, *it->second)) {
            reader_.report(it->second->span,
                           fmt::format("pane template {} contains itself", kdl::quoted(it->first)));
            it = panes_.erase(it);
        } else {
            ++it;
        }
    }
}

const kdl::Node* LayoutTemplates::find(TemplateKind kind, std::string_view name) const {
    const auto& from = kind == TemplateKind::Pane ? panes_ : tabs_;
    const auto it = from.find(name);
    return it == from.end() ? nullptr : it->second;
}

bool LayoutTemplates::is_pane_like(std::string_view name) const {
    return name == "pane" || name == "children" || panes_.contains(name);
}

std::vector<std::string_view> LayoutTemplates::names(TemplateKind kind) const {
    std::vector<std::string_view> out;
    for (const auto& [name, node] : kind == TemplateKind::Pane ? panes_ : tabs_) {
        out.push_back(name);
    }
    return out;
}

/// Puts `content` in the place of the first `children` below `nodes`.
bool LayoutTemplates::put_children(std::vector<kdl::Node>& nodes, const kdl::Node& content) const {
    for (kdl::Node& node : nodes) {
        if (node.name == "children") {
            node = content;
            return true;
        }
        if (is_pane_like(node.name) && put_children(node.children, content)) {
            return true;
        }
    }
    return false;
}

std::optional<kdl::Node> LayoutTemplates::apply(const kdl::Node& pattern, const kdl::Node& use) {
    expanded_ += count_nodes(pattern) + count_nodes(use);
    if (expanded_ > kMaxExpandedNodes) {
        reader_.report(use.span, "the templates make this layout too large");
        return std::nullopt;
    }
    kdl::Node out = pattern;
    out.span = use.span;
    std::erase_if(out.props, [](const auto& prop) { return prop.first == "name"; });  // its own
    const bool has_place = has_children_place(out.children);
    kdl::Node content{.name = "pane", .has_children_block = true, .span = use.span};
    for (const auto& [name, value] : use.props) {
        // Where the template has a place for them, the direction is that of the use's panes.
        kdl::Node& target = has_place && name == "split_direction" ? content : out;
        make_room_for(target, name);
        target.props.emplace_back(name, value);
    }
    for (const kdl::Node& child : use.children) {
        if (is_pane_like(child.name)) {
            content.children.push_back(child);
        } else {
            make_room_for(out, child.name);
            out.children.push_back(child);
        }
    }
    if (!has_place) {
        const bool template_has_panes = std::ranges::any_of(
            out.children, [&](const kdl::Node& child) { return is_pane_like(child.name); });
        if (template_has_panes && !content.children.empty()) {
            reader_.report(use.span, fmt::format("`{}` has no place for panes", use.name),
                           "a `children` node in the template");
            return std::nullopt;
        }
        std::ranges::move(content.children, std::back_inserter(out.children));
        return out;
    }
    if (!has_children_place(content.children)) {
        content.children.push_back({.name = "children", .span = use.span});
    }
    if (!put_children(out.children, content)) {
        reader_.report(pattern.span, "`children` stands where no pane can stand");
        return std::nullopt;
    }
    return out;
}

}  // namespace tessera::config
