#include "tessera/config/layout.h"

#include <algorithm>
#include <array>

#include "tessera/config/layout_pane.h"
#include "tessera/config/layout_templates.h"

namespace tessera::config {

namespace {

constexpr int kMaxLayoutDepth = 64;  // panes inside panes; templates applied

constexpr std::array<std::string_view, 4> kTabProps = {"name", "focus", "cwd", "split_direction"};
constexpr std::array<std::string_view, 4> kSwapTabProps = {"max_panes", "min_panes", "exact_panes",
                                                           "split_direction"};

struct RuleRow {
    std::string_view name;
    PaneCountRule::Kind kind;
};
constexpr std::array<RuleRow, 3> kRules = {{{"max_panes", PaneCountRule::Kind::Max},
                                            {"min_panes", PaneCountRule::Kind::Min},
                                            {"exact_panes", PaneCountRule::Kind::Exact}}};

/// Reads the nodes of one layout file. Complaints go to the reader; values are best guesses then.
class LayoutReader {
public:
    explicit LayoutReader(Reader& reader) : reader_(reader), templates_(reader) {}

    void read_layout(const kdl::Node& node, Layout& out);
    void read_swaps(const std::vector<kdl::Node>& nodes, Layout& out);
    void collect(const std::vector<kdl::Node>& nodes) { templates_.collect(nodes); }

private:
    enum class InStack : std::uint8_t { No, Yes };

    [[nodiscard]] std::optional<PaneLayout> pane(const kdl::Node& node, int depth, InStack in_stack,
                                                 const std::optional<std::string>& cwd);
    void pane_children(const kdl::Node& node, int depth, const std::optional<std::string>& cwd,
                       PaneLayout& out);
    [[nodiscard]] bool has_room(const kdl::Node& node, int depth);
    void check_pane_names(const kdl::Node& node);
    void check_container(const kdl::Node& node, const PaneLayout& pane);
    void check_stack(const kdl::Node& node, const PaneLayout& pane);

    [[nodiscard]] TabLayout tab(const kdl::Node& node);
    [[nodiscard]] TabLayout templated_tab(const kdl::Node* pattern, const kdl::Node& use);
    void check_tab_props(const kdl::Node& node, std::span<const std::string_view> known);
    [[nodiscard]] std::vector<FloatingPaneLayout> floating(const kdl::Node& node,
                                                           const std::optional<std::string>& cwd);
    [[nodiscard]] std::optional<PaneCountRule> rule(const kdl::Node& node);
    [[nodiscard]] SwapTiledLayout swap_tiled(const kdl::Node& node);
    [[nodiscard]] SwapFloatingLayout swap_floating(const kdl::Node& node);
    void explicit_tab(const kdl::Node& node, const kdl::Node* pattern, Layout& out);

    Reader& reader_;
    LayoutTemplates templates_;
    std::size_t panes_ = 0;
    bool told_of_limit_ = false;
};

// ---------------------------------------------------------------- tiled panes

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

// ---------------------------------------------------------------- floating panes

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

// ---------------------------------------------------------------- tabs

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
    out.tabs.push_back(templated_tab(pattern, node));
    if (!out.tabs.back().focus) {
        return;
    }
    if (std::ranges::count_if(out.tabs, &TabLayout::focus) > 1) {
        reader_.report(node.span, "two tabs have the focus", "focus=true on one tab");
    }
    out.focused_tab = out.tabs.size() - 1;
}

// ---------------------------------------------------------------- the whole

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
        } else if (child.name != "pane_template" && child.name != "tab_template" &&
                   child.name != "default_tab_template" && child.name != "new_tab_template" &&
                   child.name != "swap_tiled_layout" && child.name != "swap_floating_layout") {
            std::vector<std::string_view> known = templates_.names(TemplateKind::Pane);
            const std::vector<std::string_view> tabs = templates_.names(TemplateKind::Tab);
            known.insert(known.end(), tabs.begin(), tabs.end());
            known.insert(known.end(), {"pane", "tab", "floating_panes", "cwd", "pane_template",
                                       "tab_template", "default_tab_template", "new_tab_template",
                                       "swap_tiled_layout", "swap_floating_layout"});
            reader_.report_unknown(child.span, "part of a layout", child.name, known);
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
    const kdl::Node one{.name = "tab", .span = node.span};
    if (pattern != nullptr || out.has_explicit_tabs) {
        const bool has_place = pattern != nullptr;
        out.new_tab = has_place ? templated_tab(pattern, one) : tab(one);
    } else {
        out.new_tab = out.tabs.front();
    }
    read_swaps(node.children, out);
}

