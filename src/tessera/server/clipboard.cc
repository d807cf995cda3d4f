// What is copied: to the clipboard of a client's terminal (OSC 52), or to the program that the
// configuration names. Plugins hear of it (E6), and when it did not work (E7).
// Source: Zellij 0.45 clipboard.rs; options copy_command, copy_clipboard.

#include "tessera/base/base64.h"
#include "tessera/plugin_api/events.h"
#include "tessera/server/copy_programs.h"
#include "tessera/server/session.h"

namespace tessera::server {

namespace {

plugin_api::CopiedTo copied_to(char selection) {
    return selection == 'p' ? plugin_api::CopiedTo::Primary : plugin_api::CopiedTo::System;
}

std::string osc52(char selection, std::string_view text) {
    return std::string("\x1b]52;") + selection + ";" + base64_encode(text) + "\x1b\\";
}

}  // namespace

bool Session::copy_by_command(std::string_view text) {
    const config::OptionalText& command = config.options.copy_command;
    if (!command || command->empty() || services.copies == nullptr) {
        return false;
    }
    // Plugins outlive every session; whoever hears of it is looked up then.
    const auto failed = [&plugins = services.plugins, session = id()] {
        plugins.send_event({.session = session}, plugin_api::system_clipboard_failure());
    };
    const Result<> started = services.copies->run({.command = *command,
                                                   .environment = setup.environment,
                                                   .directory = setup.cwd,
                                                   .failed = failed},
                                                  text);
    if (!started) {
        services.log.log(LogLevel::Warning, "server",
                         "copy_command: " + started.error().to_string());
        failed();
        return true;
    }
    services.plugins.send_event({.session = id()},
                                plugin_api::copy_to_clipboard(plugin_api::CopiedTo::Command));
    return true;
}

void Session::copy(AttachedClient& client, std::string_view text) {
    if (text.empty() || copy_by_command(text)) {
        return;
    }
    const char selection =
        config.options.copy_clipboard == config::CopyClipboard::System ? 'c' : 'p';
    client.output->output(osc52(selection, text));
    services.plugins.send_event({.session = id()},
                                plugin_api::copy_to_clipboard(copied_to(selection)));
}

void Session::copy_of_program(PaneId pane, const vt::ClipboardWrite& copied) {
    if (copy_by_command(copied.data)) {
        return;
    }
    const std::vector<ClientId> looking = space.clients_focusing(pane);
    for (const ClientId client : looking) {
        if (AttachedClient* found = find_client(client)) {
            found->output->output(osc52(copied.selection, copied.data));
        }
    }
    if (!looking.empty()) {
        services.plugins.send_event({.session = id()},
                                    plugin_api::copy_to_clipboard(copied_to(copied.selection)));
    }
}

}  // namespace tessera::server
