#include "tessera/server/plugin_marks.h"

#include <algorithm>

#include "tessera/server/scene_of.h"
#include "tessera/server/session_fixture.h"

namespace tessera::server {
namespace {

namespace pc = api::plugin_command;
constexpr PaneId kShell{PaneKind::Terminal, 0};

class PluginMarksTest : public SessionTest {
protected:
    void SetUp() override {
        make();
        session->programs.at(0).pane->terminal().feed("one src/a.cc:12 two\r\nerror: b.cc\r\n");
        first = ui::first_page_line(session->programs.at(0).pane->terminal());
    }

    static pc::RegexHighlight mark(std::string pattern) {
        pc::RegexHighlight out;
        out.pattern = std::move(pattern);
        out.style.emplace().style.emplace<pc::HighlightStyle::StyleCase::emphasis_1>(true);
        return out;
    }

    void set(std::vector<pc::RegexHighlight> marks) {
        pc::SetPaneRegexHighlightsPayload payload;
        payload.pane_id.emplace();
        payload.highlights = std::move(marks);
        ASSERT_TRUE(session->marks->set(who(), payload));
    }

    [[nodiscard]] InstanceKey who() const { return {SessionId(1), PluginId(5), id}; }

    std::vector<ui::Highlight> shown() {
        ui::PaneView view;
        session->marks->show(kShell, *session->find_client(id), view);
        return view.highlights;
    }

    [[nodiscard]] ui::TextPoint at(std::int64_t row, int col) const {
        return {first + row, Col(col)};
    }

    std::int64_t first = 0;
};

TEST_F(PluginMarksTest, StandOutInTheirStyleWhereTheyMatch) {
    set({mark("[a-z/]+\\.cc")});
    const std::vector<ui::Highlight> all = shown();
    ASSERT_EQ(all.size(), 2U);
    for (const ui::Highlight& one : all) {
        ASSERT_TRUE(one.look);
        EXPECT_EQ(one.look->foreground, session->theme.text_unselected.emphasis[1]);
        EXPECT_FALSE(one.look->background);
    }
    const ui::TextRange wanted{.first = at(0, 4), .last = at(0, 11)};
    EXPECT_EQ(std::ranges::count(all, wanted, &ui::Highlight::range), 1);
}

TEST_F(PluginMarksTest, StandForTheirFirstGroupWhereThereIsOne) {
    set({mark("src/(a)\\.cc")});
    ASSERT_EQ(shown().size(), 1U);
    const ui::TextRange wanted{.first = at(0, 8), .last = at(0, 8)};
    EXPECT_EQ(shown()[0].range, wanted);
}

TEST_F(PluginMarksTest, ReplaceThoseOfTheSameExpressionAndLeaveOutBadOnes) {
    set({mark("one"), mark("(")});
    set({mark("one")});
    EXPECT_EQ(shown().size(), 1U);
    pc::ClearPaneHighlightsPayload clear;
    clear.pane_id.emplace();
    ASSERT_TRUE(session->marks->clear(who(), clear));
    EXPECT_TRUE(shown().empty());
}

TEST_F(PluginMarksTest, OnHoverAreSeenUnderThePointerOnly) {
    pc::RegexHighlight hovered = mark("error");
    hovered.on_hover = true;
    hovered.bold = true;
    set({hovered});
    EXPECT_TRUE(shown().empty());
    AttachedClient& attached = *session->find_client(id);
    EXPECT_FALSE(session->marks->hover(attached, kShell, at(0, 0)));
    EXPECT_TRUE(session->marks->hover(attached, kShell, at(1, 2)));
    ASSERT_EQ(shown().size(), 1U);
    EXPECT_EQ(shown()[0].look->attrs, vt::Attr::Bold);
    EXPECT_FALSE(session->marks->hover(attached, kShell, at(1, 3)));
    EXPECT_TRUE(session->marks->hover(attached, kShell, at(0, 0)));
}

TEST_F(PluginMarksTest, AreClickedWhereTheyAre) {
    set({mark("two")});
    AttachedClient& attached = *session->find_client(id);
    EXPECT_FALSE(session->marks->click(attached, kShell, at(0, 0)));
    EXPECT_TRUE(session->marks->click(attached, kShell, at(0, 16)));
}

TEST_F(PluginMarksTest, AreLimitedAndGoWithTheirPane) {
    std::vector<pc::RegexHighlight> many;
    for (int i = 0; i < 100; ++i) {
        many.push_back(mark("one|" + std::to_string(i)));
    }
    set(many);
    EXPECT_EQ(
        std::ranges::count(shown(), at(0, 0), [](const ui::Highlight& h) { return h.range.first; }),
        64);
    session->marks->forget_gone();  // its instance was never there
    EXPECT_TRUE(session->marks->is_empty());
}

}  // namespace
}  // namespace tessera::server
