// One call of every function in shim.h and highlights.h, with an argument for every parameter.

#include "tessera/sdk/highlights.h"
#include "tessera/sdk/shim.h"

using namespace tessera::sdk;

namespace {

const PaneId pane = plugin_pane(5);
const FileToOpen file{.path = "/host/file", .line_number = 3, .cwd = "/host"};
const CommandToRun command{.path = "ls", .args = {"-l"}, .cwd = "/host"};
const Context context{{"key", "value"}};
const std::optional<FloatingPaneCoordinates> where{{.x = SplitSize::fixed(1),
                                                    .y = SplitSize::percent(10),
                                                    .width = SplitSize::percent(50),
                                                    .height = SplitSize::fixed(9),
                                                    .pinned = true,
                                                    .borderless = false}};
const Action action(ActionName::CloseFocus);
const PluginMessage message{.name = "name", .payload = "payload", .worker_name = "echo"};
const LayoutInfo layout{.name = "compact", .source = "built-in"};
const KeyWithModifier key{.character = U'a', .modifiers = Ctrl | Alt | Shift};
const MessageToPlugin to_plugin{
    .message_name = "name",
    .message_payload = "payload",
    .message_args = context,
    .plugin_url = "zellij:OWN_URL",
    .plugin_config = context,
    .destination_plugin_id = 4,
    .new_plugin_args = NewPluginArgs{.should_float = true, .pane_id_to_replace = pane},
    .floating_pane_coordinates = where};

}  // namespace

