#pragma once
// UI components: what plugins (and any program) ask for with DCS z, drawn as bytes for the pane's
// own terminal. Source: plugin ABI, "UI output": Zellij 0.45 zellij-server/src/ui/components.
// Threads: pure.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/config/theme.h"

namespace tessera::ui {

/// Longest drawing of one component: some screens full of styled text. A table that asks for more
/// is cut off there.
inline constexpr std::size_t kMaxComponentBytes = std::size_t{1} << 20U;
/// Items kept of one component: more than any screen holds; bounds what a hostile body allocates.
inline constexpr std::size_t kMaxComponentItems = 16'384;
/// Levels of marked characters in one item; lists beyond have no meaning.
inline constexpr std::size_t kIndexLevels = 8;

struct ComponentItem {
    std::u32string text;                                          // never empty
    std::array<std::vector<std::uint32_t>, kIndexLevels> marked;  // sorted indices into text
    std::uint32_t indent = 0;                                     // nested_list
    bool selected = false;
    bool opaque = false;
    bool disabled = false;
};

/// 0-based in the pane's content; at most kMaxRowsOrCols each.
struct ComponentPlace {
    int x = 0;
    int y = 0;
    std::optional<int> width;
    std::optional<int> height;
};

enum class ComponentKind : std::uint8_t { Text, Ribbon, Table, NestedList };

struct Component {
    ComponentKind kind = ComponentKind::Text;
    std::optional<ComponentPlace> place;
    std::size_t columns = 1;           // table
    std::vector<ComponentItem> items;  // never empty
};

/// `body` is what follows the final byte of DCS z. Nothing for an unknown name, a bad place, a
/// table without columns, no item left. Items that make no sense are left out.
[[nodiscard]] std::optional<Component> parse_component(std::string_view body);

/// Glyphs of the powerline fonts at the ends of ribbons (not with option simplified_ui).
enum class Arrows : std::uint8_t { No, Yes };

[[nodiscard]] std::string draw_component(const Component& component, const config::Theme& theme,
                                         Arrows arrows);

/// Both: the bytes to feed to the pane's terminal in place of the sequence; empty when there is
/// nothing to draw. Fits vt::Terminal::set_component_painter.
[[nodiscard]] std::string component_bytes(std::string_view body, const config::Theme& theme,
                                          Arrows arrows);

}  // namespace tessera::ui
