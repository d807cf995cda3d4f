// The question whether a plugin may do what it wants. The guest is sdk/test/doer.cc.

#include "tessera/server/question.h"

#include <algorithm>

#include "tessera/server/guest_fixture.h"

namespace tessera::server {
namespace {

class QuestionTest : public GuestTest {
protected:
    void ask(std::string more_layout = {}) {
        start({.guest = "doer", .says = "", .grants = "", .more_layout = std::move(more_layout)});
        ASSERT_TRUE(comes_true([&] { return is_asked(); }));
    }

    [[nodiscard]] bool any_question(
        const std::function<bool(const PluginPane::Question&)>& is_so) const {
        return std::ranges::any_of(session->plugin_panes, [&](const auto& entry) {
            return entry.second.question() && is_so(*entry.second.question());
        });
    }

    [[nodiscard]] bool is_asked() const {
        return any_question([](const PluginPane::Question&) { return true; });
    }

    [[nodiscard]] PaneId plugin_pane() const {
        return {PaneKind::Plugin, session->plugin_panes.begin()->first.plugin.value};
    }

    void settle_after_a_while() {
        bool is_over = false;
        const auto timer = loop.timer(std::chrono::milliseconds(600), io::Loop::Repeat::No,
                                      [&] { is_over = true; });
        comes_true([&] { return is_over; });
    }

    void wait_until_it_is_answerable() {
        (void)session->settle(clock.now());
        ASSERT_TRUE(comes_true([&] {
            return any_question([&](const auto& q) { return is_answerable(q, clock.now()); });
        }));
    }

    void click(std::string_view text) {
        comes_true([&] { return client.text().find(text) != std::string::npos; }, text);
        for (int row = 0; row < client.screen.size().rows.value; ++row) {
            // Columns are counted by characters: frames are of more bytes than columns.
            const std::string line = client.screen.row_text(Row(row));
            const std::size_t at = line.find(text);
            if (at == std::string::npos) {
                continue;
            }
            const auto cols = std::ranges::count_if(line.substr(0, at), [](char c) {
                return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
            });
            vt::input::MouseEvent event;
            event.kind = vt::input::MouseKind::Press;
            event.button = vt::input::MouseButton::Left;
            event.position = {Row(row), Col(static_cast<int>(cols))};
            session->input(id, event);
            return;
        }
    }
};

TEST_F(QuestionTest, IsAnsweredInThePanesByAKey) {
    ask();
    ASSERT_FALSE(floating_question(*session, *session->find_client(id)));
    press("y");  // typed for the plugin when the question came up
    EXPECT_TRUE(is_asked());
    wait_until_it_is_answerable();
    press("x");  // no answer
    EXPECT_TRUE(is_asked());
    press("y");
    EXPECT_TRUE(shows("granted"));
}

TEST_F(QuestionTest, IsAnsweredInThePanesByTheMouse) {
    ask();
    click("No");
    EXPECT_TRUE(is_asked());  // clicked for what was there before
    wait_until_it_is_answerable();
    click("No");
    EXPECT_TRUE(shows("denied"));
}

TEST_F(QuestionTest, FloatsWhereThePaneIsTooSmall) {
    ask();
    using workspace::FullscreenKind;
    ASSERT_TRUE(session->space.toggle_fullscreen(plugin_pane(), FullscreenKind::Viewport));
    session->resize(id, {Rows(8), Cols(70)}, {});
    const auto question = floating_question(*session, *session->find_client(id));
    ASSERT_TRUE(question);
    EXPECT_LE(question->outer.rows, Rows(8));
    EXPECT_LE(question->outer.cols, Cols(70));
    wait_until_it_is_answerable();
    click("Yes");
    EXPECT_TRUE(comes_true([&] { return !is_asked(); }));
    EXPECT_TRUE(shows("granted"));
}

TEST_F(QuestionTest, FloatsForAPaneThatCannotHaveTheFocus) {
    ask();
    ASSERT_TRUE(session->space.set_selectable(plugin_pane(), workspace::Toggle::Off));
    (void)session->settle(clock.now());
    press("y");  // typed for the shell when the question came up
    EXPECT_TRUE(is_asked());
    wait_until_it_is_answerable();
    press("n");
    EXPECT_TRUE(comes_true([&] { return !is_asked(); }));
    EXPECT_TRUE(shows("denied"));
}

TEST_F(QuestionTest, FloatsForASuppressedPaneAndWaitsForOneInAnotherTab) {
    ask();
    ASSERT_TRUE(act(*session, {.client = id}, actions::NewTab{}));
    (void)session->settle(clock.now());
    EXPECT_FALSE(floating_question(*session, *session->find_client(id)));
    ASSERT_TRUE(session->space.suppress_pane(plugin_pane()));
    const auto question = floating_question(*session, *session->find_client(id));
    ASSERT_TRUE(question);
    EXPECT_EQ(question->instance.plugin.value, plugin_pane().number);
}

TEST_F(QuestionTest, FloatsForABackgroundPlugin) {
    ask("load_plugins {\n    \"file:" + module_of("asker").string() + "\"\n}\n");
    ASSERT_TRUE(comes_true(
        [&] { return floating_question(*session, *session->find_client(id)).has_value(); }));
    const auto question = floating_question(*session, *session->find_client(id));
    EXPECT_EQ(question->instance.plugin, session->background.at(0).id);
    ASSERT_TRUE(comes_true([&] {
        const auto& asked = session->plugin_panes.at(question->instance).question();
        return asked && is_answerable(*asked, clock.now());
    }));
    press("y");
    EXPECT_TRUE(comes_true(
        [&] { return !floating_question(*session, *session->find_client(id)).has_value(); }));
}

TEST_F(QuestionTest, NobodyIsTakenAtTheirWordWhoCannotSeeIt) {
    ask();
    ASSERT_TRUE(session->space.set_selectable(plugin_pane(), workspace::Toggle::Off));
    session->resize(id, {Rows(2), Cols(70)}, {});  // no room for a question
    settle_after_a_while();
    press("y");
    EXPECT_TRUE(is_asked());
}

TEST_F(QuestionTest, WaitsUntilItsPictureHasGoneOut) {
    client.drained = false;  // a link that is stuck
    ask();
    settle_after_a_while();
    press("y");
    EXPECT_TRUE(is_asked());
    client.drained = true;
    answer("y");
    EXPECT_TRUE(comes_true([&] { return !is_asked(); }));
}

/// Layouts come from plugins too: switch_session_with_layout carries one.
TEST_F(QuestionTest, IsAskedWhateverALayoutSays) {
    const std::string own = "file:" + module_of("doer").string();
    ask("plugin_permissions {\n    \"" + own + "\" { ChangeApplicationState; RunCommands; }\n}\n");
    EXPECT_TRUE(session->config.plugin_permissions.empty());
    const Result<> done =
        session->reconfigure("plugin_permissions { \"" + own + "\" { RunCommands; }; }", id);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::PermissionDenied);
    EXPECT_FALSE(session->reconfigure("plugin_permissions_pin false", id));
    EXPECT_TRUE(session->reconfigure("mouse_mode false", id));
    EXPECT_TRUE(session->config.plugin_permissions.empty());
}

}  // namespace
}  // namespace tessera::server
