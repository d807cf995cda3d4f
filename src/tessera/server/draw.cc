// Pictures for clients: who needs one, when, and the bytes that make it.

#include "tessera/base/check.h"
#include "tessera/server/plugin_answers.h"
#include "tessera/server/plugin_news.h"
#include "tessera/server/question.h"
#include "tessera/server/scene_of.h"
#include "tessera/server/session.h"
#include "tessera/server/tips.h"

namespace tessera::server {

namespace {

/// Source: the "vte" crate of Alacritty gives an update as long.
constexpr Duration kLongestUpdate = std::chrono::milliseconds(150);

void draw_one(const Session& session, AttachedClient& client, TimePoint now) {
    const ui::Scene scene = scene_of(session, client);
    std::string bytes;
    client.renderer.render(client.compositor.compose(scene), bytes);
    client.is_dirty = client.renderer.has_more();
    client.pacer.sent(now);
    if (!bytes.empty()) {
        client.output->output(bytes);
    }
}

}  // namespace

/// What a program writes within an update (mode 2026) is shown at its end, or after kLongestUpdate:
/// then it counts as ended. Returns when the next one will have taken that long.
std::optional<TimePoint> Session::end_long_updates(TimePoint now) {
    std::optional<TimePoint> next;
    for (auto& [number, program] : programs) {
        if (!program.pane || !program.pane->terminal().modes().synchronized_output) {
            program.updating_since.reset();
            continue;
        }
        const TimePoint end = program.updating_since.value_or(now) + kLongestUpdate;
        if (end > now) {
            program.updating_since = end - kLongestUpdate;
            next = next ? std::min(*next, end) : end;
            continue;
        }
        program.pane->terminal().end_update();
        program.updating_since.reset();
        for (auto& [id, client] : clients) {
            client.is_dirty = true;
        }
    }
    return next;
}

std::optional<TimePoint> Session::draw(TimePoint now) {
    std::optional<TimePoint> next = end_long_updates(now);
    std::vector<ClientId> broken;
    for (auto& [id, client] : clients) {
        if (client.output->is_drained()) {
            sent_questions(*this, client, now);
        }
        if (const std::optional<TimePoint> end = tip_end(client, now)) {
            next = next ? std::min(*next, *end) : end;
        }
        if (!client.is_dirty || !client.output->is_drained()) {
            continue;  // drained() comes back to it
        }
        if (const TimePoint due = client.pacer.due(now); due > now) {
            next = next ? std::min(*next, due) : due;
            continue;
        }
        try {
            draw_one(*this, client, now);
            drew_questions(*this, client);
            if (client.output->is_drained()) {
                sent_questions(*this, client, now);
            }
            tell_hints(*this, client);
            news->drew(id);
            if (client.is_dirty && client.output->is_drained()) {
                const TimePoint due = client.pacer.due(now);
                next = next ? std::min(*next, due) : due;
            }
        } catch (const std::exception& bug) {  // the unit of containment is this client
            services.log.log(LogLevel::Error, "server", std::string("drawing: ") + bug.what());
            broken.push_back(id);
        }
    }
    for (const ClientId id : broken) {
        clients.at(id).output->farewell({.reason = session::client::ExitReason::Broken,
                                         .message = "an error inside the server, see its log",
                                         .status = 1});
        detach(id);
    }
    return next;
}

void Session::redraw_all() {
    for (auto& [id, client] : clients) {
        client.is_dirty = true;
    }
    services.directory.needs_settling();
}

void Session::redraw(ClientId client) {
    if (AttachedClient* found = find_client(client)) {
        found->is_dirty = true;
        services.directory.needs_settling();
    }
}

void Session::drained(ClientId client) {
    if (const AttachedClient* found = find_client(client); found != nullptr && found->is_dirty) {
        services.directory.needs_settling();
    }
}

}  // namespace tessera::server