void run_every_command() {
    subscribe({EventType::Key, EventType::Mouse});
    unsubscribe({EventType::Key, EventType::Mouse});
    set_selectable(true);
    request_permission({PermissionType::OpenFiles});
    static_cast<void>(get_plugin_ids());
    static_cast<void>(get_zellij_version());
    set_timeout(1.5);
    report_crash("text");
    hide_self();
    show_self(true);
    close_self();
    show_cursor(std::pair(1U, 2U));
    set_self_mouse_selection_support(true);
    post_message_to(message);
    post_message_to_plugin(message);
    pipe_message_to_plugin(to_plugin);
    unblock_cli_pipe_input("text");
    block_cli_pipe_input("text");
    cli_pipe_output("text", "text");
    intercept_key_presses();
    clear_key_presses_intercepts();
    change_host_folder("text");
    scan_host_folder("text");
    watch_filesystem();
    list_windows_volumes();
    set_soft_keyboard(true);
    exec_cmd({"a", "b"});
    run_command({"a", "b"}, context);
    run_command_with_env_variables_and_cwd({"a", "b"}, context, "text", context);
    web_request("text", HttpVerb::Put, context, "text", context);
    static_cast<void>(get_session_environment_variables());
    copy_to_clipboard("text");
    static_cast<void>(generate_random_name());
    run_action(action, context);
    static_cast<void>(open_file(file, context));
    static_cast<void>(open_file_floating(file, where, context));
    static_cast<void>(open_file_in_place(file, context));
    static_cast<void>(open_file_near_plugin(file, context));
    static_cast<void>(open_file_floating_near_plugin(file, where, context));
    static_cast<void>(open_file_in_place_of_plugin(file, true, context));
    static_cast<void>(open_terminal("text"));
    static_cast<void>(open_terminal_near_plugin("text"));
    static_cast<void>(open_terminal_floating("text", where));
    static_cast<void>(open_terminal_floating_near_plugin("text", where));
    static_cast<void>(open_terminal_in_place("text"));
    static_cast<void>(open_terminal_in_place_of_plugin("text", true));
    static_cast<void>(open_command_pane(command, context));
    static_cast<void>(open_command_pane_near_plugin(command, context));
    static_cast<void>(open_command_pane_floating(command, where, context));
    static_cast<void>(open_command_pane_floating_near_plugin(command, where, context));
    static_cast<void>(open_command_pane_in_place(command, context));
    static_cast<void>(open_command_pane_in_place_of_plugin(command, true, context));
    static_cast<void>(open_command_pane_in_place_of_pane_id(pane, command, true, context));
    static_cast<void>(open_terminal_pane_in_place_of_pane_id(pane, "text", true));
    static_cast<void>(open_edit_pane_in_place_of_pane_id(pane, file, true, context));
    static_cast<void>(open_command_pane_background(command, context));
    static_cast<void>(open_command_pane_in_new_tab(command, context));
    static_cast<void>(open_plugin_pane_in_new_tab("text", context, context));
    static_cast<void>(open_editor_pane_in_new_tab(file, context));
    static_cast<void>(open_plugin_pane_floating("text", context, where, context));
    static_cast<void>(new_tiled_pane_in_tab(7));
    new_pane();
    rerun_command_pane(7);
    start_or_reload_plugin("text");
    reload_plugin_with_id(7);
    load_new_plugin("text", context, true, true);
    focus_next_pane();
    focus_previous_pane();
    focus_last_pane();
    move_focus(Direction::Down);
    move_focus_or_tab(Direction::Down);
    move_pane();
    move_pane_with_direction(Direction::Down);
    resize_focused_pane(Resize::Decrease);
    resize_focused_pane_with_direction(Resize::Decrease, Direction::Down);
    write("text");
    write_chars("text");
    edit_scrollback();
    clear_screen();
    scroll_up();
    scroll_down();
    scroll_to_top();
    scroll_to_bottom();
    page_scroll_up();
    page_scroll_down();
    toggle_focus_fullscreen();
    toggle_focus_no_ui_fullscreen();
    toggle_pane_frames();
    set_pane_frame_style(PaneFrameStyle::Titles);
    toggle_pane_embed_or_eject();
    undo_rename_pane();
    close_focus();
    hide_pane_with_id(pane);
    show_pane_with_id(pane, true, true);
    close_pane_with_id(pane);
    close_terminal_pane(7);
    close_plugin_pane(7);
    focus_pane_with_id(pane, true, true);
    focus_terminal_pane(7, true, true);
    focus_plugin_pane(7, true, true);
    rename_pane_with_id(pane, "text");
    rename_terminal_pane(7, "text");
    rename_plugin_pane(7, "text");
    resize_pane_with_id({Resize::Decrease, Direction::Up}, pane);
    edit_scrollback_for_pane_with_id(pane);
    write_to_pane_id("text", pane);
    write_chars_to_pane_id("text", pane);
    move_pane_with_pane_id(pane);
    move_pane_with_pane_id_in_direction(pane, Direction::Down);
    clear_screen_for_pane_id(pane);
    scroll_up_in_pane_id(pane);
    scroll_down_in_pane_id(pane);
    scroll_to_top_in_pane_id(pane);
    scroll_to_bottom_in_pane_id(pane);
    page_scroll_up_in_pane_id(pane);
    page_scroll_down_in_pane_id(pane);
    toggle_pane_id_fullscreen(pane);
    toggle_pane_embed_or_eject_for_pane_id(pane);
    send_sigint_to_pane_id(pane);
    send_sigkill_to_pane_id(pane);
    toggle_pane_borderless(pane);
    set_pane_borderless(pane, true);
    set_pane_color(pane, "text", "text");
    set_floating_pane_pinned(pane, true);
    stack_panes({pane, terminal_pane(3)});
    change_floating_panes_coordinates({{pane, *where}});
    group_and_ungroup_panes({pane, terminal_pane(3)}, {pane, terminal_pane(3)}, true);
    highlight_and_unhighlight_panes({pane, terminal_pane(3)}, {pane, terminal_pane(3)});
    close_multiple_panes({pane, terminal_pane(3)});
    float_multiple_panes({pane, terminal_pane(3)});
    embed_multiple_panes({pane, terminal_pane(3)});
    replace_pane_with_existing_pane(pane, pane, true);
    clear_pane_highlights(pane);
    static_cast<void>(get_pane_info(pane));
    static_cast<void>(get_focused_pane_info());
    static_cast<void>(get_pane_scrollback(pane, true));
    static_cast<void>(get_pane_pid(pane));
    static_cast<void>(get_pane_running_command(pane));
    static_cast<void>(get_pane_cwd(pane));
    switch_tab_to(7);
    switch_tab_to_id(8);
    go_to_tab(7);
    go_to_tab_with_id(8);
    go_to_next_tab();
    go_to_previous_tab();
    toggle_tab();
    go_to_tab_name("text");
    static_cast<void>(focus_or_create_tab("text"));
    static_cast<void>(new_tab("text", "text"));
    static_cast<void>(new_tab_unfocused("text", "text"));
    static_cast<void>(new_tabs_with_layout("text"));
    static_cast<void>(new_tabs_with_layout_info(layout));
    rename_tab(7, "text");
    rename_tab_with_id(8, "text");
    undo_rename_tab();
    close_focused_tab();
    close_tab_with_index(7);
    close_tab_with_id(8);
    toggle_active_tab_sync();
    previous_swap_layout();
    next_swap_layout();
    static_cast<void>(break_panes_to_new_tab({pane, terminal_pane(3)}, "text", true));
    static_cast<void>(break_panes_to_tab_with_index({pane, terminal_pane(3)}, 7, true));
    static_cast<void>(break_panes_to_tab_with_id({pane, terminal_pane(3)}, 8, true));
    static_cast<void>(get_tab_info(8));
    toggle_floating_panes(8);
    static_cast<void>(show_floating_panes(7));
    static_cast<void>(hide_floating_panes(7));
    switch_to_input_mode(InputMode::Pane);
    rebind_keys({{InputMode::Tab, key}}, {{InputMode::Tab, key, {action}}}, true);
    reconfigure("text", true);
    override_layout(layout, true, true, true, context);
    static_cast<void>(dump_layout("text"));
    static_cast<void>(parse_layout("text"));
    static_cast<void>(get_layout_dir());
    static_cast<void>(save_layout("text", "text", true));
    static_cast<void>(delete_layout("text"));
    static_cast<void>(rename_layout("text", "text"));
    static_cast<void>(edit_layout("text", context));
    detach();
    quit_zellij();
    focus_host_session();
    disconnect_other_clients();
    list_clients();
    switch_session("text");
    switch_session_with_layout("text", layout, "text");
    switch_session_with_cwd("text", "text");
    switch_session_with_focus("text", 7, pane);
    rename_session("text");
    static_cast<void>(kill_sessions({"a", "b"}));
    static_cast<void>(delete_dead_session("text"));
    static_cast<void>(delete_all_dead_sessions());
    static_cast<void>(get_session_list());
    static_cast<void>(save_session());
    static_cast<void>(current_session_last_saved_time());
    static_cast<void>(dump_session_layout());
    static_cast<void>(dump_session_layout_for_tab(7));
    start_web_server();
    stop_web_server();
    query_web_server_status();
    share_current_session();
    stop_sharing_current_session();
    static_cast<void>(generate_web_login_token("text", true));
    static_cast<void>(revoke_web_login_token("text"));
    static_cast<void>(list_web_login_tokens());
    static_cast<void>(revoke_all_web_tokens());
    static_cast<void>(rename_web_token("text", "text"));
    RegexHighlight highlight{.pattern = "a+"};
    highlight.style.emplace().style.emplace<HighlightStyle::StyleCase::emphasis_0>(true);
    set_pane_regex_highlights(pane, {highlight});
}
