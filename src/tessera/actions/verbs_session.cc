// Session, mode, input and focus.
#include <fmt/format.h>

#include "tessera/actions/opening.h"
#include "tessera/actions/verb.h"
#include "tessera/vt/input/key.h"

namespace tessera::actions {

namespace {

constexpr std::uint32_t kAnyNumber = UINT32_MAX;

template <class T>
Action mode_of(Args& a) {
    return T{.mode = a.word<config::InputMode>(a.text(0))};
}

template <class T>
Action direction_of(Args& a) {
    return T{.direction = a.word<Direction>(a.text(0))};
}

Action switch_session(Args& a, std::optional<std::string> name) {
    SwitchSession out{.name = std::move(name)};
    if (const auto position = a.whole_option("tab-position", kAnyNumber)) {
        out.tab = TabPosition(*position);
    }
    out.pane = a.pane();
    if (out.pane && a.flag("is-plugin")) {
        out.pane->kind = PaneKind::Plugin;
    }
    out.layout = layout_of(a);
    out.cwd = a.option("cwd");
    return out;
}

Action switch_session_by_option(Args& a) {
    return switch_session(a, a.option("name"));
}

Action switch_session_by_argument(Args& a) {
    return switch_session(a, a.text(0));
}

Action rename_session(Args& a) {
    if (a.text(0).contains('/')) {
        a.fail("a session's name cannot hold `/`");
    }
    return RenameSession{a.text(0)};
}

Action write(Args& a) {
    return Write{.bytes = a.bytes(), .pane = a.pane()};
}

Action write_chars(Args& a) {
    return WriteChars{.text = a.text(0), .pane = a.pane()};
}

Action paste(Args& a) {
    return Paste{.text = a.text(0), .pane = a.pane()};
}

Action send_keys(Args& a) {
    SendKeys out{.keys = {}, .pane = a.pane()};
    for (const std::string& name : a.all()) {
        const auto key = vt::input::parse_key_name(name);
        if (!key) {
            a.fail(fmt::format("`{}` is no key: {}", name, key.error().message));
            break;
        }
        out.keys.push_back(*key);
    }
    return out;
}

Action focus_pane(Args& a) {
    return FocusPane{.pane = a.pane_at(0)};
}

constexpr Verb kVerbs[] = {
    {.kdl = "NoOp", .read = plain<NoOp>},
    {.kdl = "Quit", .read = plain<Quit>},
    {.kdl = "Detach", .cli = "detach", .read = plain<Detach>},
    {.kdl = "Confirm", .read = plain<Confirm>},
    {.kdl = "Deny", .read = plain<Deny>},
    {.kdl = "SwitchToMode",
     .args = "MODE",
     .read = mode_of<SwitchToMode>,
     .kdl_example = R"("Pane")"},
    {.cli = "switch-mode",
     .args = "MODE",
     .read = mode_of<SwitchModeForAllClients>,
     .cli_example = "enter-search"},
    {.kdl = "SwitchSession",
     .options = "--name NAME --tab-position N --pane-id ID --is-plugin BOOL --layout NAME "
                "--layout-string KDL --layout-dir DIR --cwd DIR",
     .read = switch_session_by_option,
     .kdl_example = R"(name="work" { tab_position 1; pane_id 3; is_plugin true; cwd "/tmp"; })"},
    {.cli = "switch-session",
     .args = "NAME",
     .options = "--tab-position N --pane-id ID -l/--layout NAME --layout-string KDL "
                "--layout-dir DIR -c/--cwd DIR",
     .read = switch_session_by_argument,
     .cli_example = "work --tab-position 1 --layout compact -c /tmp"},
    {.kdl = "RenameSession",
     .cli = "rename-session",
     .args = "NAME",
     .read = rename_session,
     .kdl_example = R"("work")",
     .cli_example = "work"},
    {.cli = "save-session", .read = plain<SaveSession>},
    {.kdl = "SetDarkTheme", .cli = "set-dark-theme", .read = plain<SetDarkTheme>},
    {.kdl = "SetLightTheme", .cli = "set-light-theme", .read = plain<SetLightTheme>},
    {.kdl = "ToggleTheme", .cli = "toggle-theme", .read = plain<ToggleTheme>},
    {.kdl = "ToggleMouseMode", .read = plain<ToggleMouseMode>},
    {.kdl = "FocusHostSession", .read = plain<FocusHostSession>},
    {.kdl = "FocusGuestSession", .read = plain<FocusGuestSession>},
    {.kdl = "ToggleHostFullscreen", .read = plain<ToggleHostFullscreen>},
    {.kdl = "Write",
     .cli = "write",
     .args = "BYTE...",
     .options = "-p/--pane-id ID",
     .read = write,
     .kdl_example = "27 91 65",
     .cli_example = "-p terminal_2 27 91 65"},
    {.kdl = "WriteChars",
     .cli = "write-chars",
     .args = "TEXT",
     .options = "-p/--pane-id ID",
     .read = write_chars,
     .kdl_example = R"("ls\n")",
     .cli_example = "ls --pane-id 2"},
    {.cli = "paste",
     .args = "TEXT",
     .options = "-p/--pane-id ID",
     .read = paste,
     .cli_example = "-p 2 text"},
    {.cli = "send-keys",
     .args = "KEY...",
     .options = "-p/--pane-id ID",
     .read = send_keys,
     .cli_example = "Enter F1 -p 2"},
    {.kdl = "FocusNextPane", .cli = "focus-next-pane", .read = plain<FocusNextPane>},
    {.kdl = "FocusPreviousPane", .cli = "focus-previous-pane", .read = plain<FocusPreviousPane>},
    {.kdl = "SwitchFocus", .read = plain<SwitchFocus>},
    {.kdl = "FocusLastPane", .cli = "focus-last-pane", .read = plain<FocusLastPane>},
    {.kdl = "MoveFocus",
     .cli = "move-focus",
     .args = "DIRECTION",
     .read = direction_of<MoveFocus>,
     .kdl_example = R"("Left")",
     .cli_example = "left"},
    {.kdl = "MoveFocusOrTab",
     .cli = "move-focus-or-tab",
     .args = "DIRECTION",
     .read = direction_of<MoveFocusOrTab>,
     .kdl_example = R"("Right")",
     .cli_example = "right"},
    {.cli = "focus-pane-id", .args = "ID", .read = focus_pane, .cli_example = "plugin_1"},
};

}  // namespace

std::span<const Verb> session_verbs() {
    return kVerbs;
}

}  // namespace tessera::actions
