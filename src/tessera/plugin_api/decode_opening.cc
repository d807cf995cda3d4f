// Commands that open panes, tabs and plugins.
#include "tessera/plugin_api/decode_rows.h"
#include "tessera/plugin_api/decode_values.h"

namespace tessera::plugin_api {

namespace {

using namespace actions;  // NOLINT(google-build-using-namespace) every second word is one of them

using api::command::Command;
using api::file::File;
namespace pc = api::plugin_command;

constexpr std::string_view kOwnUrl = "zellij:OWN_URL";

std::string cwd_from(const std::optional<std::string>& wire, const Asker& asker) {
    return asker.host_path(wire && !wire->empty() ? std::string_view(*wire) : ".");
}

/// A shell in the folder that `file` names.
NewPane shell(const std::optional<File>& file, const Asker& asker) {
    NewPane out;
    out.cwd = asker.host_path(file && !file->path.empty() ? std::string_view(file->path) : ".");
    return out;
}

NewPane command_pane(const Command& wire, const Asker& asker) {
    NewPane out;
    out.content = config::CommandRun{
        .command = wire.path, .args = wire.args, .close_on_exit = false, .start_suspended = false};
    out.cwd = cwd_from(wire.cwd, asker);
    return out;
}

NewPane editor(const File& wire, const Asker& asker) {
    NewPane out;
    RunEditor run{.file = asker.host_path(wire.path)};
    if (wire.line_number && *wire.line_number >= 0) {
        run.line = static_cast<std::uint32_t>(*wire.line_number);
    }
    out.content = std::move(run);
    out.cwd = cwd_from(wire.cwd, asker);
    return out;
}

RunPlugin plugin(const std::string& url, const TextMap& configuration, const Asker& asker) {
    RunPlugin out;
    out.plugin.location = url == kOwnUrl ? asker.location : url;
    out.plugin.configuration = configuration;
    return out;
}

/// Where the three families of commands differ.
enum class Where : std::uint8_t { Anywhere, Tiled, Floating, InPlace, Hidden };
enum class Near : std::uint8_t { Focused, Asker };

Placement placement(Where where, FloatingCoordinates coordinates) {
    switch (where) {
    case Where::Anywhere: return PlaceAnywhere{};
    case Where::Tiled: return PlaceTiled{};
    case Where::Floating: return PlaceFloating{std::move(coordinates)};
    case Where::InPlace: return PlaceInPlace{};
    case Where::Hidden: return PlaceHidden{};
    }
    return PlaceAnywhere{};
}

struct Spot {
    Where where = Where::Anywhere;
    Near near = Near::Focused;
};

template <class Payload>
Asked opened(NewPane pane, const Payload& p, Spot spot) {
    FloatingCoordinates coordinates;
    if constexpr (requires { p.floating_pane_coordinates; }) {
        coordinates = coordinates_from(p.floating_pane_coordinates);
    }
    pane.borderless = coordinates.borderless;
    pane.placement = placement(spot.where, std::move(coordinates));
    pane.near_asker = spot.near == Near::Asker;
    Asked out(std::move(pane));
    out.context = text_map(p.context);
    return out;
}

template <class Payload>
MaybeAsked open_file(const Payload& p, const Asker& asker, Spot spot) {
    return p.file_to_open ? MaybeAsked(opened(editor(*p.file_to_open, asker), p, spot))
                          : std::nullopt;
}

template <class Payload>
MaybeAsked open_shell(const Payload& p, const Asker& asker, Spot spot) {
    return opened(shell(p.file_to_open, asker), p, spot);
}

template <class Payload>
MaybeAsked open_command(const Payload& p, const Asker& asker, Spot spot) {
    return p.command_to_run ? MaybeAsked(opened(command_pane(*p.command_to_run, asker), p, spot))
                            : std::nullopt;
}

/// In place of the asking plugin, or of the pane a payload names.
template <class Payload>
Replaced replaced_by(const Payload& p) {
    if constexpr (requires { p.close_replaced_pane; }) {
        return p.close_replaced_pane ? Replaced::Closed : Replaced::Suspended;
    } else {
        return p.close_plugin_after_replace ? Replaced::Closed : Replaced::Suspended;
    }
}

MaybeAsked instead_of(NewPane pane, std::optional<PaneId> replaced, Replaced how) {
    if (!replaced) {
        return std::nullopt;
    }
    pane.placement = PlaceInPlace{.pane = replaced, .replaced = how};
    return Asked(std::move(pane));
}

PaneId own_pane(const Asker& asker) {
    return {PaneKind::Plugin, asker.plugin_id};
}

template <class Payload>
MaybeAsked with_context(MaybeAsked asked, const Payload& p) {
    if (asked) {
        asked->context = text_map(p.context);
    }
    return asked;
}

template <class Payload>
Asked in_new_tab(NewPane pane, const Payload& p) {
    Asked out(NewTab{.cwd = std::move(pane.cwd), .content = std::move(pane.content)});
    out.context = text_map(p.context);
    return out;
}

TextMap ordered(const std::map<std::string, std::string>& wire) {
    return {wire.begin(), wire.end()};
}

NewTab new_tab(const std::optional<std::string>& name, const std::optional<std::string>& cwd,
               const Asker& asker) {
    NewTab out{.name = name};
    if (cwd) {
        out.cwd = asker.host_path(*cwd);
    }
    return out;
}

MaybeAsked load_plugin(const pc::LoadNewPluginPayload& p, const Asker& asker) {
    NewPane out{.content = plugin(p.plugin_url, text_map(p.plugin_config), asker)};
    if (p.should_load_plugin_in_background) {
        out.placement = PlaceHidden{};
        out.focus = FocusNew::No;
        return out;
    }
    auto& run = std::get<RunPlugin>(out.content);
    run.skip_cache = p.should_skip_plugin_cache;
    run.plugin.cwd = asker.host_path(".");
    out.placement = PlaceFloating{};
    return out;
}

MaybeAsked plugin_floating(const pc::OpenPluginPaneFloatingPayload& p, const Asker& asker) {
    NewPane out{.content = plugin(p.plugin_url, ordered(p.configuration), asker)};
    std::get<RunPlugin>(out.content).plugin.cwd = asker.host_path(".");
    return opened(std::move(out), p, {Where::Floating});
}

MaybeAsked message(const pc::MessageToPluginPayload& p, const Asker& asker) {
    MessagePlugin out{.plugin_id = p.destination_plugin_id,
                      .name = p.message_name,
                      .payload = p.message_payload,
                      .args = text_map(p.message_args)};
    if (p.plugin_url) {
        out.plugin = plugin(*p.plugin_url, text_map(p.plugin_config), asker).plugin;
        out.plugin->cwd = asker.host_path(".");
    }
    if (p.new_plugin_args) {
        const pc::NewPluginArgs& args = *p.new_plugin_args;
        out.floating = args.should_float;
        out.replaces = pane_from(args.pane_id_to_replace);
        out.title = args.pane_title;
        out.skip_cache = args.skip_cache;
        out.focus = args.should_focus.value_or(false) ? FocusNew::Yes : FocusNew::No;
    }
    return out;
}

constexpr Spot kNearTiled = {Where::Tiled, Near::Asker};
constexpr Spot kNearFloating = {Where::Floating, Near::Asker};

constexpr DecodeRow kRows[] = {
    TESSERA_ASKS(OpenFile, open_file_payload, return open_file(p, asker, {})),
    TESSERA_ASKS(OpenFileFloating, open_file_floating_payload,
                 return open_file(p, asker, {Where::Floating})),
    TESSERA_ASKS(OpenFileInPlace, open_file_in_place_payload,
                 return open_file(p, asker, {Where::InPlace})),
    TESSERA_ASKS(OpenFileNearPlugin, open_file_near_plugin_payload,
                 return open_file(p, asker, kNearTiled)),
    TESSERA_ASKS(OpenFileFloatingNearPlugin, open_file_floating_near_plugin_payload,
                 return open_file(p, asker, kNearFloating)),
    TESSERA_ASKS(OpenFileInPlaceOfPlugin, open_file_in_place_of_plugin_payload,
                 {
                     return p.file_to_open
                                ? with_context(instead_of(editor(*p.file_to_open, asker),
                                                          own_pane(asker), replaced_by(p)),
                                               p)
                                : std::nullopt;
                 }),
    TESSERA_ASKS(OpenTerminal, open_terminal_payload, return open_shell(p, asker, {Where::Tiled})),
    TESSERA_ASKS(OpenTerminalFloating, open_terminal_floating_payload,
                 return open_shell(p, asker, {Where::Floating})),
    TESSERA_ASKS(OpenTerminalInPlace, open_terminal_in_place_payload,
                 return open_shell(p, asker, {Where::InPlace})),
    TESSERA_ASKS(OpenTerminalNearPlugin, open_terminal_near_plugin_payload,
                 return open_shell(p, asker, kNearTiled)),
    TESSERA_ASKS(OpenTerminalFloatingNearPlugin, open_terminal_floating_near_plugin_payload,
                 return open_shell(p, asker, kNearFloating)),
    TESSERA_ASKS(OpenTerminalInPlaceOfPlugin, open_terminal_in_place_of_plugin_payload,
                 return with_context(
                     instead_of(shell(p.file_to_open, asker), own_pane(asker), replaced_by(p)), p)),
    TESSERA_ASKS(OpenCommandPane, open_command_pane_payload,
                 return open_command(p, asker, {Where::Tiled})),
    TESSERA_ASKS(OpenCommandPaneFloating, open_command_pane_floating_payload,
                 return open_command(p, asker, {Where::Floating})),
    TESSERA_ASKS(OpenCommandInPlace, open_command_pane_in_place_payload,
                 return open_command(p, asker, {Where::InPlace})),
    TESSERA_ASKS(OpenCommandPaneBackground, open_command_pane_background_payload,
                 return open_command(p, asker, {Where::Hidden})),
    TESSERA_ASKS(OpenCommandPaneNearPlugin, open_command_pane_near_plugin_payload,
                 return open_command(p, asker, kNearTiled)),
    TESSERA_ASKS(OpenCommandPaneFloatingNearPlugin, open_command_pane_floating_near_plugin_payload,
                 return open_command(p, asker, kNearFloating)),
    TESSERA_ASKS(OpenCommandPaneInPlaceOfPlugin, open_command_pane_in_place_of_plugin_payload,
                 {
                     return p.command_to_run
                                ? with_context(instead_of(command_pane(*p.command_to_run, asker),
                                                          own_pane(asker), replaced_by(p)),
                                               p)
                                : std::nullopt;
                 }),
    TESSERA_ASKS(OpenCommandPaneInPlaceOfPaneId, open_command_pane_in_place_of_pane_id_payload,
                 {
                     return p.command_to_run
                                ? with_context(
                                      instead_of(command_pane(*p.command_to_run, asker),
                                                 pane_from(p.pane_id_to_replace), replaced_by(p)),
                                      p)
                                : std::nullopt;
                 }),
    TESSERA_ASKS(
        OpenTerminalPaneInPlaceOfPaneId, open_terminal_pane_in_place_of_pane_id_payload,
        return instead_of(shell(p.cwd, asker), pane_from(p.pane_id_to_replace), replaced_by(p))),
    TESSERA_ASKS(OpenEditPaneInPlaceOfPaneId, open_edit_pane_in_place_of_pane_id_payload,
                 {
                     return p.file_to_open
                                ? with_context(
                                      instead_of(editor(*p.file_to_open, asker),
                                                 pane_from(p.pane_id_to_replace), replaced_by(p)),
                                      p)
                                : std::nullopt;
                 }),
    TESSERA_ASKS(OpenCommandPaneInNewTab, open_command_pane_in_new_tab_payload,
                 {
                     return p.command_to_run
                                ? MaybeAsked(in_new_tab(command_pane(*p.command_to_run, asker), p))
                                : std::nullopt;
                 }),
    TESSERA_ASKS(OpenEditorPaneInNewTab, open_editor_pane_in_new_tab_payload,
                 {
                     return p.file_to_open
                                ? MaybeAsked(in_new_tab(editor(*p.file_to_open, asker), p))
                                : std::nullopt;
                 }),
    TESSERA_ASKS(OpenPluginPaneInNewTab, open_plugin_pane_in_new_tab_payload,
                 return NewTab{.content = plugin(p.plugin_url, ordered(p.configuration), asker)}),
    TESSERA_ASKS(OpenPluginPaneFloating, open_plugin_pane_floating_payload,
                 return plugin_floating(p, asker)),
    TESSERA_ASKS(NewTiledPaneInTab, new_tiled_pane_in_tab_payload,
                 return NewPane{.placement = PlaceTiled{}, .tab = TabId(p.tab_position)}),
    TESSERA_ASKS_OPTIONAL(NewTab, new_tab_payload, return new_tab(p.name, p.cwd, asker)),
    TESSERA_ASKS_OPTIONAL(NewTabUnfocused, new_tab_unfocused_payload,
                          {
                              NewTab out = new_tab(p.name, p.cwd, asker);
                              out.focus = FocusNew::No;
                              return out;
                          }),
    TESSERA_ASKS(NewTabsWithLayout, new_tabs_with_layout_payload,
                 return NewTab{.layout = LayoutRef{.text = p}}),
    TESSERA_ASKS(NewTabsWithLayoutInfo, new_tabs_with_layout_info_payload,
                 {
                     auto layout = layout_from(p.layout_info);
                     return layout ? MaybeAsked(NewTab{.layout = std::move(layout)}) : std::nullopt;
                 }),
    TESSERA_ASKS(StartOrReloadPlugin, start_or_reload_plugin_payload,
                 return StartOrReloadPlugin{plugin(p, {}, asker).plugin}),
    TESSERA_ASKS(ReloadPlugin, reload_plugin_payload, return actions::ReloadPlugin{p.plugin_id}),
    TESSERA_ASKS(LoadNewPlugin, load_new_plugin_payload, return load_plugin(p, asker)),
    TESSERA_ASKS(MessageToPlugin, message_to_plugin_payload, return message(p, asker)),
};

}  // namespace

std::span<const DecodeRow> opening_rows() {
    return kRows;
}

}  // namespace tessera::plugin_api
