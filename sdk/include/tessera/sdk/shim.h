#pragma once
// What a plugin can ask its host for: a function per command, named as zellij-tile names it. A
// command whose permission was not granted does nothing, and its reply is the empty one of its
// type. Commands with a reply wait for it: a second at most, five for a pane's contents. Source:
// Zellij plugin ABI, commands. Threads: one, as everything in a plugin.

#include <initializer_list>
#include <string_view>

#include "tessera/sdk/shim_types.h"

namespace tessera::sdk {

// ---- The plugin itself
// ---------------------------------------------------------------------------
void subscribe(std::initializer_list<EventType> events);
void unsubscribe(std::initializer_list<EventType> events);
/// Whether the pane can have the focus; bars cannot.
void set_selectable(bool selectable);
/// The answer is the event PermissionRequestResult. Replaces what was granted before.
void request_permission(std::initializer_list<PermissionType> permissions);
[[nodiscard]] PluginIds get_plugin_ids();
[[nodiscard]] std::string get_zellij_version();
/// The event Timer comes after `seconds`.
void set_timeout(double seconds);
/// Shows `message` in the pane in place of its content, and in the log.
void report_crash(std::string_view message);
void hide_self();
void show_self(bool should_float_if_hidden);
void close_self();
/// Shows the cursor in the pane, 0-based; without a position hides it.
void show_cursor(std::optional<std::pair<std::uint32_t, std::uint32_t>> column_and_row);
/// true: dragging selects text in the pane instead of sending Mouse events.
void set_self_mouse_selection_support(bool selection_support);
/// To a worker of this module: message.worker_name says which.
void post_message_to(const PluginMessage& message);
/// From a worker; arrives as CustomMessage.
void post_message_to_plugin(const PluginMessage& message);
void pipe_message_to_plugin(const MessageToPlugin& message);
void unblock_cli_pipe_input(std::string_view pipe_id);
void block_cli_pipe_input(std::string_view pipe_id);
void cli_pipe_output(std::string_view pipe_id, std::string_view output);
/// Keys of this user that are not bound come as InterceptedKeyPress until cleared.
void intercept_key_presses();
void clear_key_presses_intercepts();
void change_host_folder(std::string_view path);
/// Contents of a folder below /host, as the event FileSystemUpdate.
void scan_host_folder(std::string_view path);
void watch_filesystem();
void list_windows_volumes();
void set_soft_keyboard(bool on);

// ---- Programs and the world
// ----------------------------------------------------------------------
void exec_cmd(const std::vector<std::string>& command_line);
/// The event RunCommandResult tells how it ended.
void run_command(const std::vector<std::string>& command_line, const Context& context = {});
void run_command_with_env_variables_and_cwd(const std::vector<std::string>& command_line,
                                            const std::map<std::string, std::string>& env_variables,
                                            std::string_view cwd, const Context& context = {});
/// The event WebRequestResult has the answer.
void web_request(std::string_view url, HttpVerb verb,
                 const std::map<std::string, std::string>& headers, std::string_view body,
                 const Context& context = {});
[[nodiscard]] std::map<std::string, std::string> get_session_environment_variables();
void copy_to_clipboard(std::string_view text);
[[nodiscard]] std::string generate_random_name();
/// Anything a key can do. The event ActionComplete follows.
void run_action(const Action& action, const Context& context = {});

// ---- Opening panes: the pane, if one came to be within a second ---------------------------------
std::optional<PaneId> open_file(const FileToOpen& file, const Context& context = {});
std::optional<PaneId> open_file_floating(const FileToOpen& file,
                                         const std::optional<FloatingPaneCoordinates>& where = {},
                                         const Context& context = {});
std::optional<PaneId> open_file_in_place(const FileToOpen& file, const Context& context = {});
std::optional<PaneId> open_file_near_plugin(const FileToOpen& file, const Context& context = {});
std::optional<PaneId> open_file_floating_near_plugin(
    const FileToOpen& file, const std::optional<FloatingPaneCoordinates>& where = {},
    const Context& context = {});
std::optional<PaneId> open_file_in_place_of_plugin(const FileToOpen& file,
                                                   bool close_plugin_after_replace,
                                                   const Context& context = {});
std::optional<PaneId> open_terminal(std::string_view cwd);
std::optional<PaneId> open_terminal_near_plugin(std::string_view cwd);
std::optional<PaneId> open_terminal_floating(
    std::string_view cwd, const std::optional<FloatingPaneCoordinates>& where = {});
std::optional<PaneId> open_terminal_floating_near_plugin(
    std::string_view cwd, const std::optional<FloatingPaneCoordinates>& where = {});
std::optional<PaneId> open_terminal_in_place(std::string_view cwd);
std::optional<PaneId> open_terminal_in_place_of_plugin(std::string_view cwd,
                                                       bool close_plugin_after_replace);
std::optional<PaneId> open_command_pane(const CommandToRun& command, const Context& context = {});
std::optional<PaneId> open_command_pane_near_plugin(const CommandToRun& command,
                                                    const Context& context = {});
std::optional<PaneId> open_command_pane_floating(
    const CommandToRun& command, const std::optional<FloatingPaneCoordinates>& where = {},
    const Context& context = {});
std::optional<PaneId> open_command_pane_floating_near_plugin(
    const CommandToRun& command, const std::optional<FloatingPaneCoordinates>& where = {},
    const Context& context = {});
std::optional<PaneId> open_command_pane_in_place(const CommandToRun& command,
                                                 const Context& context = {});
std::optional<PaneId> open_command_pane_in_place_of_plugin(const CommandToRun& command,
                                                           bool close_plugin_after_replace,
                                                           const Context& context = {});
std::optional<PaneId> open_command_pane_in_place_of_pane_id(const PaneId& pane,
                                                            const CommandToRun& command,
                                                            bool close_replaced_pane,
                                                            const Context& context = {});
std::optional<PaneId> open_terminal_pane_in_place_of_pane_id(const PaneId& pane,
                                                             std::string_view cwd,
                                                             bool close_replaced_pane);
std::optional<PaneId> open_edit_pane_in_place_of_pane_id(const PaneId& pane, const FileToOpen& file,
                                                         bool close_replaced_pane,
                                                         const Context& context = {});
std::optional<PaneId> open_command_pane_background(const CommandToRun& command,
                                                   const Context& context = {});
OpenedInNewTab open_command_pane_in_new_tab(const CommandToRun& command,
                                            const Context& context = {});
OpenedInNewTab open_plugin_pane_in_new_tab(
    std::string_view url, const std::map<std::string, std::string>& configuration = {},
    const Context& context = {});
OpenedInNewTab open_editor_pane_in_new_tab(const FileToOpen& file, const Context& context = {});
std::optional<PaneId> open_plugin_pane_floating(
    std::string_view url, const std::map<std::string, std::string>& configuration = {},
    const std::optional<FloatingPaneCoordinates>& where = {}, const Context& context = {});
std::optional<PaneId> new_tiled_pane_in_tab(std::uint32_t tab_position);
void new_pane();
void rerun_command_pane(std::uint32_t terminal_pane_id);
void start_or_reload_plugin(std::string_view url);
void reload_plugin_with_id(std::uint32_t plugin_id);
void load_new_plugin(std::string_view url, const std::map<std::string, std::string>& configuration,
                     bool load_in_background, bool skip_plugin_cache);

// ---- The focused pane
// ----------------------------------------------------------------------------
void focus_next_pane();
void focus_previous_pane();
void focus_last_pane();
void move_focus(Direction direction);
void move_focus_or_tab(Direction direction);
void move_pane();
void move_pane_with_direction(Direction direction);
void resize_focused_pane(Resize resize);
void resize_focused_pane_with_direction(Resize resize, Direction direction);
void write(std::string_view bytes);
void write_chars(std::string_view text);
void edit_scrollback();
void clear_screen();
void scroll_up();
void scroll_down();
void scroll_to_top();
void scroll_to_bottom();
void page_scroll_up();
void page_scroll_down();
void toggle_focus_fullscreen();
void toggle_focus_no_ui_fullscreen();
void toggle_pane_frames();
void set_pane_frame_style(PaneFrameStyle style);
void toggle_pane_embed_or_eject();
void undo_rename_pane();
void close_focus();

// ---- Panes by id
// ---------------------------------------------------------------------------------
void hide_pane_with_id(const PaneId& pane);
void show_pane_with_id(const PaneId& pane, bool should_float_if_hidden, bool should_focus_pane);
void close_pane_with_id(const PaneId& pane);
void close_terminal_pane(std::uint32_t terminal_pane_id);
void close_plugin_pane(std::uint32_t plugin_pane_id);
void focus_pane_with_id(const PaneId& pane, bool should_float_if_hidden,
                        bool should_be_in_place_if_hidden);
void focus_terminal_pane(std::uint32_t terminal_pane_id, bool should_float_if_hidden,
                         bool should_be_in_place_if_hidden);
void focus_plugin_pane(std::uint32_t plugin_pane_id, bool should_float_if_hidden,
                       bool should_be_in_place_if_hidden);
void rename_pane_with_id(const PaneId& pane, std::string_view name);
void rename_terminal_pane(std::uint32_t terminal_pane_id, std::string_view name);
void rename_plugin_pane(std::uint32_t plugin_pane_id, std::string_view name);
void resize_pane_with_id(const ResizeStrategy& strategy, const PaneId& pane);
void edit_scrollback_for_pane_with_id(const PaneId& pane);
void write_to_pane_id(std::string_view bytes, const PaneId& pane);
void write_chars_to_pane_id(std::string_view text, const PaneId& pane);
void move_pane_with_pane_id(const PaneId& pane);
void move_pane_with_pane_id_in_direction(const PaneId& pane, Direction direction);
void clear_screen_for_pane_id(const PaneId& pane);
void scroll_up_in_pane_id(const PaneId& pane);
void scroll_down_in_pane_id(const PaneId& pane);
void scroll_to_top_in_pane_id(const PaneId& pane);
void scroll_to_bottom_in_pane_id(const PaneId& pane);
void page_scroll_up_in_pane_id(const PaneId& pane);
void page_scroll_down_in_pane_id(const PaneId& pane);
void toggle_pane_id_fullscreen(const PaneId& pane);
void toggle_pane_embed_or_eject_for_pane_id(const PaneId& pane);
void send_sigint_to_pane_id(const PaneId& pane);
void send_sigkill_to_pane_id(const PaneId& pane);
void toggle_pane_borderless(const PaneId& pane);
void set_pane_borderless(const PaneId& pane, bool borderless);
/// X11 colour names or #rrggbb; absent: the terminal's own.
void set_pane_color(const PaneId& pane, const std::optional<std::string>& foreground,
                    const std::optional<std::string>& background);
void set_floating_pane_pinned(const PaneId& pane, bool should_be_pinned);
void stack_panes(const std::vector<PaneId>& panes);
void change_floating_panes_coordinates(
    const std::vector<std::pair<PaneId, FloatingPaneCoordinates>>& panes);
void group_and_ungroup_panes(const std::vector<PaneId>& to_group,
                             const std::vector<PaneId>& to_ungroup, bool for_all_clients);
void highlight_and_unhighlight_panes(const std::vector<PaneId>& to_highlight,
                                     const std::vector<PaneId>& to_unhighlight);
void close_multiple_panes(const std::vector<PaneId>& panes);
void float_multiple_panes(const std::vector<PaneId>& panes);
void embed_multiple_panes(const std::vector<PaneId>& panes);
void replace_pane_with_existing_pane(const PaneId& to_replace, const PaneId& existing,
                                     bool suppress_replaced_pane);
void clear_pane_highlights(const PaneId& pane);
[[nodiscard]] std::optional<PaneInfo> get_pane_info(const PaneId& pane);
[[nodiscard]] Outcome<FocusedPane> get_focused_pane_info();
[[nodiscard]] Outcome<PaneContents> get_pane_scrollback(const PaneId& pane,
                                                        bool get_full_scrollback);
[[nodiscard]] Outcome<std::int32_t> get_pane_pid(const PaneId& pane);
[[nodiscard]] Outcome<std::vector<std::string>> get_pane_running_command(const PaneId& pane);
[[nodiscard]] Outcome<std::string> get_pane_cwd(const PaneId& pane);

// ---- Tabs: positions count from 0 unless it says from 1; ids are for life -----------------------
/// `position` counts from 1.
void switch_tab_to(std::uint32_t position);
void switch_tab_to_id(std::uint64_t tab_id);
void go_to_tab(std::uint32_t position);
void go_to_tab_with_id(std::uint64_t tab_id);
void go_to_next_tab();
void go_to_previous_tab();
void toggle_tab();
void go_to_tab_name(std::string_view name);
std::optional<std::uint64_t> focus_or_create_tab(std::string_view name);
/// Id of the tab.
std::optional<std::uint64_t> new_tab(std::optional<std::string> name = {},
                                     std::optional<std::string> cwd = {});
std::optional<std::uint64_t> new_tab_unfocused(std::optional<std::string> name = {},
                                               std::optional<std::string> cwd = {});
std::vector<std::uint64_t> new_tabs_with_layout(std::string_view kdl);
std::vector<std::uint64_t> new_tabs_with_layout_info(const LayoutInfo& layout);
/// `position` counts from 1.
void rename_tab(std::uint32_t position, std::string_view name);
void rename_tab_with_id(std::uint64_t tab_id, std::string_view name);
void undo_rename_tab();
void close_focused_tab();
void close_tab_with_index(std::uint32_t position);
void close_tab_with_id(std::uint64_t tab_id);
void toggle_active_tab_sync();
void previous_swap_layout();
void next_swap_layout();
std::optional<std::uint64_t> break_panes_to_new_tab(const std::vector<PaneId>& panes,
                                                    std::optional<std::string> new_tab_name,
                                                    bool should_change_focus_to_new_tab);
std::optional<std::uint64_t> break_panes_to_tab_with_index(const std::vector<PaneId>& panes,
                                                           std::uint32_t position,
                                                           bool should_change_focus_to_tab);
std::optional<std::uint64_t> break_panes_to_tab_with_id(const std::vector<PaneId>& panes,
                                                        std::uint64_t tab_id,
                                                        bool should_change_focus_to_tab);
[[nodiscard]] std::optional<TabInfo> get_tab_info(std::uint64_t tab_id);
void toggle_floating_panes(std::optional<std::uint64_t> tab_id = {});
/// Whether that changed anything.
Outcome<bool> show_floating_panes(std::optional<std::uint32_t> tab_id = {});
Outcome<bool> hide_floating_panes(std::optional<std::uint32_t> tab_id = {});

// ---- Modes, keys, configuration, layouts
// ---------------------------------------------------------
void switch_to_input_mode(InputMode mode);
void rebind_keys(const std::vector<KeyToUnbind>& to_unbind,
                 const std::vector<KeyToRebind>& to_rebind, bool write_config_to_disk);
void reconfigure(std::string_view config_kdl, bool save_configuration_file);
void override_layout(const LayoutInfo& layout, bool retain_existing_terminal_panes,
                     bool retain_existing_plugin_panes, bool apply_only_to_active_tab,
                     const Context& context = {});
[[nodiscard]] Outcome<std::string> dump_layout(std::string_view layout_name);
/// Without a reply: an error that says nothing.
[[nodiscard]] std::expected<LayoutMetadata, LayoutParsingError> parse_layout(std::string_view kdl);
[[nodiscard]] std::string get_layout_dir();
Outcome<> save_layout(std::string_view layout_name, std::string_view kdl, bool overwrite);
Outcome<> delete_layout(std::string_view layout_name);
Outcome<> rename_layout(std::string_view old_name, std::string_view new_name);
Outcome<> edit_layout(std::string_view layout_name, const Context& context = {});

// ---- Sessions
// ------------------------------------------------------------------------------------
void detach();
void quit_zellij();
void focus_host_session();
void disconnect_other_clients();
/// The event ListClients has the answer.
void list_clients();
void switch_session(const std::optional<std::string>& name);
void switch_session_with_layout(const std::optional<std::string>& name, const LayoutInfo& layout,
                                std::optional<std::string> cwd = {});
void switch_session_with_cwd(const std::optional<std::string>& name,
                             std::optional<std::string> cwd);
void switch_session_with_focus(std::string_view name, std::optional<std::uint32_t> tab_position,
                               const std::optional<PaneId>& pane);
void rename_session(std::string_view name);
Outcome<> kill_sessions(const std::vector<std::string>& names);
Outcome<> delete_dead_session(std::string_view name);
Outcome<> delete_all_dead_sessions();
[[nodiscard]] Outcome<SessionList> get_session_list();
Outcome<> save_session();
/// Milliseconds ago.
[[nodiscard]] std::optional<std::uint64_t> current_session_last_saved_time();
[[nodiscard]] Outcome<SessionLayout> dump_session_layout();
[[nodiscard]] Outcome<SessionLayout> dump_session_layout_for_tab(std::uint32_t position);

// ---- The web server
// ------------------------------------------------------------------------------
void start_web_server();
void stop_web_server();
void query_web_server_status();
void share_current_session();
void stop_sharing_current_session();
/// The token; it is not told again.
Outcome<std::string> generate_web_login_token(std::optional<std::string> label, bool read_only);
Outcome<> revoke_web_login_token(std::string_view label);
[[nodiscard]] Outcome<std::vector<WebLoginToken>> list_web_login_tokens();
Outcome<> revoke_all_web_tokens();
Outcome<> rename_web_token(std::string_view old_name, std::string_view new_name);

}  // namespace tessera::sdk
