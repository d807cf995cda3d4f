#include "tessera/server/saved_state.h"

#include "session/server_state.wire.h"
#include "tessera/wire/codec.h"

namespace tessera::server {

namespace {

namespace pb = session::server_state;

constexpr std::uint32_t kFormat = 1;

}  // namespace

std::string save_state(const workspace::Ids& ids, std::uint32_t next_session,
                       const std::vector<Session*>& sessions) {
    pb::ServerState state;
    state.format = kFormat;
    state.next_terminal = ids.terminal;
    state.next_plugin = ids.plugin;
    state.next_session = next_session;
    for (const Session* session : sessions) {
        pb::SavedSession& saved = state.sessions.emplace_back();
        const SessionSetup& setup = session->setup;
        saved.id = setup.id.value;
        saved.workspace = session->space.snapshot();
        saved.config_text = setup.config_text;
        saved.config_path = setup.config_path;
        saved.options_text = setup.options_text;
        saved.layout_text = setup.layout_text;
        saved.layout_swap_text = setup.layout_swap_text;
        saved.layout_path = setup.layout_path;
        saved.config_dir = setup.config_dir;
        saved.data_dir = setup.data_dir;
        saved.cwd = setup.cwd;
        saved.environment = setup.environment;
        saved.created_unix_s = setup.created_unix_s;
    }
    return wire::encode(state);
}

Result<SavedState> read_state(std::string_view bytes, std::string& problems) {
    pb::ServerState state;
    if (!wire::decode(bytes, state)) {
        return fail(ErrorCode::Corrupt, "the snapshot of the former server is no message");
    }
    if (state.format != kFormat) {
        return fail(ErrorCode::VersionMismatch, "the snapshot was written by another version");
    }
    SavedState out;
    out.ids = {.terminal = state.next_terminal, .plugin = state.next_plugin};
    out.next_session = state.next_session;
    for (pb::SavedSession& saved : state.sessions) {
        Result<workspace::Session> space = workspace::Session::restore(saved.workspace);
        if (!space) {
            problems += "a session could not be restored: " + space.error().to_string() + "\n";
            continue;
        }
        out.sessions.push_back(
            {.setup = {.id = SessionId(saved.id),
                       .config_text = std::move(saved.config_text),
                       .config_path = std::move(saved.config_path),
                       .options_text = std::move(saved.options_text),
                       .layout_text = std::move(saved.layout_text),
                       .layout_swap_text = std::move(saved.layout_swap_text),
                       .layout_path = std::move(saved.layout_path),
                       .config_dir = std::move(saved.config_dir),
                       .data_dir = std::move(saved.data_dir),
                       .cwd = std::move(saved.cwd),
                       .environment = std::move(saved.environment),
                       .created_unix_s = saved.created_unix_s},
             .space = std::move(*space)});
    }
    return out;
}

}  // namespace tessera::server
