#include "menu_stage.h"
#include "plugin/plugin_command.wire.h"

namespace tessera::layout_manager {
namespace {

using namespace guest_test;
namespace pc = api::plugin_command;

template <class Response>
std::string done() {
    Response reply;
    reply.result.template emplace<Response::ResultCase::success>(true);
    return wire::encode(reply);
}

std::map<CommandName, std::string> answers() {
    pc::DumpSessionLayoutResponse dumped;
    dumped.result.emplace<pc::DumpSessionLayoutResponse::ResultCase::layout_content>("layout {}");
    pc::ParseLayoutResponse parsed;
    parsed.result.emplace<pc::ParseLayoutResponse::ResultCase::metadata>();
    return {{CommandName::DumpSessionLayout, wire::encode(dumped)},
            {CommandName::ParseLayout, wire::encode(parsed)},
            {CommandName::SaveLayout, done<pc::SaveLayoutResponse>()},
            {CommandName::EditLayout, done<pc::EditLayoutResponse>()},
            {CommandName::RenameLayout, done<pc::RenameLayoutResponse>()},
            {CommandName::DeleteLayout, done<pc::DeleteLayoutResponse>()}};
}

/// A manager that knows "work" of the user, the built-in "compact", and a broken "torn".
class LayoutManager : public ::testing::Test, protected MenuStage {
protected:
    LayoutManager() : MenuStage("layout-manager", answers()) {
        api::event::AvailableLayoutInfoPayload layouts;
        auto& work = layouts.available_layouts.emplace_back();
        work = {.name = "work", .source = "file"};
        work.layout_metadata.emplace().tabs.resize(2);
        work.layout_metadata->tabs[0].pane_metadata.resize(3);
        layouts.available_layouts.push_back({.name = "compact", .source = "built-in"});
        auto& torn = layouts.layouts_with_errors.emplace_back();
        torn.layout_name = "torn";
        api::event::KdlErrorVariant why;
        why.kdl_error.emplace().error_message = "no closing brace";
        torn.error.emplace().error_type = why;
        EXPECT_TRUE(stage.update(event(EventType::AvailableLayoutInfo, 34, layouts)));
        stage.take_commands();
    }
};

TEST_F(LayoutManager, ListsWhatThereIs) {
    EXPECT_EQ(row(3), " work     yours, 2 tabs, 3 panes");
    EXPECT_EQ(row(4), " compact  built in");
    EXPECT_EQ(row(5), " torn     broken: no closing brace");
}

TEST_F(LayoutManager, OpensByKeyAndByClickButNothingBroken) {
    press(Key::NamedKey::Enter);
    EXPECT_EQ(asked(), (Asked{CommandName::NewTabsWithLayoutInfo, CommandName::CloseSelf}));
    EXPECT_TRUE(asked_with("work"));
    stage.render(kPane);
    stage.update(mouse(api::event::MouseEventName::MouseLeftClick, 4, 3));
    EXPECT_EQ(asked(), (Asked{CommandName::NewTabsWithLayoutInfo, CommandName::CloseSelf}));
    EXPECT_TRUE(asked_with("compact"));
    press(Key::NamedKey::DownArrow);
    press(Key::NamedKey::Enter);
    EXPECT_TRUE(asked().empty());
    EXPECT_TRUE(shows("It cannot be used: no closing brace"));
}

TEST_F(LayoutManager, SearchesUntilEscape) {
    type("/com");
    EXPECT_EQ(row(3), " compact  built in");
    press(Key::NamedKey::Enter);
    press(Key::NamedKey::Enter);
    EXPECT_EQ(asked(), (Asked{CommandName::NewTabsWithLayoutInfo, CommandName::CloseSelf}));
    press(Key::NamedKey::Esc);
    EXPECT_TRUE(shows("torn"));
    EXPECT_TRUE(asked().empty());
    press(Key::NamedKey::Esc);
    EXPECT_EQ(asked(), Asked{CommandName::CloseSelf});
}

TEST_F(LayoutManager, WritesTheSessionDownAndRenamesEditsDeletes) {
    type("ngarden");
    press(Key::NamedKey::Enter);
    EXPECT_EQ(asked(), (Asked{CommandName::HideSelf, CommandName::DumpSessionLayout,
                              CommandName::ShowSelf, CommandName::SaveLayout}));
    EXPECT_NE(last[3].payload.find("garden"), std::string::npos);
    press('e');
    EXPECT_EQ(asked(), Asked{CommandName::EditLayout});
    press('r');
    EXPECT_EQ(row(0), "New name of work: work_  <ENTER> Rename");
    press('2');
    press(Key::NamedKey::Enter);
    EXPECT_EQ(asked(), Asked{CommandName::RenameLayout});
    EXPECT_TRUE(asked_with("work2"));
    press(Key::NamedKey::Delete);
    EXPECT_EQ(row(0), "Delete layout work? (y/n)");
    press('n');
    EXPECT_TRUE(asked().empty());
    press(Key::NamedKey::Delete);
    press('y');
    EXPECT_EQ(asked(), Asked{CommandName::DeleteLayout});
    press(Key::NamedKey::DownArrow);
    press(Key::NamedKey::Delete);
    EXPECT_TRUE(shows("compact is built in."));
}

TEST_F(LayoutManager, ImportsWhatIsPasted) {
    press('i');
    paste("layout { pane; }");
    EXPECT_EQ(asked(), Asked{CommandName::ParseLayout});
    type("mine");
    press(Key::NamedKey::Enter);
    EXPECT_EQ(asked(), Asked{CommandName::SaveLayout});
    EXPECT_TRUE(asked_with("layout { pane; }"));
    stage.replies[CommandName::ParseLayout] = "";
    press('i');
    paste("nonsense");
    EXPECT_EQ(asked(), Asked{CommandName::ParseLayout});
    EXPECT_TRUE(shows("Paste a layout"));
}

TEST_F(LayoutManager, OverridesWithWhatIsToBeKept) {
    press('w', Key::KeyModifier::Alt);
    EXPECT_TRUE(shows("Terminals that are left over: kept"));
    press('t');
    press(Key::NamedKey::Tab);
    EXPECT_TRUE(shows("Terminals that are left over: closed"));
    EXPECT_TRUE(shows("Tabs: only this one"));
    press(Key::NamedKey::Enter);
    ASSERT_EQ(asked(), (Asked{CommandName::OverrideLayout, CommandName::CloseSelf}));
    pc::OverrideLayoutPayload payload;
    ASSERT_TRUE(wire::decode(last[0].payload, payload));
    EXPECT_FALSE(payload.retain_existing_terminal_panes);
    EXPECT_TRUE(payload.retain_existing_plugin_panes);
    EXPECT_TRUE(payload.apply_only_to_active_tab);
}

TEST_F(LayoutManager, DrawsWithinAnyPane) {
    draw_in_any_pane();
}

}  // namespace
}  // namespace tessera::layout_manager
