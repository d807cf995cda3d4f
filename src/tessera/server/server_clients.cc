// Terminals that attach: to which session, or to a new one.

#include <algorithm>
#include <array>

#include "tessera/config/config.h"
#include "tessera/protocol/input.h"
#include "tessera/protocol/paths.h"
#include "tessera/server/server.h"
#include "tessera/server/session_names.h"

namespace tessera::server {

namespace {

namespace pb = session::client;

Size size_of(const pb::Resize& resize) {
    const auto clamp = [](std::uint32_t value) {
        return static_cast<std::int32_t>(
            std::clamp<std::uint32_t>(value, 1, static_cast<std::uint32_t>(kMaxRowsOrCols)));
    };
    Size size{Rows(clamp(resize.rows)), Cols(clamp(resize.cols))};
    // 2000x2000 fits what a page may have; beyond that the longer side gives way.
    while (std::int64_t{size.rows.value} * size.cols.value > kMaxPageCells) {
        (size.rows.value > size.cols.value ? size.rows.value : size.cols.value) /= 2;
    }
    return size;
}

Size cell_pixels_of(const pb::Resize& resize) {
    return {Rows(static_cast<std::int32_t>(std::min(resize.cell_height, kMaxCellPixels))),
            Cols(static_cast<std::int32_t>(std::min(resize.cell_width, kMaxCellPixels)))};
}

/// A request for a session without a name gets the one of the configuration, if that has one.
/// With attach_to_session it means one that is there, too.
void name_as_configured(pb::Attach& attach) {
    if (!attach.session.empty() || attach.existing == pb::Existing::MustExist) {
        return;
    }
    config::Config wanted;
    (void)config::load(wanted, attach.config.value_or(pb::File{}).text);
    (void)config::load(wanted, attach.layout.value_or(pb::File{}).text);
    (void)config::load(wanted, attach.options);
    attach.session = wanted.options.session_name.value_or("");
    if (!attach.session.empty() && wanted.options.attach_to_session) {
        attach.existing = pb::Existing::MayExist;
    }
}

constexpr std::size_t kMaxSessions = 256;  // of one user, each with programs of its own

}  // namespace

void Server::attach_requested(ClientLink& link, pb::Attach attach) {
    try {
        answer_attach(link, attach);
    } catch (const std::exception& bug) {
        log_.log(LogLevel::Error, "server", std::string("attach: ") + bug.what());
        link.farewell({.reason = pb::ExitReason::Broken,
                       .message = "an error inside the server, see its log",
                       .status = 1});
    }
    needs_settling();
}

void Server::answer_attach(ClientLink& link, pb::Attach& attach) {
    const auto refuse = [&](const std::string& message) {
        link.farewell({.reason = pb::ExitReason::Refused, .message = message, .status = 1});
    };
    name_as_configured(attach);
    Session* session = nullptr;
    if (!attach.session.empty()) {
        session = find_session(std::string_view(attach.session));
    } else if (const auto all = sessions();
               attach.existing == pb::Existing::MustExist && all.size() == 1) {
        session = all.front();
    }
    if (session != nullptr && (attach.existing == pb::Existing::MustNotExist)) {
        return refuse("a session named '" + attach.session + "' exists already; 'tessera attach " +
                      attach.session + "' goes there");
    }
    if (session != nullptr && !attach.background &&
        attach.origin.value_or(pb::Origin{}).session == session->name()) {
        return refuse("you are in session '" + session->name() +
                      "' already; it cannot be shown within itself");
    }
    if (session == nullptr && attach.existing == pb::Existing::MustExist) {
        return refuse(attach.session.empty()
                          ? "there is no session to attach to, or more than one: name it"
                          : "there is no session named '" + attach.session + "'");
    }
    if (session == nullptr) {
        Result<Session*> made = make_session(attach);
        if (!made) {
            return refuse(made.error().to_string());
        }
        session = *made;
    }
    if (attach.background) {
        link.farewell({.reason = pb::ExitReason::Detached, .message = session->name()});
        return;
    }
    const pb::Resize size = attach.size.value_or(pb::Resize{});
    const Result<ClientId> client = session->attach(link, attach.facts.value_or(pb::Facts{}),
                                                    size_of(size), cell_pixels_of(size));
    if (!client) {
        return refuse(client.error().to_string());
    }
    link.place = ClientLink::Place{session->id(), *client};
    if (attach.watch_only) {
        session->set_watch_only(*client);
    }
    if (attach.tab_position > 0) {
        (void)session->space.go_to_tab_at(*client, attach.tab_position);
    }
    if (attach.pane) {
        (void)session->space.focus_pane(
            *client,
            {attach.pane->is_plugin ? PaneKind::Plugin : PaneKind::Terminal, attach.pane->number});
    }
}

Result<Session*> Server::make_session(pb::Attach& attach) {
    if (sessions_.size() >= kMaxSessions) {
        return fail(ErrorCode::LimitExceeded,
                    "there are " + std::to_string(kMaxSessions) + " sessions already");
    }
    const pb::Origin origin = attach.origin.value_or(pb::Origin{});
    const pb::File config = attach.config.value_or(pb::File{});
    const pb::File layout_file = attach.layout.value_or(pb::File{});
    const std::string name = attach.session.empty() ? free_name() : attach.session;
    TESSERA_TRY(protocol::check_session_name(name));
    const auto created = std::chrono::duration_cast<std::chrono::seconds>(clock_.wall());
    SessionSetup setup{.id = SessionId(next_session_++),
                       .config_text = config.text,
                       .config_path = config.path,
                       .options_text = attach.options,
                       .layout_text = layout_file.text,
                       .layout_swap_text = layout_file.swap_text,
                       .layout_path = layout_file.path,
                       .config_dir = attach.config_dir,
                       .data_dir = attach.data_dir,
                       .cwd = origin.cwd.empty() ? "/" : origin.cwd,
                       .environment = origin.environment,
                       .created_unix_s = created.count()};
    return add_session(std::move(setup), name,
                       attach.size ? size_of(*attach.size) : Size{Rows(50), Cols(50)});
}

Session* Server::add_session(SessionSetup setup, const std::string& name, Size size) {
    const SessionId id = setup.id;
    auto session = std::make_unique<Session>(services(), std::move(setup), name, size);
    Session* raw = session.get();
    sessions_.emplace(id, std::move(session));
    had_session_ = true;
    needs_settling();
    return raw;
}

Result<std::string> Server::open_session(SessionSetup like, std::string name, Size size) {
    if (sessions_.size() >= kMaxSessions) {
        return fail(ErrorCode::LimitExceeded,
                    "there are " + std::to_string(kMaxSessions) + " sessions already");
    }
    if (name.empty()) {
        name = free_name();
    } else if (has_session(name)) {
        return fail(ErrorCode::AlreadyExists, "there is a session of that name");
    }
    like.id = SessionId(next_session_++);
    like.created_unix_s = std::chrono::duration_cast<std::chrono::seconds>(clock_.wall()).count();
    return add_session(std::move(like), name, size)->name();
}

std::string Server::free_name() {
    const auto seed = static_cast<std::uint64_t>(clock_.wall().count());
    for (std::uint64_t i = 0;; ++i) {
        std::string name = generated_name(seed + i);
        if (!has_session(name)) {
            return name;
        }
    }
}

void Server::input_received(ClientLink& link, pb::Input input) {
    Session* session = session_of(link);
    if (session == nullptr) {
        return;
    }
    const ClientId client = link.place->client;
    contained(*session, [&] {
        for (const vt::input::InputEvent& event : protocol::from_wire(std::move(input))) {
            session->input(client, event);
        }
    });
}

void Server::resize_received(ClientLink& link, pb::Resize resize) {
    if (Session* session = session_of(link)) {
        contained(*session, [&] {
            session->resize(link.place->client, size_of(resize), cell_pixels_of(resize));
        });
    }
}

void Server::facts_received(ClientLink& link, pb::Facts facts) {
    if (Session* session = session_of(link)) {
        contained(*session, [&] { session->set_facts(link.place->client, facts); });
    }
}

void Server::detach_requested(ClientLink& link, pb::Detach detach) {
    if (Session* session = session_of(link)) {
        const ClientId client = link.place->client;
        link.farewell({});
        contained(*session,
                  [&] { detach.forced ? session->force_closed(client) : session->detach(client); });
    }
}

void Server::link_drained(ClientLink& link) {
    if (Session* session = session_of(link)) {
        session->drained(link.place->client);
    }
}

void Server::link_closed(ClientLink& link) {
    if (Session* session = session_of(link)) {
        contained(*session, [&] { session->detach(link.place->client); });
    }
    forget_command(link);
    links_.erase(&link);
    needs_settling();
}

}  // namespace tessera::server
