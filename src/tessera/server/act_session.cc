// Actions on the session as a whole: modes, leaving, ending, other sessions, themes.

#include <algorithm>
#include <utility>
#include <vector>

#include "tessera/protocol/paths.h"
#include "tessera/server/acts.h"
#include "tessera/server/launch.h"
#include "tessera/server/layouts.h"

namespace tessera::server {

Result<Answer> Acts::operator()(const actions::NoOp&) {
    return Answer{};
}

Result<Answer> Acts::operator()(const actions::Quit&) {
    s_.quit(client_);
    return Answer{};
}

Result<Answer> Acts::operator()(const actions::Detach&) {
    if (AttachedClient* client = s_.find_client(client_)) {
        client->output->farewell({.message = "Session detached"});
        s_.detach(client_);
    }
    return Answer{};
}

Result<Answer> Acts::operator()(const actions::DisconnectOtherClients&) {
    std::vector<ClientId> others;
    for (auto& [id, client] : s_.clients) {
        if (id != client_) {
            client.output->farewell({.reason = session::client::ExitReason::Kicked,
                                     .message = "Another client sent this one away"});
            others.push_back(id);
        }
    }
    for (const ClientId id : others) {
        s_.detach(id);
    }
    return Answer{};
}

// Mode "prompt" belongs to questions that no part of the workspace asks this way (permissions have
// their pane): whoever binds these there leaves the mode.
Result<Answer> Acts::operator()(const actions::Confirm&) {
    return told(s_.space.switch_mode(client_, s_.config.options.default_mode));
}
Result<Answer> Acts::operator()(const actions::Deny&) {
    return told(s_.space.switch_mode(client_, s_.config.options.default_mode));
}

Result<Answer> Acts::operator()(const actions::SwitchToMode& a) {
    s_.mode_changed();
    return told(s_.space.switch_mode(client_, a.mode));
}
Result<Answer> Acts::operator()(const actions::SwitchModeForAllClients& a) {
    s_.mode_changed();
    for (const auto& [id, client] : s_.clients) {
        (void)s_.space.switch_mode(id, a.mode);
    }
    return Answer{};
}

/// A session as this one was made, but for the layout and the folder that are asked for.
Result<SessionSetup> Acts::like_this(const actions::SwitchSession& a) const {
    SessionSetup setup = s_.setup;
    setup.layout_text.clear();
    setup.layout_swap_text.clear();
    setup.layout_path.clear();
    if (a.layout) {
        (void)TESSERA_TRY(find_layout(s_.setup, s_.config, *a.layout));  // tells what is wrong
        LayoutSource source = TESSERA_TRY(read_layout(s_.setup, s_.config, *a.layout));
        setup.layout_text = std::move(source.text);
        setup.layout_swap_text = std::move(source.swap_text);
        setup.layout_path = std::move(source.file);
    }
    if (a.cwd && !a.cwd->empty()) {
        setup.cwd = expand_path(s_.setup, *a.cwd, s_.setup.cwd);
    }
    return setup;
}

Result<Answer> Acts::operator()(const actions::SwitchSession& a) {
    AttachedClient* client = TESSERA_TRY(attached());
    std::string name = a.name.value_or("");
    if (!name.empty()) {
        TESSERA_TRY(protocol::check_session_name(name));
    }
    const std::vector<Session*> all = s_.services.directory.sessions();
    const auto there = std::ranges::find(all, name, [](const Session* s) { return s->name(); });
    if (there == all.end()) {
        SessionSetup setup = TESSERA_TRY(like_this(a));
        name =
            TESSERA_TRY(s_.services.directory.open_session(std::move(setup), name, client->size));
    }
    client->output->farewell(
        {.reason = session::client::ExitReason::SwitchSession,
         .session = name,
         .tab_position = a.tab ? static_cast<std::uint32_t>(a.tab->value) + 1 : 0,
         .pane = a.pane});
    s_.detach(client_);
    return Answer{};
}

Result<Answer> Acts::operator()(const actions::RenameSession& a) {
    TESSERA_TRY(protocol::check_session_name(a.name));
    if (s_.services.directory.has_session(a.name)) {
        return fail(ErrorCode::AlreadyExists, "A session by this name already exists.");
    }
    const std::string old_name = s_.name();
    s_.space.rename(a.name);
    s_.mode_changed();
    s_.services.directory.renamed(s_, old_name);
    return Answer{};
}

Result<Answer> Acts::operator()(const actions::SaveSession&) {
    return fail(ErrorCode::Unsupported, "sessions are not saved to disk yet");
}

Result<Answer> Acts::operator()(const actions::SetDarkTheme&) {
    return told(s_.set_theme_hue(config::ThemeHue::Dark));
}
Result<Answer> Acts::operator()(const actions::SetLightTheme&) {
    return told(s_.set_theme_hue(config::ThemeHue::Light));
}
Result<Answer> Acts::operator()(const actions::ToggleTheme&) {
    const bool is_light = s_.theme_hue() == config::ThemeHue::Light;
    return told(s_.set_theme_hue(is_light ? config::ThemeHue::Dark : config::ThemeHue::Light));
}

Result<Answer> Acts::operator()(const actions::ToggleMouseMode&) {
    s_.config.options.mouse_mode = !s_.config.options.mouse_mode;
    s_.tell_host_use();
    return Answer{};
}

Result<Answer> Acts::operator()(const actions::FocusHostSession&) {
    return fail(ErrorCode::Unsupported, "this session runs inside no other");
}
Result<Answer> Acts::operator()(const actions::FocusGuestSession&) {
    return fail(ErrorCode::Unsupported, "no session runs inside the focused pane");
}
Result<Answer> Acts::operator()(const actions::ToggleHostFullscreen&) {
    return fail(ErrorCode::Unsupported, "this session runs inside no other");
}

}  // namespace tessera::server
