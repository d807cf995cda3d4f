// The keeper's side of the server: programs, and what an earlier server left.

#include "tessera/base/check.h"
#include "tessera/server/saved_state.h"
#include "tessera/server/server.h"

namespace tessera::server {

void Server::keeper_terminal(std::uint32_t terminal, pid_t pid, UniqueFd master) {
    AdoptedProgram& adopted = adopted_[terminal];
    adopted.pid = pid;
    adopted.master = std::move(master);
}

void Server::keeper_snapshot(std::string bytes) { snapshot_ = std::move(bytes); }

void Server::keeper_screen(std::uint32_t terminal, std::uint64_t part, std::string content) {
    adopted_[terminal].screen[part] = std::move(content);
}

void Server::keeper_ready() {
    restore();
    Result<std::unique_ptr<io::Listener>> listener = io::Listener::open(
        loop_, std::move(listening_), [this](UniqueFd socket) { accept(std::move(socket)); }, log_);
    if (!listener) {
        log_.log(LogLevel::Error, "server", listener.error().to_string());
        loop_.stop();
        return;
    }
    listener_ = std::move(*listener);
    needs_settling();
}

void Server::restore() {
    if (!snapshot_.empty()) {
        std::string problems;
        Result<SavedState> state = read_state(std::exchange(snapshot_, {}), problems);
        if (!state) {
            problems += state.error().to_string();
        } else {
            ids_ = state->ids;
            next_session_ = state->next_session;
            for (SavedSession& saved : state->sessions) {
                const SessionId id = saved.setup.id;
                sessions_.emplace(id, std::make_unique<Session>(services(), std::move(saved.setup),
                                                                std::move(saved.space)));
                had_session_ = true;
            }
        }
        if (!problems.empty()) {
            log_.log(LogLevel::Error, "server", problems);
        }
    }
    for (auto& [terminal, adopted] : adopted_) {
        ids_.terminal = std::max(ids_.terminal, terminal + 1);
        Session* owner = nullptr;
        for (const auto& [id, session] : sessions_) {
            if (session->space.find_pane({PaneKind::Terminal, terminal}) != nullptr) {
                owner = session.get();
            }
        }
        if (owner == nullptr) {
            keeper_->release(terminal);
            continue;
        }
        contained(*owner, [&] { owner->adopt(terminal, std::move(adopted)); });
    }
    adopted_.clear();
}

void Server::program_started(std::uint32_t terminal, pid_t pid, UniqueFd master) {
    if (Session* session = session_of_terminal(terminal)) {
        contained(*session,
                  [&] { session->program_started(terminal, pid, std::move(master)); });
    } else {
        keeper_->release(terminal);  // its pane was closed meanwhile
    }
}

void Server::program_failed(std::uint32_t terminal, std::string_view sentence) {
    if (Session* session = session_of_terminal(terminal)) {
        contained(*session, [&] { session->program_failed(terminal, sentence); });
    }
}

void Server::program_exited(std::uint32_t terminal, std::int32_t status) {
    if (!listener_) {
        adopted_[terminal].status = status;  // the keeper is still telling what there is
        return;
    }
    if (Session* session = session_of_terminal(terminal)) {
        contained(*session, [&] { session->program_exited(terminal, status); });
    }
}

void Server::keeper_gone() {
    for (const auto& [id, session] : sessions_) {
        log_.log(LogLevel::Error, "server", "the keeper is gone; session " + session->name() +
                                                " ends with it");
        session->end("The keeper process was killed, and the programs with it.");
    }
    loop_.stop();
}

}  // namespace tessera::server
