// Tabs and layouts.
#include "tessera/actions/opening.h"
#include "tessera/actions/verb.h"

namespace tessera::actions {

namespace {

constexpr std::uint32_t kAnyNumber = UINT32_MAX;

NewTab new_tab_with(Args& a) {
    return {.layout = layout_of(a),
            .name = a.option("name"),
            .cwd = a.option("cwd"),
            .content = std::nullopt,
            .focus = focus_of(a),
            .wait = wait_of(a)};
}

Action new_tab_binding(Args& a) {
    return new_tab_with(a);
}

Action new_tab_command(Args& a) {
    NewTab out = new_tab_with(a);
    if (const std::optional<std::string> plugin = a.option("initial-plugin")) {
        out.content = RunPlugin{.plugin = {.location = *plugin}};
    }
    if (!a.command().empty()) {
        if (out.content) {
            a.fail("a pane shows one thing", "--initial-plugin URL, or a command after --");
        }
        out.content = command_of(a, a.command());
    }
    return out;
}

/// People count tabs from 1; 0 is the first too.
Action go_to_tab(Args& a) {
    const std::uint32_t index = a.whole(0, kAnyNumber);
    return GoToTab{TabPosition(index == 0 ? 0 : index - 1)};
}

Action go_to_tab_by_id(Args& a) {
    return GoToTab{TabId(a.whole(0, kAnyNumber))};
}

Action go_to_tab_name(Args& a) {
    return GoToTabName{.name = a.text(0), .create = a.flag("create")};
}

Action close_tab_by_id(Args& a) {
    return CloseTab{TabId(a.whole(0, kAnyNumber))};
}

Action move_tab(Args& a) {
    MoveTab out{.direction = a.word<Direction>(a.text(0)), .tab = a.tab()};
    if (out.direction != Direction::Left && out.direction != Direction::Right) {
        a.fail_word(a.text(0), "left or right");
    }
    return out;
}

Action rename_tab(Args& a) {
    return RenameTab{.name = a.text(0), .tab = a.tab()};
}

Action rename_tab_by_id(Args& a) {
    return RenameTab{.name = a.text(1), .tab = TabId(a.whole(0, kAnyNumber))};
}

Action override_layout(Args& a) {
    LayoutRef layout = layout_of(a).value_or(LayoutRef{});
    if (a.count() > 0) {
        layout.name = a.text(0);
    }
    if (layout.name.empty() && layout.text.empty()) {
        a.fail("the layout is missing", "a layout's name or file, or --layout-string KDL");
    }
    return OverrideLayout{
        .layout = std::move(layout),
        .name = a.option("name"),
        .cwd = a.option("cwd"),
        .retain_existing_terminal_panes = a.flag("retain-existing-terminal-panes"),
        .retain_existing_plugin_panes = a.flag("retain-existing-plugin-panes"),
        .apply_only_to_active_tab = a.flag("apply-only-to-active-tab")};
}

constexpr std::string_view kTab = "-t/--tab-id ID";

constexpr Verb kVerbs[] = {
    {.kdl = "NewTab",
     .options = "--layout NAME --layout-string KDL --cwd DIR --name NAME",
     .read = new_tab_binding,
     .kdl_example = R"({ layout "compact"; cwd "/tmp"; name "logs"; })"},
    {.cli = "new-tab",
     .options = "-l/--layout NAME --layout-string KDL --layout-dir DIR -n/--name NAME "
                "-c/--cwd DIR --initial-plugin URL --close-on-exit --start-suspended "
                "--block-until-exit-success --block-until-exit-failure --block-until-exit "
                "--no-focus -- CMD",
     .read = new_tab_command,
     .cli_example = "-n logs -c /var/log --no-focus -- tail -f syslog"},
    {.kdl = "GoToNextTab", .cli = "go-to-next-tab", .read = plain<GoToNextTab>},
    {.kdl = "GoToPreviousTab", .cli = "go-to-previous-tab", .read = plain<GoToPreviousTab>},
    {.kdl = "GoToTab",
     .cli = "go-to-tab",
     .args = "INDEX",
     .read = go_to_tab,
     .kdl_example = "1",
     .cli_example = "2"},
    {.cli = "go-to-tab-by-id", .args = "ID", .read = go_to_tab_by_id, .cli_example = "7"},
    {.kdl = "GoToTabName",
     .cli = "go-to-tab-name",
     .args = "NAME",
     .options = "-c/--create",
     .read = go_to_tab_name,
     .kdl_example = R"("logs")",
     .cli_example = "logs --create"},
    {.kdl = "CloseTab",
     .cli = "close-tab",
     .options = kTab,
     .read = about_tab<CloseTab>,
     .cli_example = "-t 7"},
    {.cli = "close-tab-by-id", .args = "ID", .read = close_tab_by_id, .cli_example = "7"},
    {.kdl = "ToggleTab", .read = plain<ToggleTab>},
    {.kdl = "MoveTab",
     .cli = "move-tab",
     .args = "left|right",
     .options = kTab,
     .read = move_tab,
     .kdl_example = R"("Left")",
     .cli_example = "right -t 7"},
    {.kdl = "RenameTab",
     .cli = "rename-tab",
     .args = "NAME",
     .options = kTab,
     .read = rename_tab,
     .kdl_example = R"("logs")",
     .cli_example = "logs -t 7"},
    {.cli = "rename-tab-by-id",
     .args = "ID NAME",
     .read = rename_tab_by_id,
     .cli_example = "7 logs"},
    {.kdl = "UndoRenameTab",
     .cli = "undo-rename-tab",
     .options = kTab,
     .read = about_tab<UndoRenameTab>,
     .cli_example = "-t 7"},
    {.kdl = "ToggleActiveSyncTab",
     .cli = "toggle-active-sync-tab",
     .options = kTab,
     .read = about_tab<ToggleActiveSyncTab>,
     .cli_example = "-t 7"},
    {.kdl = "BreakPane", .read = plain<BreakPane>},
    {.kdl = "BreakPaneRight", .read = plain<BreakPaneRight>},
    {.kdl = "BreakPaneLeft", .read = plain<BreakPaneLeft>},
    {.kdl = "PreviousSwapLayout",
     .cli = "previous-swap-layout",
     .options = kTab,
     .read = about_tab<PreviousSwapLayout>,
     .cli_example = "-t 7"},
    {.kdl = "NextSwapLayout",
     .cli = "next-swap-layout",
     .options = kTab,
     .read = about_tab<NextSwapLayout>,
     .cli_example = "-t 7"},
    {.kdl = "OverrideLayout",
     .options = "--layout NAME --layout-string KDL --cwd DIR --name NAME "
                "--retain-existing-terminal-panes --retain-existing-plugin-panes "
                "--apply-only-to-active-tab",
     .read = override_layout,
     .kdl_example = R"({ layout "compact"; retain_existing_terminal_panes true; })"},
    {.cli = "override-layout",
     .args = "[LAYOUT]",
     .options = "--layout-string KDL --layout-dir DIR --retain-existing-terminal-panes "
                "--retain-existing-plugin-panes --apply-only-to-active-tab",
     .read = override_layout,
     .cli_example = "compact --apply-only-to-active-tab"},
    {.kdl = "DumpLayout", .cli = "dump-layout", .read = plain<DumpLayout>},
};

}  // namespace

std::span<const Verb> tab_verbs() {
    return kVerbs;
}

}  // namespace tessera::actions
