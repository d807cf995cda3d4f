// What is done with panes that are there: size, place, name, colour.
#include <fmt/format.h>

#include "tessera/actions/verb.h"

namespace tessera::actions {

namespace {

/// `increase left` as two arguments, "Increase Left" as one.
Action resize(Args& a) {
    std::string words = a.text(0);
    if (a.count() > 1) {
        words += " " + a.text(1);
    }
    const std::size_t blank = words.find(' ');
    Resize out{.by = a.word<ResizeBy>(words.substr(0, blank)), .pane = a.pane()};
    if (blank != std::string::npos) {
        out.direction = a.word<Direction>(words.substr(blank + 1));
    }
    return out;
}

Action move_pane(Args& a) {
    MovePane out{.pane = a.pane()};
    if (a.count() > 0) {
        out.direction = a.word<Direction>(a.text(0));
    }
    return out;
}

Action frame_style(Args& a) {
    return SetPaneFrameStyle{a.word<config::FrameStyle>(a.text(0))};
}

/// A binding names the tab as an argument, a command line as an option.
template <class T>
Action about_tab_argument(Args& a) {
    return a.count() == 0 ? T{.tab = a.tab()} : T{.tab = TabId(a.whole(0, UINT32_MAX))};
}

Action coordinates(Args& a) {
    return ChangeFloatingPaneCoordinates{.pane = a.demanded_pane(),
                                         .coordinates = {.x = a.extent_option("x"),
                                                         .y = a.extent_option("y"),
                                                         .width = a.extent_option("width"),
                                                         .height = a.extent_option("height"),
                                                         .pinned = a.maybe_flag("pinned"),
                                                         .borderless = a.maybe_flag("borderless")}};
}

Action toggle_borderless(Args& a) {
    return TogglePaneBorderless{.pane = a.demanded_pane()};
}

Action set_borderless(Args& a) {
    const std::optional<bool> borderless = a.maybe_flag("borderless");
    if (!borderless) {
        a.fail("the new state is missing", "--borderless true or false");
    }
    return SetPaneBorderless{.pane = a.demanded_pane(), .borderless = borderless.value_or(true)};
}

Action stack_panes(Args& a) {
    StackPanes out;
    for (std::size_t i = 0; i < a.count(); ++i) {
        out.panes.push_back(a.pane_at(i));
    }
    return out;
}

template <class T>
Action typed_bytes(Args& a) {
    return T{.bytes = a.bytes()};
}

Action rename_pane(Args& a) {
    return RenamePane{.name = a.text(0), .pane = a.pane()};
}

Action pane_color(Args& a) {
    SetPaneColor out{.pane = a.pane(),
                     .foreground = a.color_option("fg"),
                     .background = a.color_option("bg"),
                     .reset = a.flag("reset")};
    if (!out.foreground && !out.background && !out.reset) {
        a.fail("no colour is given", "--fg COLOR, --bg COLOR or --reset");
    }
    return out;
}

constexpr std::string_view kPane = "-p/--pane-id ID";
constexpr std::string_view kTab = "-t/--tab-id ID";

constexpr Verb kVerbs[] = {
    {.kdl = "Resize",
     .cli = "resize",
     .args = "increase|decrease [DIRECTION]",
     .options = kPane,
     .read = resize,
     .kdl_example = R"("Increase Left")",
     .cli_example = "increase left -p 1"},
    {.kdl = "ResizeNew",
     .args = "increase|decrease [DIRECTION]",
     .read = resize,
     .kdl_example = R"("Decrease")"},
    {.kdl = "MovePane",
     .cli = "move-pane",
     .args = "[DIRECTION]",
     .options = kPane,
     .read = move_pane,
     .kdl_example = R"("Down")",
     .cli_example = "down -p 1"},
    {.kdl = "MovePaneBackwards",
     .cli = "move-pane-backwards",
     .options = kPane,
     .read = about_pane<MovePaneBackwards>,
     .cli_example = "-p 1"},
    {.kdl = "ToggleFocusFullscreen",
     .cli = "toggle-fullscreen",
     .options = kPane,
     .read = about_pane<ToggleFocusFullscreen>,
     .cli_example = "-p 1"},
    {.kdl = "ToggleFocusNoUiFullscreen",
     .cli = "toggle-no-ui-fullscreen",
     .options = kPane,
     .read = about_pane<ToggleFocusNoUiFullscreen>,
     .cli_example = "-p 1"},
    {.kdl = "TogglePaneFrames", .cli = "toggle-pane-frames", .read = plain<TogglePaneFrames>},
    {.kdl = "SetPaneFrameStyle",
     .cli = "set-pane-frame-style",
     .args = "full|titles|none",
     .read = frame_style,
     .kdl_example = R"("full")",
     .cli_example = "none"},
    {.kdl = "TogglePaneEmbedOrFloating",
     .cli = "toggle-pane-embed-or-floating",
     .options = kPane,
     .read = about_pane<TogglePaneEmbedOrFloating>,
     .cli_example = "-p 1"},
    {.kdl = "ToggleFloatingPanes",
     .cli = "toggle-floating-panes",
     .options = kTab,
     .read = about_tab<ToggleFloatingPanes>,
     .cli_example = "-t 2"},
    {.kdl = "ShowFloatingPanes",
     .cli = "show-floating-panes",
     .args = "[TAB_ID]",
     .options = kTab,
     .read = about_tab_argument<ShowFloatingPanes>,
     .kdl_example = "2",
     .cli_example = "-t 2"},
    {.kdl = "HideFloatingPanes",
     .cli = "hide-floating-panes",
     .args = "[TAB_ID]",
     .options = kTab,
     .read = about_tab_argument<HideFloatingPanes>,
     .kdl_example = "2",
     .cli_example = "-t 2"},
    {.cli = "are-floating-panes-visible",
     .options = kTab,
     .read = about_tab<AreFloatingPanesVisible>,
     .cli_example = "-t 2"},
    {.kdl = "TogglePanePinned",
     .cli = "toggle-pane-pinned",
     .options = kPane,
     .read = about_pane<TogglePanePinned>,
     .cli_example = "-p 1"},
    {.cli = "change-floating-pane-coordinates",
     .options = "-p/--pane-id ID -x/--x N -y/--y N --width N --height N --pinned BOOL "
                "-b/--borderless BOOL",
     .read = coordinates,
     .cli_example = "-p 1 -x 10% -y 2 --width 50% --height 10 --pinned true -b false"},
    {.cli = "toggle-pane-borderless",
     .options = kPane,
     .read = toggle_borderless,
     .cli_example = "-p 1"},
    {.cli = "set-pane-borderless",
     .options = "-p/--pane-id ID -b/--borderless BOOL",
     .read = set_borderless,
     .cli_example = "-p 1 -b true"},
    {.cli = "stack-panes", .args = "ID...", .read = stack_panes, .cli_example = "-- 1 plugin_2"},
    {.kdl = "CloseFocus",
     .cli = "close-pane",
     .options = kPane,
     .read = about_pane<CloseFocus>,
     .cli_example = "-p 1"},
    {.kdl = "PaneNameInput",
     .args = "BYTE...",
     .read = typed_bytes<PaneNameInput>,
     .kdl_example = "0"},
    {.kdl = "RenamePane",
     .cli = "rename-pane",
     .args = "NAME",
     .options = kPane,
     .read = rename_pane,
     .kdl_example = R"("logs")",
     .cli_example = "logs -p 1"},
    {.kdl = "UndoRenamePane",
     .cli = "undo-rename-pane",
     .options = kPane,
     .read = about_pane<UndoRenamePane>,
     .cli_example = "-p 1"},
    {.kdl = "Clear",
     .cli = "clear",
     .options = kPane,
     .read = about_pane<ClearScreen>,
     .cli_example = "-p 1"},
    {.cli = "set-pane-color",
     .options = "-p/--pane-id ID --fg COLOR --bg COLOR --reset",
     .read = pane_color,
     .cli_example = "-p 1 --fg #00e000 --bg #001122"},
    {.kdl = "TogglePaneInGroup", .read = plain<TogglePaneInGroup>},
    {.kdl = "ToggleGroupMarking", .read = plain<ToggleGroupMarking>},
    {.kdl = "TabNameInput",
     .args = "BYTE...",
     .read = typed_bytes<TabNameInput>,
     .kdl_example = "0"},
    {.kdl = "SearchInput", .args = "BYTE...", .read = typed_bytes<SearchInput>, .kdl_example = "0"},
};

}  // namespace

std::span<const Verb> pane_verbs() {
    return kVerbs;
}

}  // namespace tessera::actions
