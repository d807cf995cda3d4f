// Commands that open panes.

#include "convert.h"
#include "tessera/sdk/shim.h"

namespace tessera::sdk {

namespace {

using Where = std::optional<FloatingPaneCoordinates>;
using Configuration = std::map<std::string, std::string>;

FileToOpen folder(std::string_view cwd) {
    return {.path = std::string(cwd)};
}

/// The three that a file, a terminal's folder and a command share the shape of.
std::optional<PaneId> open(CommandName name, std::uint32_t field, const FileToOpen& file,
                           const Where& where = {}, const Context& context = {}) {
    cmd::OpenFilePayload payload{.file_to_open = file};
    payload.floating_pane_coordinates = to_command(where);
    payload.context = to_command(context);
    return ask_pane(Command(name).message(field, payload));
}

std::optional<PaneId> run(CommandName name, std::uint32_t field, const CommandToRun& command,
                          const Where& where, const Context& context) {
    cmd::OpenCommandPanePayload payload{.command_to_run = command};
    payload.floating_pane_coordinates = to_command(where);
    payload.context = to_command(context);
    return ask_pane(Command(name).message(field, payload));
}

OpenedInNewTab ask_tab_and_pane(Command&& command) {
    const auto reply = std::move(command).ask<cmd::OpenPaneInNewTabResponse>();
    return reply ? OpenedInNewTab{reply->tab_id, from_command(reply->pane_id)} : OpenedInNewTab{};
}

}  // namespace

std::optional<PaneId> open_file(const FileToOpen& file, const Context& context) {
    return open(CommandName::OpenFile, 5, file, {}, context);
}

std::optional<PaneId> open_file_floating(const FileToOpen& file, const Where& where,
                                         const Context& context) {
    return open(CommandName::OpenFileFloating, 6, file, where, context);
}

std::optional<PaneId> open_file_in_place(const FileToOpen& file, const Context& context) {
    return open(CommandName::OpenFileInPlace, 40, file, {}, context);
}

std::optional<PaneId> open_file_near_plugin(const FileToOpen& file, const Context& context) {
    return open(CommandName::OpenFileNearPlugin, 99, file, {}, context);
}

std::optional<PaneId> open_file_floating_near_plugin(const FileToOpen& file, const Where& where,
                                                     const Context& context) {
    return open(CommandName::OpenFileFloatingNearPlugin, 100, file, where, context);
}

std::optional<PaneId> open_file_in_place_of_plugin(const FileToOpen& file,
                                                   bool close_plugin_after_replace,
                                                   const Context& context) {
    cmd::OpenFileInPlaceOfPluginPayload payload{.file_to_open = file};
    payload.context = to_command(context);
    payload.close_plugin_after_replace = close_plugin_after_replace;
    return ask_pane(Command(CommandName::OpenFileInPlaceOfPlugin).message(101, payload));
}

std::optional<PaneId> open_terminal(std::string_view cwd) {
    return open(CommandName::OpenTerminal, 7, folder(cwd));
}

std::optional<PaneId> open_terminal_near_plugin(std::string_view cwd) {
    return open(CommandName::OpenTerminalNearPlugin, 94, folder(cwd));
}

std::optional<PaneId> open_terminal_floating(std::string_view cwd, const Where& where) {
    return open(CommandName::OpenTerminalFloating, 8, folder(cwd), where);
}

std::optional<PaneId> open_terminal_floating_near_plugin(std::string_view cwd, const Where& where) {
    return open(CommandName::OpenTerminalFloatingNearPlugin, 95, folder(cwd), where);
}

std::optional<PaneId> open_terminal_in_place(std::string_view cwd) {
    return open(CommandName::OpenTerminalInPlace, 41, folder(cwd));
}

std::optional<PaneId> open_terminal_in_place_of_plugin(std::string_view cwd,
                                                       bool close_plugin_after_replace) {
    cmd::OpenTerminalInPlaceOfPluginPayload payload{.file_to_open = folder(cwd)};
    payload.close_plugin_after_replace = close_plugin_after_replace;
    return ask_pane(Command(CommandName::OpenTerminalInPlaceOfPlugin).message(96, payload));
}

std::optional<PaneId> open_command_pane(const CommandToRun& command, const Context& context) {
    return run(CommandName::OpenCommandPane, 9, command, {}, context);
}

std::optional<PaneId> open_command_pane_near_plugin(const CommandToRun& command,
                                                    const Context& context) {
    return run(CommandName::OpenCommandPaneNearPlugin, 93, command, {}, context);
}

std::optional<PaneId> open_command_pane_floating(const CommandToRun& command, const Where& where,
                                                 const Context& context) {
    return run(CommandName::OpenCommandPaneFloating, 10, command, where, context);
}

std::optional<PaneId> open_command_pane_floating_near_plugin(const CommandToRun& command,
                                                             const Where& where,
                                                             const Context& context) {
    return run(CommandName::OpenCommandPaneFloatingNearPlugin, 97, command, where, context);
}

std::optional<PaneId> open_command_pane_in_place(const CommandToRun& command,
                                                 const Context& context) {
    return run(CommandName::OpenCommandInPlace, 42, command, {}, context);
}

std::optional<PaneId> open_command_pane_in_place_of_plugin(const CommandToRun& command,
                                                           bool close_plugin_after_replace,
                                                           const Context& context) {
    cmd::OpenCommandPaneInPlaceOfPluginPayload payload{.command_to_run = command};
    payload.context = to_command(context);
    payload.close_plugin_after_replace = close_plugin_after_replace;
    return ask_pane(Command(CommandName::OpenCommandPaneInPlaceOfPlugin).message(98, payload));
}

std::optional<PaneId> open_command_pane_in_place_of_pane_id(const PaneId& pane,
                                                            const CommandToRun& command,
                                                            bool close_replaced_pane,
                                                            const Context& context) {
    cmd::OpenCommandPaneInPlaceOfPaneIdPayload payload;
    payload.pane_id_to_replace = to_command(pane);
    payload.command_to_run = command;
    payload.close_replaced_pane = close_replaced_pane;
    payload.context = to_command(context);
    return ask_pane(Command(CommandName::OpenCommandPaneInPlaceOfPaneId).message(152, payload));
}

std::optional<PaneId> open_terminal_pane_in_place_of_pane_id(const PaneId& pane,
                                                             std::string_view cwd,
                                                             bool close_replaced_pane) {
    cmd::OpenTerminalPaneInPlaceOfPaneIdPayload payload;
    payload.pane_id_to_replace = to_command(pane);
    payload.cwd = folder(cwd);
    payload.close_replaced_pane = close_replaced_pane;
    return ask_pane(Command(CommandName::OpenTerminalPaneInPlaceOfPaneId).message(153, payload));
}

std::optional<PaneId> open_edit_pane_in_place_of_pane_id(const PaneId& pane, const FileToOpen& file,
                                                         bool close_replaced_pane,
                                                         const Context& context) {
    cmd::OpenEditPaneInPlaceOfPaneIdPayload payload;
    payload.pane_id_to_replace = to_command(pane);
    payload.file_to_open = file;
    payload.close_replaced_pane = close_replaced_pane;
    payload.context = to_command(context);
    return ask_pane(Command(CommandName::OpenEditPaneInPlaceOfPaneId).message(154, payload));
}

std::optional<PaneId> open_command_pane_background(const CommandToRun& command,
                                                   const Context& context) {
    return run(CommandName::OpenCommandPaneBackground, 66, command, {}, context);
}

OpenedInNewTab open_command_pane_in_new_tab(const CommandToRun& command, const Context& context) {
    cmd::OpenCommandPanePayload payload{.command_to_run = command};
    payload.context = to_command(context);
    return ask_tab_and_pane(Command(CommandName::OpenCommandPaneInNewTab).message(149, payload));
}

OpenedInNewTab open_plugin_pane_in_new_tab(std::string_view url, const Configuration& configuration,
                                           const Context& context) {
    cmd::OpenPluginPaneInNewTabPayload payload;
    payload.plugin_url = url;
    payload.configuration = configuration;
    payload.context = to_command(context);
    return ask_tab_and_pane(Command(CommandName::OpenPluginPaneInNewTab).message(150, payload));
}

OpenedInNewTab open_editor_pane_in_new_tab(const FileToOpen& file, const Context& context) {
    cmd::OpenFilePayload payload{.file_to_open = file};
    payload.context = to_command(context);
    return ask_tab_and_pane(Command(CommandName::OpenEditorPaneInNewTab).message(151, payload));
}

std::optional<PaneId> open_plugin_pane_floating(std::string_view url,
                                                const Configuration& configuration,
                                                const Where& where, const Context& context) {
    cmd::OpenPluginPaneFloatingPayload payload;
    payload.plugin_url = url;
    payload.configuration = configuration;
    payload.floating_pane_coordinates = to_command(where);
    payload.context = to_command(context);
    return ask_pane(Command(CommandName::OpenPluginPaneFloating).message(160, payload));
}

std::optional<PaneId> new_tiled_pane_in_tab(std::uint32_t tab_position) {
    return ask_pane(Command(CommandName::NewTiledPaneInTab)
                        .message(169, cmd::NewTiledPaneInTabPayload{tab_position}));
}

void new_pane() {
    Command(CommandName::NewPane).run();
}

void rerun_command_pane(std::uint32_t terminal_pane_id) {
    Command(CommandName::RerunCommandPane)
        .message(67, cmd::RerunCommandPanePayload{terminal_pane_id})
        .run();
}

void start_or_reload_plugin(std::string_view url) {
    Command(CommandName::StartOrReloadPlugin).text(29, url).run();
}

void reload_plugin_with_id(std::uint32_t plugin_id) {
    Command(CommandName::ReloadPlugin).message(86, cmd::ReloadPluginPayload{plugin_id}).run();
}

void load_new_plugin(std::string_view url, const Configuration& configuration,
                     bool load_in_background, bool skip_plugin_cache) {
    cmd::LoadNewPluginPayload payload;
    payload.plugin_url = url;
    payload.plugin_config = to_command(configuration);
    payload.should_load_plugin_in_background = load_in_background;
    payload.should_skip_plugin_cache = skip_plugin_cache;
    Command(CommandName::LoadNewPlugin).message(87, payload).run();
}

}  // namespace tessera::sdk
