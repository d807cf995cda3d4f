#pragma once
// A session to test with, and its picture as text. Threads: one.

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tessera/workspace/session.h"

namespace tessera::workspace {

inline constexpr ClientId kMe{1};

inline PaneId terminal(std::uint32_t number) {
    return {PaneKind::Terminal, number};
}
inline PaneId plugin(std::uint32_t number) {
    return {PaneKind::Plugin, number};
}
inline Size size_of(int rows, int cols) {
    return {Rows(rows), Cols(cols)};
}

inline config::Layout layout_from(std::string_view text, std::string_view swaps = {}) {
    auto layout = swaps.empty() ? std::expected<config::Layout, config::LayoutErrors>(
                                      config::parse_layout(text).value())
                                : config::parse_layout(text, swaps);
    EXPECT_TRUE(layout.has_value());
    return *layout;
}

/// The default layout with its swap layouts: bars are plugin_0 and plugin_1, the shell terminal_0.
inline OpenTab default_tab(ClientId client = kMe) {
    const config::BuiltinLayout* found = config::find_builtin_layout("default");
    const config::Layout layout = layout_from(found->text, found->swap_text);
    return {.layout = layout.tabs.front(),
            .swaps = {layout.swap_tiled, layout.swap_floating},
            .client = client};
}

struct Bench {
    Ids ids;
    Session session;

    /// A client in a session with one tab of the default layout, whose bars said what they are.
    explicit Bench(Size size = size_of(30, 100), Settings settings = {})
        : session({.name = "test", .size = size, .settings = settings}) {
        EXPECT_TRUE(session.add_client(kMe, size).has_value());
        EXPECT_TRUE(session.open_tab(default_tab(), ids).has_value());
        EXPECT_TRUE(session.set_selectable(plugin(0), Toggle::Off).has_value());
        EXPECT_TRUE(session.set_selectable(plugin(1), Toggle::Off).has_value());
    }

    PaneId open(const Placement& placement, Focus focus = Focus::Move) {
        const Result<PaneId> id =
            session.open_pane({.placement = placement, .client = kMe, .focus = focus}, ids);
        EXPECT_TRUE(id.has_value()) << id.error().to_string();
        return id.value_or(PaneId{});
    }
    [[nodiscard]] const Tab& tab() const { return *session.active_tab(kMe); }
    [[nodiscard]] PaneId focused() const { return session.focused_pane(kMe).value(); }
    [[nodiscard]] TabGeometry geometry() const { return session.geometry(tab().id); }
    [[nodiscard]] Rect outer(PaneId id) const { return geometry().find(id)->outer; }
    [[nodiscard]] Rect content(PaneId id) const { return geometry().find(id)->content; }
};

/// "row,col rows x cols"
inline std::string text_of(const Rect& r) {
    return std::to_string(r.row.value) + "," + std::to_string(r.col.value) + " " +
           std::to_string(r.rows.value) + "x" + std::to_string(r.cols.value);
}

}  // namespace tessera::workspace
