#include "tessera/server/server.h"

#include <algorithm>
#include <utility>

#include "tessera/base/check.h"
#include "tessera/server/saved_state.h"

namespace tessera::server {

namespace {

/// Attached terminals and commands; half of the descriptors a process has by default.
constexpr std::size_t kMaxLinks = 512;

// After a change, so that a burst of actions costs one snapshot.
constexpr std::chrono::milliseconds kSaveDelay{20};

/// One that has ended is there until the end of the turn, and nobody's any more.
bool is_called(const Session& session, std::string_view name) {
    return !session.is_over() && session.name() == name;
}

}  // namespace

Server::Server(io::Loop& loop, const Clock& clock, LogSink& log)
    : loop_(loop), clock_(clock), log_(log), copies_(loop) {}

Server::~Server() = default;

Result<> Server::start(ServerOptions options) {
    listening_ = std::move(options.listener);
    plugins_ = std::make_unique<Plugins>(loop_, clock_, log_, *this, std::move(options.plugins));
    before_wait_ = loop_.before_wait([this] { turn(); });
    keeper_ = TESSERA_TRY(KeeperLink::open(loop_, std::move(options.keeper), *this, log_));
    return {};
}

void Server::accept(UniqueFd socket) {
    if (links_.size() >= kMaxLinks) {
        log_.log(LogLevel::Warning, "server", "refused a client: there are too many");
        return;
    }
    Result<std::unique_ptr<ClientLink>> link =
        ClientLink::open(loop_, std::move(socket), *this, log_);
    if (!link) {
        log_.log(LogLevel::Warning, "server", link.error().to_string());
        return;
    }
    ClientLink* raw = link->get();
    links_.emplace(raw, std::move(*link));
}

Services Server::services() {
    return {loop_, clock_, log_, *keeper_, *plugins_, ids_, *this, images_, &copies_};
}

void Server::report_bug_in(Session& session, const std::exception& bug) {
    log_.log(LogLevel::Error, "server", session.name() + ": " + bug.what());
    session.notice("An error of ours stopped what was going on; the log has the report.");
}

bool Server::has_session(std::string_view name) const {
    return std::ranges::any_of(
        sessions_, [&](const auto& entry) { return is_called(*entry.second, name); });
}

std::vector<Session*> Server::sessions() {
    std::vector<Session*> out;
    for (const auto& [id, session] : sessions_) {
        if (!session->is_over()) {
            out.push_back(session.get());
        }
    }
    return out;
}

void Server::renamed(Session& session, std::string_view old_name) {
    log_.log(LogLevel::Info, "server",
             "session " + std::string(old_name) + " is called " + session.name() + " now");
    needs_settling();
}

Session* Server::find_session(SessionId id) {
    const auto found = sessions_.find(id);
    return found == sessions_.end() ? nullptr : found->second.get();
}

Session* Server::find_session(std::string_view name) {
    const auto found = std::ranges::find_if(
        sessions_, [&](const auto& entry) { return is_called(*entry.second, name); });
    return found == sessions_.end() ? nullptr : found->second.get();
}

Session* Server::session_of(const ClientLink& link) {
    return link.place ? find_session(link.place->session) : nullptr;
}

Session* Server::session_of_terminal(std::uint32_t terminal) {
    const auto found = std::ranges::find_if(
        sessions_, [&](const auto& entry) { return entry.second->programs.contains(terminal); });
    return found == sessions_.end() ? nullptr : found->second.get();
}

void Server::turn() {
    if (!std::exchange(is_dirty_, false)) {
        return;
    }
    settle_all();
    remove_ended();
    save_soon();
}

void Server::settle_all() {
    const TimePoint now = clock_.now();
    std::optional<TimePoint> next;
    for (const auto& [id, session] : sessions_) {
        contained(*session, [&, s = session.get()] {
            if (const auto due = s->settle(now)) {
                next = next ? std::min(*next, *due) : due;
            }
        });
    }
    frame_timer_.reset();
    if (next) {
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*next - now);
        frame_timer_ = loop_.timer(wait, io::Loop::Repeat::No, [this] { needs_settling(); });
    }
}

void Server::remove_ended() {
    if (std::erase_if(sessions_, [](const auto& entry) { return entry.second->is_over(); }) == 0) {
        return;
    }
    save();
    if (sessions_.empty() && had_session_) {
        keeper_->quit();
        listener_.reset();
    }
}

void Server::save_soon() {
    std::uint64_t seen = 0;
    for (const auto& [id, session] : sessions_) {
        seen += session->space.generation();
    }
    if (seen == saved_ || save_timer_) {
        return;
    }
    save_timer_ = loop_.timer(kSaveDelay, io::Loop::Repeat::No, [this] {
        save_timer_.reset();
        save();
    });
}

void Server::save() {
    saved_ = 0;
    for (const auto& [id, session] : sessions_) {
        saved_ += session->space.generation();
    }
    keeper_->store_snapshot(save_state(ids_, next_session_, sessions()));
}

}  // namespace tessera::server
