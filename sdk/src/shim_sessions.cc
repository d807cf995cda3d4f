// Commands about modes, configuration, layouts and sessions.

#include "convert.h"
#include "tessera/sdk/shim.h"

namespace tessera::sdk {

namespace {

void switch_to(const cmd::SwitchSessionPayload& payload) {
    Command(CommandName::SwitchSession).message(39, payload).run();
}

}  // namespace

void switch_to_input_mode(InputMode mode) {
    Command(CommandName::SwitchToMode).message(17, api::action::SwitchToModePayload{mode}).run();
}

void rebind_keys(const std::vector<KeyToUnbind>& to_unbind,
                 const std::vector<KeyToRebind>& to_rebind, bool write_config_to_disk) {
    // As RebindKeysPayload says, but with actions as they are.
    struct Payload {
        const std::vector<KeyToUnbind>& to_unbind;
        const std::vector<KeyToRebind>& to_rebind;
        bool write_config_to_disk;
        void encode_to(wire::Writer& writer) const {
            for (const KeyToRebind& key : to_rebind) {
                const std::size_t mark = writer.begin(1);
                writer.numeric<wire::Kind::Enum>(1, key.mode);
                writer.message(2, key.key.to_message());
                for (const Action& action : key.actions) {
                    writer.message(3, action);
                }
                writer.end(mark);
            }
            for (const KeyToUnbind& key : to_unbind) {
                writer.message(2, cmd::KeyToUnbind{key.mode, key.key.to_message()});
            }
            if (write_config_to_disk) {
                writer.numeric<wire::Kind::Bool>(3, true);
            }
        }
    };
    Command(CommandName::RebindKeys)
        .message(88, Payload{to_unbind, to_rebind, write_config_to_disk})
        .run();
}

void reconfigure(std::string_view config_kdl, bool save_configuration_file) {
    Command(CommandName::Reconfigure)
        .message(63, cmd::ReconfigurePayload{std::string(config_kdl), save_configuration_file})
        .run();
}

void override_layout(const LayoutInfo& layout, bool retain_existing_terminal_panes,
                     bool retain_existing_plugin_panes, bool apply_only_to_active_tab,
                     const Context& context) {
    cmd::OverrideLayoutPayload payload;
    payload.layout_info = layout;
    payload.context = to_command(context);
    payload.retain_existing_terminal_panes = retain_existing_terminal_panes;
    payload.retain_existing_plugin_panes = retain_existing_plugin_panes;
    payload.apply_only_to_active_tab = apply_only_to_active_tab;
    Command(CommandName::OverrideLayout).message(124, payload).run();
}

std::string get_layout_dir() {
    auto reply = Command(CommandName::GetLayoutDir).ask<cmd::GetLayoutDirResponse>();
    return reply ? std::move(reply->layout_dir) : std::string();
}

Outcome<> save_layout(std::string_view layout_name, std::string_view kdl, bool overwrite) {
    return ask_done(Command(CommandName::SaveLayout)
                        .message(125, cmd::SaveLayoutPayload{std::string(layout_name),
                                                             std::string(kdl), overwrite}));
}

Outcome<> delete_layout(std::string_view layout_name) {
    return ask_done(Command(CommandName::DeleteLayout)
                        .message(126, cmd::DeleteLayoutPayload{std::string(layout_name)}));
}

Outcome<> rename_layout(std::string_view old_name, std::string_view new_name) {
    return ask_done(
        Command(CommandName::RenameLayout)
            .message(131, cmd::RenameLayoutPayload{std::string(old_name), std::string(new_name)}));
}

Outcome<> edit_layout(std::string_view layout_name, const Context& context) {
    return ask_done(
        Command(CommandName::EditLayout)
            .message(127, cmd::EditLayoutPayload{std::string(layout_name), to_command(context)}));
}

void detach() {
    Command(CommandName::Detach).run();
}
void quit_zellij() {
    Command(CommandName::QuitZellij).run();
}
void focus_host_session() {
    Command(CommandName::FocusHostSession).run();
}
void disconnect_other_clients() {
    Command(CommandName::DisconnectOtherClients).run();
}
void list_clients() {
    Command(CommandName::ListClients).run();
}

void switch_session(const std::optional<std::string>& name) {
    switch_to({.name = name});
}

void switch_session_with_layout(const std::optional<std::string>& name, const LayoutInfo& layout,
                                std::optional<std::string> cwd) {
    switch_to({.name = name, .layout = layout, .cwd = std::move(cwd)});
}

void switch_session_with_cwd(const std::optional<std::string>& name,
                             std::optional<std::string> cwd) {
    switch_to({.name = name, .cwd = std::move(cwd)});
}

void switch_session_with_focus(std::string_view name, std::optional<std::uint32_t> tab_position,
                               const std::optional<PaneId>& pane) {
    cmd::SwitchSessionPayload payload;
    payload.name = std::string(name);
    payload.tab_position = tab_position;
    if (pane) {
        payload.pane_id = pane->id;
        payload.pane_id_is_plugin = pane->pane_type == PaneType::Plugin;
    }
    switch_to(payload);
}

void rename_session(std::string_view name) {
    Command(CommandName::RenameSession).text(46, name).run();
}

Outcome<> kill_sessions(const std::vector<std::string>& names) {
    return ask_error(
        Command(CommandName::KillSessionsAndReply).message(162, cmd::KillSessionsPayload{names}));
}

Outcome<> delete_dead_session(std::string_view name) {
    return ask_error(Command(CommandName::DeleteDeadSessionAndReply).text(163, name));
}

Outcome<> delete_all_dead_sessions() {
    return ask_error(Command(CommandName::DeleteAllDeadSessionsAndReply));
}

Outcome<> save_session() {
    return ask_done(Command(CommandName::SaveSession));
}

std::optional<std::uint64_t> current_session_last_saved_time() {
    const auto reply = Command(CommandName::CurrentSessionLastSavedTime)
                           .ask<cmd::CurrentSessionLastSavedTimeResponse>();
    return reply ? reply->timestamp_millis : std::nullopt;
}

}  // namespace tessera::sdk
