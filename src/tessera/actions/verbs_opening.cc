// What opens panes, and what starts plugins or talks to them.
#include "tessera/actions/opening.h"
#include "tessera/actions/verb.h"

namespace tessera::actions {

namespace {

NewPane new_pane_with(Args& a, PaneContent content) {
    NewPane out{.content = std::move(content),
                .placement = placement_of(a),
                .name = a.option("name"),
                .cwd = a.option("cwd"),
                .borderless = a.maybe_flag("borderless"),
                .tab = a.tab(),
                .near_asker = a.flag("near-current-pane"),
                .focus = focus_of(a),
                .wait = wait_of(a)};
    return out;
}

Action new_pane_binding(Args& a) {
    NewPane out;
    if (a.count() > 0) {
        const std::string where = a.text(0);
        if (same_word(where, "stacked")) {
            out.placement = PlaceStacked{};
        } else if (const auto direction = parse_word<Direction>(where)) {
            out.placement = PlaceTiled{direction};
        } else {
            a.fail_word(where, word_list<Direction>() + ", or stacked");
        }
    }
    return out;
}

Action new_pane_command(Args& a) {
    const std::optional<std::string> plugin = a.option("plugin");
    if (!plugin) {
        return new_pane_with(a, command_of(a, a.command()));
    }
    if (!a.command().empty()) {
        a.fail("a pane shows one thing", "--plugin URL, or a command after --");
    }
    NewPane out = new_pane_with(a, plugin_of(a, *plugin));
    out.cwd.reset();  // it is the plugin's
    return out;
}

Action run_binding(Args& a) {
    return new_pane_with(a, command_of(a, a.all()));
}

Action run_command(Args& a) {
    if (a.command().empty()) {
        a.fail("the command is missing", "-- COMMAND [ARGUMENT...]");
    }
    return new_pane_with(a, command_of(a, a.command()));
}

Action edit(Args& a) {
    return new_pane_with(
        a, RunEditor{.file = a.text(0), .line = a.whole_option("line-number", UINT32_MAX)});
}

Action new_plugin(Args& a) {
    NewPane out = new_pane_with(a, plugin_of(a, a.text(0)));
    out.cwd.reset();
    return out;
}

Action launch_or_focus(Args& a) {
    return LaunchOrFocusPlugin{.run = plugin_of(a, a.text(0)),
                               .placement = placement_of(a),
                               .move_to_focused_tab = a.flag("move-to-focused-tab"),
                               .tab = a.tab()};
}

Action start_or_reload(Args& a) {
    return StartOrReloadPlugin{plugin_of(a, a.text(0)).plugin};
}

Action message_binding(Args& a) {
    MessagePlugin out{.name = a.option("name"),
                      .payload = a.option("payload"),
                      .launch_new = a.flag("launch-new"),
                      .skip_cache = a.flag("skip-cache"),
                      .floating = a.maybe_flag("floating"),
                      .title = a.option("title")};
    if (a.count() > 0) {
        out.plugin = plugin_of(a, a.text(0)).plugin;
    }
    return out;
}

Action message_id_binding(Args& a) {
    return MessagePlugin{.plugin_id = a.whole(0, UINT32_MAX),
                         .name = a.option("name"),
                         .payload = a.option("payload")};
}

Action pipe(Args& a) {
    MessagePlugin out{.name = a.option("name"),
                      .payload = a.maybe_text(0),
                      .args = a.pairs_option("args"),
                      .launch_new = a.flag("force-launch-plugin"),
                      .skip_cache = a.flag("skip-plugin-cache"),
                      .floating = a.maybe_flag("floating-plugin"),
                      .in_place = a.maybe_flag("in-place-plugin").value_or(false),
                      .title = a.option("plugin-title")};
    if (const std::optional<std::string> location = a.option("plugin")) {
        out.plugin = plugin_of(a, *location, "plugin-configuration").plugin;
        out.plugin->cwd = a.option("plugin-cwd");
    }
    return out;
}

// Literals, so that rows can be put together of them.
#define TESSERA_COORDINATES "-x/--x N -y/--y N --width N --height N --pinned BOOL "
#define TESSERA_PLACE "-f/--floating -i/--in-place --close-replaced-pane " TESSERA_COORDINATES
#define TESSERA_COMMAND "-c/--close-on-exit -s/--start-suspended --stacked -n/--name NAME "
#define TESSERA_WAIT "--block-until-exit-success --block-until-exit-failure --block-until-exit "
#define TESSERA_WHERE \
    "-d/--direction DIRECTION --cwd DIR --near-current-pane --no-focus --tab-id ID "

constexpr Verb kVerbs[] = {
    {.kdl = "NewPane",
     .args = "[DIRECTION|stacked]",
     .read = new_pane_binding,
     .kdl_example = R"("Right")"},
    {.cli = "new-pane",
     // -b is --blocking here; --configuration has no letter because -c closes.
     .options = TESSERA_WHERE TESSERA_PLACE TESSERA_COMMAND TESSERA_WAIT
     "-b/--blocking --borderless BOOL -p/--plugin URL --configuration PAIRS --skip-plugin-cache "
     "--pane-id ID -- CMD",
     .read = new_pane_command,
     .cli_example = "-f -x 10% --width 50% -n top --cwd /tmp -c -- htop -d 10"},
    {.kdl = "Run",
     .args = "COMMAND [ARGUMENT...]",
     .options = TESSERA_WHERE TESSERA_PLACE TESSERA_COMMAND "--borderless BOOL",
     .read = run_binding,
     .kdl_example = R"("cargo" "check" { cwd "/src"; direction "Down"; close_on_exit true; })"},
    {.cli = "run",
     .options = TESSERA_WHERE TESSERA_PLACE TESSERA_COMMAND TESSERA_WAIT
     "-b/--borderless BOOL --blocking -- CMD",
     .read = run_command,
     .cli_example = "-d right -- cargo check"},
    {.cli = "edit",
     .args = "FILE",
     .options = TESSERA_WHERE TESSERA_PLACE "-b/--borderless BOOL -l/--line-number N",
     .read = edit,
     .cli_example = "-f notes.md --line-number 3"},
    {.cli = "plugin",
     .args = "URL",
     .options = TESSERA_PLACE
     "-b/--borderless BOOL --no-focus --tab-id ID -c/--configuration PAIRS -s/--skip-plugin-cache",
     .read = new_plugin,
     .cli_example = "-f -c key=value -- zellij:about"},
    {.kdl = "LaunchPlugin",
     .cli = "launch-plugin",
     .args = "URL",
     .options = "-f/--floating -i/--in-place --close-replaced-pane -c/--configuration PAIRS "
                "-s/--skip-plugin-cache --cwd DIR --no-focus --tab-id ID *",
     .read = new_plugin,
     .kdl_example = R"("zellij:about" { floating true; some_key "value"; })",
     .cli_example = "-f zellij:about -c key=value"},
    {.kdl = "LaunchOrFocusPlugin",
     .cli = "launch-or-focus-plugin",
     .args = "URL",
     .options = "-f/--floating -i/--in-place --close-replaced-pane -m/--move-to-focused-tab "
                "-c/--configuration PAIRS -s/--skip-plugin-cache --cwd DIR --tab-id ID *",
     .read = launch_or_focus,
     .kdl_example = R"("session-manager" { floating true; move_to_focused_tab true; })",
     .cli_example = "-f -m zellij:session-manager -c key=value,other=2"},
    {.cli = "start-or-reload-plugin",
     .args = "URL",
     .options = "-c/--configuration PAIRS",
     .read = start_or_reload,
     .cli_example = "file:/tmp/a.wasm -c key=value"},
    {.kdl = "MessagePlugin",
     .args = "[URL]",
     .options = "--launch-new BOOL --skip-cache BOOL --floating BOOL --name NAME --payload TEXT "
                "--title TITLE --cwd DIR *",
     .read = message_binding,
     .kdl_example = R"("file:/tmp/a.wasm" { name "go"; payload "now"; launch_new true; k "v"; })"},
    {.kdl = "MessagePluginId",
     .args = "ID",
     .options = "--name NAME --payload TEXT",
     .read = message_id_binding,
     .kdl_example = R"(3 { name "go"; payload "now"; })"},
    {.cli = "pipe",
     .args = "[PAYLOAD]",
     .options = "-n/--name NAME -a/--args PAIRS -p/--plugin URL -c/--plugin-configuration PAIRS "
                "-l/--force-launch-plugin -s/--skip-plugin-cache -f/--floating-plugin BOOL "
                "-i/--in-place-plugin BOOL -w/--plugin-cwd DIR -t/--plugin-title TITLE",
     .read = pipe,
     .cli_example = "-n go -a from=script -p zellij:strider -c cwd=/tmp -f true now"},
};

#undef TESSERA_COORDINATES
#undef TESSERA_PLACE
#undef TESSERA_COMMAND
#undef TESSERA_WAIT
#undef TESSERA_WHERE

}  // namespace

std::span<const Verb> opening_verbs() {
    return kVerbs;
}

}  // namespace tessera::actions
