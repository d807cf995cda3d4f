// Pictures for clients: who needs one, when, and the bytes that make it.

#include "tessera/base/check.h"
#include "tessera/server/plugin_answers.h"
#include "tessera/server/plugin_news.h"
#include "tessera/server/question.h"
#include "tessera/server/scene_of.h"
#include "tessera/server/session.h"

namespace tessera::server {

namespace {

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

std::optional<TimePoint> Session::draw(TimePoint now) {
    std::optional<TimePoint> next;
    std::vector<ClientId> broken;
    for (auto& [id, client] : clients) {
        if (client.output->is_drained()) {
            sent_questions(*this, client, now);
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
