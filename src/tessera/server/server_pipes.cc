// `tessera pipe`: messages from a command line to plugins, one after the other.
// Source: plugin ABI 7.

#include "tessera/actions/codec.h"
#include "tessera/code_store/random.h"
#include "tessera/server/act.h"
#include "tessera/server/server.h"

namespace tessera::server {

namespace {

namespace pb = session::client;

/// A person's shells have a handful; each costs an entry.
constexpr std::size_t kPipesMax = 256;

void refuse(ClientLink& link, std::string_view sentence) {
    link.command_output("", std::string(sentence) + "\n");
    link.command_done(2);
}

}  // namespace

void Server::start_pipe(ClientLink& link, const pb::Command& command) {
    const auto& wanted = std::get<pb::Command::VerbCase::pipe>(command.verb);
    const pb::Origin origin = command.origin.value_or(pb::Origin{});
    const Result<Session*> session = session_for(command.session, origin);
    if (!session) {
        return refuse(link, session.error().message);
    }
    const Result<actions::Action> action = actions::decode(wanted.action);
    const auto* message = action ? action->get_if<actions::MessagePlugin>() : nullptr;
    if (message == nullptr || pipes_.size() >= kPipesMax) {
        return refuse(link, message == nullptr ? "this is no message for a plugin"
                                               : "too many pipes are open");
    }
    const Result<std::string> id = code_store::random_name();
    if (!id) {
        return refuse(link, id.error().to_string());
    }
    Pipe pipe{.link = &link,
              .session = (*session)->id(),
              .message = *message,
              .cwd = origin.cwd,
              .has_more = wanted.lines};
    const std::optional<std::string> first = std::exchange(pipe.message.payload, std::nullopt);
    if (!pipe.message.name && !pipe.message.plugin) {
        pipe.message.name = *id;
    }
    if (pipe.message.plugin && std::exchange(pipe.message.launch_new, false)) {
        // All lines go to the one instance that the first of them starts.
        pipe.message.plugin->configuration["_zellij_id"] = *id;
    }
    pipes_.emplace(*id, std::move(pipe));
    if (first || !wanted.lines) {
        send_pipe_line(*id, first);
    } else {
        link.pipe_ready();
    }
}

void Server::pipe_line_received(ClientLink& link, pb::PipeLine line) {
    for (auto& [id, pipe] : pipes_) {
        if (pipe.link == &link && pipe.has_more) {
            pipe.has_more = line.payload.has_value();
            send_pipe_line(std::string(id), std::move(line.payload));
            return;
        }
    }
}

void Server::send_pipe_line(const std::string& id, std::optional<std::string> payload) {
    const Pipe& pipe = pipes_.at(id);
    ClientLink& link = *pipe.link;
    actions::MessagePlugin message = pipe.message;
    message.payload = std::move(payload);
    Session* const session = find_session(pipe.session);
    Result<Answer> answer = fail(ErrorCode::NotFound, "the session has ended");
    if (session != nullptr) {
        const Asker asker{.door = Door::Command, .cwd = pipe.cwd, .pipe = id};
        contained(*session, [&] { answer = server::act(*session, asker, std::move(message)); });
    }
    if (!answer) {
        pipes_.erase(id);
        refuse(link, answer.error().to_string());
    }
    needs_settling();
}

void Server::pipe_released(SessionId session, const std::string& pipe) {
    const auto it = pipes_.find(pipe);
    if (it == pipes_.end() || it->second.session != session) {
        return;  // a plugin has no say about pipes of other sessions
    }
    ClientLink& link = *it->second.link;
    if (it->second.has_more) {
        link.pipe_ready();
    } else {
        pipes_.erase(it);
        link.command_done(0);
    }
}

void Server::pipe_output(SessionId session, const std::string& pipe, std::string_view text) {
    const auto it = pipes_.find(pipe);
    if (it != pipes_.end() && it->second.session == session) {
        it->second.link->command_output(text, "");
    }
}

void Server::forget_command(ClientLink& link) {
    std::erase_if(pipes_, [&](const auto& entry) { return entry.second.link == &link; });
    std::erase_if(waiting_, [&](const auto& entry) { return entry.second == &link; });
    log_readers_.erase(&link);
    forget_trace(link);
}

}  // namespace tessera::server
