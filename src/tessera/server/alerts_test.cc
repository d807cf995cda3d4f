#include "tessera/server/alerts.h"

#include <algorithm>

#include "tessera/plugin_api/facts.h"
#include "tessera/server/scene_of.h"
#include "tessera/server/session_fixture.h"

namespace tessera::server {
namespace {

class AlertsTest : public SessionTest {
protected:
    /// Two panes side by side; the second one has the focus.
    void make_two(std::string_view options = "") {
        make("layout {\n    pane\n    pane focus=true\n}\n", {Rows(24), Cols(80)}, options);
    }
    [[nodiscard]] ui::ScenePane scene_pane(std::uint32_t terminal) const {
        for (const ui::ScenePane& pane : scene_of(*session, *session->find_client(id)).panes) {
            if (pane.id == PaneId{PaneKind::Terminal, terminal}) {
                return pane;
            }
        }
        return {};
    }
    [[nodiscard]] std::vector<api::event::TabInfo> tabs() const {
        std::vector<api::event::TabInfo> infos = plugin_api::tab_infos(session->space, id);
        session->alerts->mark(infos);
        return infos;
    }
    [[nodiscard]] std::ptrdiff_t rings() const { return std::ranges::count(client->raw, '\x07'); }
    /// Without a second going by.
    void settle_now() { (void)session->settle(clock.now()); }
};

TEST_F(AlertsTest, ABellInAPaneNobodyLooksAtFlashesAndMarksIt) {
    make_two();
    AskingProgram quiet(*session, 0);
    client->raw.clear();
    quiet.says("\x07\x07");
    settle_now();
    EXPECT_EQ(rings(), 1);
    EXPECT_EQ(scene_pane(0).mark, ui::FrameMark::Flash);
    EXPECT_TRUE(scene_pane(0).title.ends_with(" [!]")) << scene_pane(0).title;
    EXPECT_EQ(scene_pane(1).mark, ui::FrameMark::None);
    EXPECT_TRUE(tabs()[0].is_flashing_bell);
    EXPECT_FALSE(tabs()[0].has_bell_notification) << "the tab is on show";
    settle();
    EXPECT_EQ(scene_pane(0).mark, ui::FrameMark::None);
    EXPECT_TRUE(scene_pane(0).title.ends_with(" [!]"));
    EXPECT_FALSE(tabs()[0].is_flashing_bell);
    ASSERT_TRUE(session->space.focus_pane(id, {PaneKind::Terminal, 0}));
    settle();
    EXPECT_FALSE(scene_pane(0).title.ends_with(" [!]"));
}

TEST_F(AlertsTest, ABellInAnotherTabMarksItUntilSomebodyGoesThere) {
    make_two();
    AskingProgram quiet(*session, 0);
    ASSERT_TRUE(act_on(actions::NewTab{}));
    quiet.says("\x07");
    settle();
    ASSERT_EQ(tabs().size(), 2U);
    EXPECT_TRUE(tabs()[0].has_bell_notification);
    EXPECT_FALSE(tabs()[1].has_bell_notification);
    ASSERT_TRUE(session->space.go_to_tab_at(id, 1));
    settle();
    EXPECT_FALSE(tabs()[0].has_bell_notification);
}

TEST_F(AlertsTest, WithoutVisualBellTerminalsOnlyRing) {
    make_two("visual_bell false");
    AskingProgram quiet(*session, 0);
    client->raw.clear();
    quiet.says("\x07");
    settle_now();
    EXPECT_EQ(rings(), 1);
    EXPECT_EQ(scene_pane(0).mark, ui::FrameMark::None);
    EXPECT_FALSE(scene_pane(0).title.ends_with(" [!]"));
    EXPECT_FALSE(tabs()[0].is_flashing_bell);
}

TEST_F(AlertsTest, NotificationsReachTheTerminalAsText) {
    make_two();
    AskingProgram program(*session, 0);
    client->raw.clear();
    program.says("\x1b]9;built\x07\x1b]777;notify;Title;body\x1b\\\x1b]99;i=1;kitty\x1b\\");
    EXPECT_EQ(client->raw, "\x1b]9;built\x07\x1b]9;Title: body\x07\x1b]9;kitty\x07");
    client->raw.clear();
    for (int i = 0; i < 100; ++i) {
        program.says("\x1b]9;again\x07");
    }
    EXPECT_EQ(rings(), NotificationPace::kAtOnce - 3);
}

TEST_F(AlertsTest, NotificationsTakeTheFormThatTheConfigurationSays) {
    make_two("host_notification_protocol \"off\"");
    client->raw.clear();
    AskingProgram(*session, 0).says("\x1b]9;built\x07");
    EXPECT_EQ(client->raw, "");
    make_two("host_notification_protocol \"osc99\"");
    client->raw.clear();
    AskingProgram(*session, 0).says("\x1b]9;built\x07");
    EXPECT_EQ(client->raw, "\x1b]99;;built\x07");
    client->raw.clear();
    AskingProgram(*session, 0).says("\x1b]99;i=7:u=2;a\x07\x1b]99;i=7:p=close;\x07");
    EXPECT_EQ(client->raw, "\x1b]99;i=terminal_0.7:u=2;a\x07\x1b]99;i=terminal_0.7:p=close;\x07");
}

TEST_F(AlertsTest, WhoSeesAPaneIsToldSoToTheTerminalThatDecides) {
    make_two("host_notification_protocol \"osc99\"");
    AskingProgram other(*session, 0);
    AskingProgram focused(*session, 1);
    client->raw.clear();
    focused.says("\x1b]99;o=unfocused;a\x07\x1b]99;o=invisible;b\x07");
    other.says("\x1b]99;o=invisible;c\x07");
    EXPECT_EQ(client->raw,
              "\x1b]99;o=unfocused;a\x07\x1b]99;o=invisible;b\x07\x1b]99;o=invisible;c\x07");
    client->raw.clear();
    other.says("\x1b]99;o=unfocused;d\x07");
    EXPECT_EQ(client->raw, "\x1b]99;;d\x07") << "another pane has the focus";
    ASSERT_TRUE(act_on(actions::ToggleFocusFullscreen{}));
    client->raw.clear();
    other.says("\x1b]99;o=invisible;e\x07");
    EXPECT_EQ(client->raw, "\x1b]99;;e\x07") << "behind another that fills the tab";
}

TEST_F(AlertsTest, WhatReachesNobodyKeepsNothingFromBeingTold) {
    make_two();
    AskingProgram program(*session, 0);
    client->raw.clear();
    for (int n = 0; n < 20; ++n) {
        program.says("\x1b]99;i=7:p=close;\x07");
    }
    program.says("\x1b]9;built\x07");
    EXPECT_EQ(client->raw, "\x1b]9;built\x07");
}

}  // namespace
}  // namespace tessera::server
