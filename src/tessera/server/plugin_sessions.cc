// Commands of plugins about sessions: listing and ending them. None is saved to disk, so there is
// never a dead one to delete.
// Source: plugin ABI 6, commands of kind Sessions.

#include <algorithm>

#include "tessera/plugin_api/events.h"
#include "tessera/plugin_api/replies.h"
#include "tessera/server/plugin_answers.h"
#include "tessera/server/session.h"
#include "tessera/wire/codec.h"

namespace tessera::server {

namespace {

namespace pc = api::plugin_command;
using pc::CommandName;
using Payload = pc::PluginCommand::PayloadCase;

/// A sentence about those that there are none of, empty when all were ended.
std::string end_sessions(Session& asked_in, const std::vector<std::string>& names) {
    std::string missing;
    Session* own = nullptr;
    std::vector<Session*> there = asked_in.services.directory.sessions();
    for (const std::string& name : names) {
        const auto found = std::ranges::find(there, name, [](Session* s) { return s->name(); });
        if (found == there.end()) {
            missing += (missing.empty() ? "there is no session " : ", ") + ("\"" + name + "\"");
        } else if (*found == &asked_in) {
            own = *found;  // last: it ends the plugin that asks
        } else {
            (*found)->end("The session was ended by a plugin");
        }
    }
    if (own != nullptr) {
        own->end("The session was ended by a plugin");
    }
    return missing;
}

const std::vector<std::string>& names_in(const pc::PluginCommand& command) {
    static const std::vector<std::string> kNone;
    const auto* one = command.payload.get_if<Payload::kill_sessions_payload>();
    const auto* other = command.payload.get_if<Payload::kill_sessions_and_reply_payload>();
    return one != nullptr ? one->session_names : other != nullptr ? other->session_names : kNone;
}

}  // namespace

void answer_sessions(Session& session, const PluginRequest& request,
                     const plugin_api::CommandRow& row) {
    const InstanceKey who = request.instance;
    plugin_api::Made made;
    switch (request.command->name) {
    case CommandName::GetSessionList: {
        pc::SessionListSnapshot list;
        list.live_sessions = session_manifests(session, who.client);
        session.services.plugins.send_event({.session = session.id()},
                                            plugin_api::session_update(list.live_sessions, {}));
        pc::GetSessionListResponse reply;
        reply.result.emplace<pc::GetSessionListResponse::ResultCase::snapshot>(std::move(list));
        session.services.plugins.reply(request.token, reply);
        return;
    }
    case CommandName::KillSessions:
    case CommandName::KillSessionsAndReply: {
        const std::vector<std::string> names = names_in(*request.command);
        if (const std::string missing = end_sessions(session, names); !missing.empty()) {
            made.error = missing;
        }
        session.services.directory.needs_settling();
        break;
    }
    case CommandName::DeleteDeadSession:
    case CommandName::DeleteDeadSessionAndReply:
        made.error = "there is no saved session of that name";
        break;
    case CommandName::DeleteAllDeadSessions:
    case CommandName::DeleteAllDeadSessionsAndReply: break;
    default: made.error = std::string(row.name) + " is not part of this version"; break;
    }
    if (row.replies()) {
        session.services.plugins.reply_encoded(request.token, plugin_api::reply_bytes(row, made));
    } else if (made.error) {
        session.services.plugins.refuse(request.token, *made.error);
    }
}

}  // namespace tessera::server
