#pragma once
// The grammar of a layout: panes (layout_panes.cc), tabs and the whole (layout.cc), swap layouts
// (layout_swaps.cc). Internal to this directory. Threads: one layout file.

#include "tessera/config/layout.h"
#include "tessera/config/layout_pane.h"
#include "tessera/config/layout_templates.h"

namespace tessera::config {

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
    void report_part(const kdl::Node& node);
    void explicit_tab(const kdl::Node& node, const kdl::Node* pattern, Layout& out);

    Reader& reader_;
    LayoutTemplates templates_;
    std::size_t panes_ = 0;
    bool told_of_limit_ = false;
};

/// Replaces the swap layouts of `layout` by those of a `NAME.swap.kdl`.
[[nodiscard]] Diagnostics read_swap_file(std::string_view text, Layout& layout);

}  // namespace tessera::config
