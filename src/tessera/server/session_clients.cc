// Terminals that come, go, and change their size.

#include <algorithm>
#include <utility>

#include "tessera/server/capabilities.h"
#include "tessera/server/session.h"
#include "tessera/server/tips.h"

namespace tessera::server {

namespace {

/// Whoever detaches to come back finds its plugins as they were.
constexpr std::chrono::seconds kPluginsStay{60};

}  // namespace

void AttachedClient::follow_capabilities(const config::Options& options) {
    const render::Capabilities now = capabilities_of(facts, cell_pixels, options);
    if (now == renderer.capabilities()) {
        return;
    }
    std::string bytes;
    renderer.take_pictures_away(bytes);  // the next one does not know them
    if (renderer.capabilities().cursor_color == render::Feature::Yes) {
        bytes += "\x1b]112\x1b\\";  // nor the cursor's colour
    }
    if (!bytes.empty()) {
        output->output(bytes);
    }
    renderer = render::Renderer(now);
}

AttachedClient* Session::find_client(ClientId id) {
    const auto found = clients.find(id);
    return found == clients.end() ? nullptr : &found->second;
}

Result<ClientId> Session::attach(ClientOutput& output, const ClientFacts& facts, Size size,
                                 Size cell_pixels) {
    ClientId id{1};
    while (clients.contains(id)) {
        ++id.value;  // the smallest free one; there are at most workspace::kMaxClients
    }
    TESSERA_TRY(space.add_client(id, size));
    left_.erase(id);
    clients.try_emplace(id, id, output, facts, size, cell_pixels, config.options);
    output.attached(name(), id, host_use(config.options));
    share_cell_pixels();
    share_host_colors();
    mode_changed();
    services.directory.needs_settling();
    return id;
}

void Session::detach(ClientId client) {
    if (clients.erase(client) == 0) {
        return;
    }
    space.remove_client(client);
    left_[client] = services.clock.now();
    if (!left_timer_) {
        left_timer_ = services.loop.timer(kPluginsStay, io::Loop::Repeat::Yes,
                                          [this] { forget_left_clients(); });
    }
    mode_changed();
    redraw_all();
}

void Session::tell_host_use() {
    for (auto& [id, client] : clients) {
        if (!host_use(config.options).mouse) {
            forget_pointer(client);
            redraw(id);
        }
        client.output->attached(name(), id, host_use(config.options));
    }
}

void Session::quit(ClientId client) {
    const bool is_needed = std::ranges::any_of(clients, [&](const auto& entry) {
        return entry.first != client && !entry.second.watch_only;
    });
    AttachedClient* found = find_client(client);
    if (found == nullptr || !is_needed) {
        return end("Bye from Tessera!");
    }
    found->output->farewell({.message = "Bye from Tessera!"});
    detach(client);
}

void Session::force_closed(ClientId client) {
    const AttachedClient* found = find_client(client);
    if (found != nullptr && !found->watch_only &&
        config.options.on_force_close == config::OnForceClose::Quit) {
        quit(client);
    } else {
        detach(client);
    }
}

void Session::forget_left_clients() {
    const TimePoint long_ago = services.clock.now() - kPluginsStay;
    const auto gone =
        std::erase_if(left_, [&](const auto& entry) { return entry.second <= long_ago; });
    if (gone > 0) {
        std::erase_if(own_keys_, [&](const auto& entry) {
            return !clients.contains(entry.first) && !left_.contains(entry.first);
        });
        reconciled_ = 0;
        services.directory.needs_settling();
    }
    if (left_.empty()) {
        left_timer_.reset();
    }
}

void Session::resize(ClientId client, Size size, Size cell_pixels) {
    AttachedClient* found = find_client(client);
    if (found == nullptr) {
        return;
    }
    found->size = size;
    if (std::exchange(found->cell_pixels, cell_pixels) != cell_pixels) {
        found->follow_capabilities(config.options);
        share_cell_pixels();
    }
    found->renderer.forget();
    found->selection.reset();
    (void)space.resize_client(client, size);
    found->pacer.input();
    redraw(client);
}

void Session::set_facts(ClientId client, const ClientFacts& facts) {
    if (AttachedClient* found = find_client(client)) {
        found->facts = facts;
        found->follow_capabilities(config.options);
        share_cell_pixels();
        share_host_colors();
        redraw(client);
    }
}

Size Session::cell_pixels() const {
    for (const auto& [id, client] : clients) {
        if (const Size cell = cell_pixels_of(client.facts, client.cell_pixels);
            render::is_known(cell)) {
            return cell;
        }
    }
    return {Rows(0), Cols(0)};
}

void Session::share_cell_pixels() {
    for (const auto& [number, program] : programs) {
        if (program.pane) {
            program.pane->set_cell_pixels(cell_pixels());
        }
    }
}

void Session::set_watch_only(ClientId client) {
    if (AttachedClient* found = find_client(client)) {
        found->watch_only = true;
    }
}

}  // namespace tessera::server
