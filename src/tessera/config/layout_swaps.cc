#include "tessera/config/layout_reader.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace tessera::config {

namespace {

constexpr std::array<std::string_view, 4> kSwapTabProps = {"max_panes", "min_panes", "exact_panes",
                                                           "split_direction"};

struct RuleRow {
    std::string_view name;
    PaneCountRule::Kind kind;
};
constexpr std::array<RuleRow, 3> kRules = {{{"max_panes", PaneCountRule::Kind::Max},
                                            {"min_panes", PaneCountRule::Kind::Min},
                                            {"exact_panes", PaneCountRule::Kind::Exact}}};

/// Stable; std::stable_sort is deprecated inside libstdc++ 12 as clang sees it.
template <class Swap>
void sort_variants(Swap& swap) {
    std::vector<std::tuple<PaneCountRule::Kind, std::uint32_t, std::size_t>> order;
    for (std::size_t i = 0; i < swap.variants.size(); ++i) {
        order.emplace_back(swap.variants[i].rule.kind, swap.variants[i].rule.count, i);
    }
    std::ranges::sort(order);
    decltype(swap.variants) sorted;
    for (const auto& [kind, count, index] : order) {
        sorted.push_back(std::move(swap.variants[index]));
    }
    swap.variants = std::move(sorted);
}

}  // namespace

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

bool PaneCountRule::fits(std::size_t panes) const {
    switch (kind) {
    case Kind::Max: return panes <= count;
    case Kind::Min: return panes >= count;
    case Kind::Exact: return panes == count;
    case Kind::Any: return true;
    }
    std::unreachable();
}

}  // namespace tessera::config