// ---------------------------------------------------------------- swap layouts

std::optional<PaneCountRule> LayoutReader::rule(const kdl::Node& node) {
    PaneCountRule out;
    for (const RuleRow& row : kRules) {
        const kdl::Value* value = node.prop(row.name);
        if (value == nullptr) {
            continue;
        }
        if (out.kind != PaneCountRule::Kind::Any) {
            reader_.report(value->span,
                           "only one of max_panes, min_panes and exact_panes can hold");
            return std::nullopt;
        }
        out.kind = row.kind;
        out.count = reader_.whole(*value, row.name, kMaxLayoutPanes).value_or(0);
    }
    return out;
}

template <class Swap>
void sort_variants(Swap& swap) {
    std::ranges::stable_sort(swap.variants, {}, [](const auto& variant) {
        return std::pair(variant.rule.kind, variant.rule.count);
    });
}

SwapTiledLayout LayoutReader::swap_tiled(const kdl::Node& node) {
    SwapTiledLayout out;
    if (const kdl::Value* name = node.prop("name")) {
        out.name = reader_.text(*name, "name");
    }
    for (const kdl::Node& child : node.children) {
        const kdl::Node* pattern = templates_.find(TemplateKind::Tab, child.name);
        if (child.name != "tab" && pattern == nullptr) {
            std::vector<std::string_view> known = templates_.names(TemplateKind::Tab);
            known.push_back("tab");
            reader_.report_unknown(child.span, "arrangement", child.name, known);
            continue;
        }
        const std::optional<PaneCountRule> when = rule(child);
        const std::optional<kdl::Node> plain =
            pattern == nullptr ? child : templates_.apply(*pattern, child);
        if (when && plain) {
            check_tab_props(*plain, kSwapTabProps);
            out.variants.push_back({*when, tab(*plain).root});
        }
    }
    sort_variants(out);
    return out;
}

SwapFloatingLayout LayoutReader::swap_floating(const kdl::Node& node) {
    static constexpr std::array<std::string_view, 1> kKnown = {"floating_panes"};
    SwapFloatingLayout out;
    if (const kdl::Value* name = node.prop("name")) {
        out.name = reader_.text(*name, "name");
    }
    for (const kdl::Node& child : node.children) {
        if (child.name != "floating_panes") {
            reader_.report_unknown(child.span, "arrangement", child.name, kKnown);
            continue;
        }
        const std::optional<PaneCountRule> when = rule(child);
        if (when) {
            out.variants.push_back({*when, floating(child, std::nullopt)});
        }
    }
    sort_variants(out);
    return out;
}

void LayoutReader::read_swaps(const std::vector<kdl::Node>& nodes, Layout& out) {
    for (const kdl::Node& node : nodes) {
        if (node.name == "swap_tiled_layout") {
            out.swap_tiled.push_back(swap_tiled(node));
        } else if (node.name == "swap_floating_layout") {
            out.swap_floating.push_back(swap_floating(node));
        }
    }
}

Diagnostics read_swap_file(std::string_view text, Layout& layout) {
    static constexpr std::array<std::string_view, 4> kKnown = {
        "swap_tiled_layout", "swap_floating_layout", "tab_template", "pane_template"};
    const std::expected<kdl::Document, kdl::Diagnostic> document = kdl::parse(text);
    if (!document) {
        return {document.error()};
    }
    Diagnostics out;
    Reader reader(text, out);
    for (const kdl::Node& node : document->nodes) {
        if (std::ranges::find(kKnown, node.name) == kKnown.end()) {
            reader.report_unknown(node.span, "part of a file of swap layouts", node.name, kKnown);
        }
    }
    LayoutReader swaps(reader);
    swaps.collect(document->nodes);
    layout.swap_tiled.clear();
    layout.swap_floating.clear();
    swaps.read_swaps(document->nodes, layout);
    return out;
}

}  // namespace

bool PaneCountRule::fits(std::size_t panes) const {
    switch (kind) {
    case Kind::Max: return panes <= count;
    case Kind::Min: return panes >= count;
    case Kind::Exact: return panes == count;
    case Kind::Any: return true;
    }
    std::unreachable();
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
