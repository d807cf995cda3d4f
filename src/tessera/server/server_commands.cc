// Commands of the command line: lists, ends, actions.

#include <fmt/format.h>

#include <algorithm>

#include "tessera/actions/codec.h"
#include "tessera/server/act.h"
#include "tessera/server/server.h"

namespace tessera::server {

namespace {

namespace pb = session::client;
using Verb = pb::Command::VerbCase;

/// "1h 2m 3s"; Source: Zellij 0.45 features 1.9.
std::string age_text(std::int64_t seconds) {
    seconds = std::max<std::int64_t>(0, seconds);
    std::string out;
    const auto part = [&](std::int64_t unit, const char* name) {
        if (seconds >= unit) {
            out += fmt::format("{}{} ", seconds / unit, name);
            seconds %= unit;
        }
    };
    part(24 * 3600, "day");
    part(3600, "h");
    part(60, "m");
    return out + fmt::format("{}s", seconds);
}

}  // namespace

void Server::command_received(ClientLink& link, pb::Command command) {
    try {
        answer_command(link, command);
    } catch (const std::exception& bug) {
        log_.log(LogLevel::Error, "server", std::string("command: ") + bug.what());
        link.command_output("", "an error inside the server, see its log\n");
        link.command_done(1);
    }
    needs_settling();
}

void Server::answer_command(ClientLink& link, pb::Command& command) {
    switch (command.verb.index()) {
    case Verb::list_sessions: return list_sessions(link, command);
    case Verb::action: return act(link, command);
    case Verb::kill_session: {
        Session* session = find_session(std::string_view(command.session));
        if (session == nullptr) {
            link.command_output("",
                                fmt::format("No session named \"{}\" found.\n", command.session));
            return link.command_done(1);
        }
        session->end("The session was ended from outside");
        return link.command_done(0);
    }
    case Verb::kill_all_sessions:
        for (const auto& [id, session] : sessions_) {
            session->end("The session was ended from outside");
        }
        return link.command_done(0);
    case Verb::plugin_permissions:
        return plugin_permissions(link, std::get<Verb::plugin_permissions>(command.verb));
    case Verb::plugin_top: return plugin_top(link, std::get<Verb::plugin_top>(command.verb));
    case Verb::plugin_log: return plugin_log_of(link, command);
    case Verb::plugin_trace: return plugin_trace_of(link, command);
    case Verb::pipe: return start_pipe(link, command);
    default:
        link.command_output("", "this server does not know that command\n");
        return link.command_done(2);
    }
}

void Server::list_sessions(ClientLink& link, const pb::Command& command) {
    const auto& list = std::get<Verb::list_sessions>(command.verb);
    const std::string here = command.origin ? command.origin->session : std::string();
    std::vector<Session*> all = sessions();
    std::ranges::stable_sort(all, {}, [](const Session* s) { return s->setup.created_unix_s; });
    if (list.reverse) {
        std::ranges::reverse(all);
    }
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(clock_.wall()).count();
    std::string out;
    for (const Session* session : all) {
        if (list.format == pb::ListSessions::Format::Short) {
            out += session->name() + "\n";
            continue;
        }
        const char* green = list.colors ? "\x1b[32;1m" : "";
        const char* magenta = list.colors ? "\x1b[35;1m" : "";
        const char* reset = list.colors ? "\x1b[m" : "";
        out += fmt::format("{}{}{} [Created {}{}{} ago] {}\n", green, session->name(), reset,
                           magenta, age_text(now - session->setup.created_unix_s), reset,
                           session->name() == here ? "(current)" : "");
    }
    link.command_output(out, "");
    link.command_done(0);
}

Result<Session*> Server::session_for(const std::string& name, const pb::Origin& origin) {
    if (sessions_.empty()) {
        return fail(ErrorCode::NotFound, "There is no active session!");
    }
    if (!name.empty()) {
        Session* found = find_session(std::string_view(name));
        return found != nullptr
                   ? Result<Session*>(found)
                   : fail(ErrorCode::NotFound, fmt::format("Session '{}' not found.", name));
    }
    if (sessions_.size() == 1) {
        return sessions_.begin()->second.get();
    }
    if (Session* found = find_session(std::string_view(origin.session))) {
        return found;
    }
    std::string message =
        "Please specify the session name to send actions to. "
        "The following sessions are active:";
    for (const auto& [id, session] : sessions_) {
        message += "\n" + session->name();
    }
    return fail(ErrorCode::InvalidArgument, std::move(message));
}

void Server::act(ClientLink& link, const pb::Command& command) {
    const pb::Origin origin = command.origin.value_or(pb::Origin{});
    const Result<Session*> session = session_for(command.session, origin);
    if (!session) {
        link.command_output("", session.error().message + "\n");
        return link.command_done(1);
    }
    const auto& run = std::get<Verb::action>(command.verb);
    const Result<actions::Action> action = actions::decode(run.action);
    if (!action) {
        link.command_output("", action.error().to_string() + "\n");
        return link.command_done(2);
    }
    Asker asker{.door = Door::Command, .cwd = origin.cwd};
    if (origin.pane && origin.session == (*session)->name()) {
        asker.pane = PaneId{PaneKind::Terminal, *origin.pane};
    }
    Result<Answer> answer = fail(ErrorCode::Unknown, "an error inside the server, see its log");
    contained(**session, [&] { answer = server::act(**session, asker, *action); });
    if (!answer) {
        link.command_output("", answer.error().to_string() + "\n");
        return link.command_done(2);
    }
    if (!answer->out.empty()) {
        link.command_output(answer->out, "");
    }
    link.command_done(answer->status);
}

}  // namespace tessera::server
