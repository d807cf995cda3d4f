#include "menu_stage.h"

namespace tessera::session_manager {
namespace {

using namespace guest_test;

api::event::SessionManifest session(std::string name, bool current = false) {
    api::event::SessionManifest out;
    out.name = std::move(name);
    out.is_current_session = current;
    out.connected_clients = current ? 1 : 0;
    out.tabs.resize(2);
    out.panes.resize(2);
    out.panes[0].panes.push_back({.is_selectable = true});
    return out;
}

/// A manager that knows this session ("home"), "work" and "garden", and three layouts.
class SessionManager : public ::testing::Test, protected MenuStage {
protected:
    SessionManager() : MenuStage("session-manager") {
        sessions({session("work"), session("home", true), session("garden")});
        api::event::AvailableLayoutInfoPayload layouts;
        for (const char* name : {"default", "compact", "strider"}) {
            layouts.available_layouts.push_back({.name = name, .source = "built-in"});
        }
        stage.update(event(EventType::AvailableLayoutInfo, 34, layouts));
        stage.take_commands();
    }
};

TEST_F(SessionManager, ListsTheOtherSessionsByName) {
    EXPECT_EQ(row(0), "Session: _  <ENTER> Create new");
    EXPECT_EQ(row(3), " garden  2 tabs, 1 pane, 0 clients");
    EXPECT_EQ(row(4), " work    2 tabs, 1 pane, 0 clients");
    EXPECT_FALSE(shows("home"));
    sessions({session("home", true)});
    EXPECT_TRUE(shows("This is the only session."));
}

TEST_F(SessionManager, GoesToASessionByTypingByArrowsAndByClick) {
    type("wr");
    EXPECT_EQ(row(0), "Session: wr_  <ENTER> Attach");
    press(Key::NamedKey::Enter);
    EXPECT_EQ(asked(), (Asked{CommandName::SwitchSession, CommandName::CloseSelf}));
    EXPECT_TRUE(asked_with("work"));

    press('c', Key::KeyModifier::Ctrl);
    press(Key::NamedKey::DownArrow);
    press(Key::NamedKey::Enter);
    ASSERT_EQ(asked(), (Asked{CommandName::SwitchSession, CommandName::CloseSelf}));
    EXPECT_TRUE(asked_with("garden"));

    stage.render(kPane);
    stage.update(mouse(api::event::MouseEventName::MouseLeftClick, 4, 3));
    ASSERT_EQ(asked(), (Asked{CommandName::SwitchSession, CommandName::CloseSelf}));
    EXPECT_TRUE(asked_with("work"));
}

TEST_F(SessionManager, MakesASessionWithAChosenLayout) {
    type("kitchen");
    EXPECT_EQ(row(0), "Session: kitchen_  <ENTER> Create new");
    press(Key::NamedKey::Enter);
    EXPECT_TRUE(shows("Layout of the new session:"));
    type("com");
    EXPECT_EQ(row(3), " compact  built in");
    press(Key::NamedKey::Enter);
    ASSERT_EQ(asked(), (Asked{CommandName::SwitchSession, CommandName::CloseSelf}));
    EXPECT_TRUE(asked_with("kitchen"));
    EXPECT_TRUE(asked_with("compact"));
    type("home");
    press(Key::NamedKey::Enter);
    EXPECT_TRUE(shows("You are in this session."));
    EXPECT_TRUE(asked().empty());
}

TEST_F(SessionManager, EndsOneOrAllAfterAQuestion) {
    press(Key::NamedKey::DownArrow);
    press(Key::NamedKey::Delete);
    EXPECT_EQ(row(0), "End session garden and its programs? (y/n)");
    press('n');
    EXPECT_TRUE(asked().empty());
    press(Key::NamedKey::DownArrow);
    press(Key::NamedKey::Delete);
    press('y');
    ASSERT_EQ(asked(), Asked{CommandName::KillSessionsAndReply});
    EXPECT_TRUE(asked_with("garden"));
    EXPECT_FALSE(asked_with("work"));
    press('d', Key::KeyModifier::Ctrl);
    EXPECT_TRUE(shows("End 2 other sessions"));
    press('y');
    ASSERT_EQ(asked(), Asked{CommandName::KillSessionsAndReply});
    EXPECT_TRUE(asked_with("garden") && asked_with("work") && !asked_with("home"));
}

TEST_F(SessionManager, AQuestionIsDroppedWithItsSession) {
    press(Key::NamedKey::DownArrow);
    press(Key::NamedKey::Delete);
    sessions({session("home", true), session("work")});
    press('y');
    EXPECT_TRUE(asked().empty());
    EXPECT_FALSE(shows("garden"));
}

TEST_F(SessionManager, RenamesThisSessionAndLeavesOnEscape) {
    press('r', Key::KeyModifier::Ctrl);
    EXPECT_EQ(row(0), "New name of home: _  <ENTER> Rename");
    type("work");
    press(Key::NamedKey::Enter);
    EXPECT_TRUE(shows("Another session is called that."));
    press(Key::NamedKey::Backspace);
    press(Key::NamedKey::Enter);
    ASSERT_EQ(asked(), Asked{CommandName::RenameSession});
    press('x', Key::KeyModifier::Ctrl);
    EXPECT_EQ(asked(), Asked{CommandName::DisconnectOtherClients});
    press(Key::NamedKey::Esc);
    EXPECT_EQ(asked(), Asked{CommandName::CloseSelf});
}

TEST_F(SessionManager, DrawsWithinAnyPane) {
    draw_in_any_pane();
}

}  // namespace
}  // namespace tessera::session_manager
