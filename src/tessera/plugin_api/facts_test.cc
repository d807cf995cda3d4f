#include "tessera/plugin_api/facts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tessera/plugin_api/events.h"
#include "tessera/workspace/test_support.h"

namespace tessera::plugin_api {
namespace {

using workspace::Bench;
using workspace::kMe;

PaneExtra nothing(PaneId /*pane*/) {
    return {};
}

const auto kNothing = [](PaneId pane) { return nothing(pane); };

const api::event::PaneInfo& find(const std::vector<api::event::PaneManifest>& manifests,
                                 PaneId pane) {
    for (const auto& manifest : manifests) {
        for (const auto& info : manifest.panes) {
            if (info.id == pane.number && info.is_plugin == (pane.kind == PaneKind::Plugin)) {
                return info;
            }
        }
    }
    ADD_FAILURE() << "no such pane";
    return manifests.front().panes.front();
}

TEST(Facts, TellTabsAsTheViewerSeesThem) {
    Bench bench;
    ASSERT_TRUE(bench.session.open_tab(workspace::default_tab(), bench.ids));
    const ClientId other{2};
    ASSERT_TRUE(bench.session.add_client(other, workspace::size_of(30, 100)));
    const TabId first = bench.session.tabs()[0].id;
    ASSERT_TRUE(bench.session.go_to_tab(other, first));

    const auto mine = tab_infos(bench.session, kMe);
    ASSERT_EQ(mine.size(), 2U);
    EXPECT_FALSE(mine[0].active);
    EXPECT_TRUE(mine[1].active);
    EXPECT_EQ(mine[0].other_focused_clients, (std::vector<std::uint32_t>{2}));
    EXPECT_EQ(mine[1].position, 1U);
    EXPECT_EQ(mine[0].tab_id, first.value);
    EXPECT_EQ(mine[0].name, "Tab #1");
    EXPECT_EQ(mine[0].display_area_rows, 30U);
    EXPECT_EQ(mine[0].display_area_columns, 100U);
    EXPECT_LT(mine[0].viewport_rows, 30U);
    EXPECT_EQ(mine[0].selectable_tiled_panes_count, 1U);
    EXPECT_FALSE(mine[0].active_swap_layout_name);  // one pane has no arrangement
    EXPECT_TRUE(tab_infos(bench.session, other)[0].active);
    EXPECT_EQ(find_trap(tab_update(mine)), "");
}

TEST(Facts, TellWherePanesAreAndWhatTheyShow) {
    Bench bench;
    const PaneId floating = bench.open(workspace::PlaceFloating{});
    const auto manifests = pane_manifests(bench.session, kNothing);
    ASSERT_EQ(manifests.size(), 1U);
    EXPECT_EQ(manifests[0].panes.size(), 4U);

    const auto& shell = find(manifests, workspace::terminal(0));
    EXPECT_TRUE(shell.is_selectable);
    EXPECT_TRUE(shell.is_focused);  // of its layer
    EXPECT_FALSE(shell.is_floating);
    EXPECT_EQ(shell.pane_columns, 100U);
    EXPECT_GE(shell.pane_rows, shell.pane_content_rows);

    const auto& bar = find(manifests, workspace::plugin(0));
    EXPECT_FALSE(bar.is_selectable);
    ASSERT_TRUE(bar.plugin_url);
    EXPECT_FALSE(bar.terminal_command);

    const auto& top = find(manifests, floating);
    EXPECT_TRUE(top.is_floating);
    EXPECT_TRUE(top.is_focused);
    EXPECT_FALSE(top.is_suppressed);
    EXPECT_EQ(find_trap(pane_update(manifests)), "");
}

TEST(Facts, TellTitlesThatAreNoTextAsTextAllTheSame) {
    Bench bench;
    ASSERT_TRUE(bench.session.set_title(workspace::terminal(0), "caf\xe9"));
    const auto manifests = pane_manifests(bench.session, kNothing);
    EXPECT_EQ(find(manifests, workspace::terminal(0)).title, "caf\ufffd");
}

TEST(Facts, TellSuppressedPanesAndExtras) {
    Bench bench;
    const PaneId hidden = bench.open(workspace::PlaceSuppressed{});
    const auto with_cursor = [](PaneId pane) {
        return PaneExtra{.cursor = pane.kind == PaneKind::Terminal
                                       ? std::optional(Point{Row(2), Col(5)})
                                       : std::nullopt};
    };
    const auto info = pane_info(bench.session, hidden, with_cursor);
    ASSERT_TRUE(info);
    EXPECT_TRUE(info->is_suppressed);
    EXPECT_FALSE(info->is_focused);
    EXPECT_EQ(info->cursor_coordinates_in_pane->line, 2);
    EXPECT_EQ(info->cursor_coordinates_in_pane->column, 5);
    EXPECT_FALSE(pane_info(bench.session, workspace::terminal(99), with_cursor));
}

TEST(Facts, SpellColoursAsConfigurationsDo) {
    EXPECT_EQ(color_text(vt::Color::rgb(1, 0xab, 0)), "#01ab00");
    EXPECT_EQ(color_text(vt::Color::indexed(7)), "7");
}

}  // namespace
}  // namespace tessera::plugin_api
