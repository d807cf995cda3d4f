// Terminals that come, go, and change their size.

#include "tessera/server/session.h"

namespace tessera::server {

render::Capabilities capabilities_of(const ClientFacts& facts) {
    render::Capabilities out;
    switch (facts.colors) {
    case session::client::ColorDepth::Monochrome: out.colors = render::ColorDepth::Monochrome; break;
    case session::client::ColorDepth::Colors16: out.colors = render::ColorDepth::Colors16; break;
    case session::client::ColorDepth::Colors256: out.colors = render::ColorDepth::Colors256; break;
    case session::client::ColorDepth::Rgb: out.colors = render::ColorDepth::Rgb; break;
    }
    const auto feature = [](bool has) {
        return has ? render::Feature::Yes : render::Feature::No;
    };
    out.synchronized_output = feature(facts.synchronized_output);
    out.styled_underlines = feature(facts.styled_underlines);
    return out;
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
    clients.try_emplace(id, id, output, facts, size, cell_pixels);
    mode_changed();
    services.directory.needs_settling();
    return id;
}

void Session::detach(ClientId client) {
    if (clients.erase(client) == 0) {
        return;
    }
    space.remove_client(client);
    mode_changed();
    redraw_all();
}

void Session::resize(ClientId client, Size size, Size cell_pixels) {
    AttachedClient* found = find_client(client);
    if (found == nullptr) {
        return;
    }
    found->size = size;
    found->cell_pixels = cell_pixels;
    found->renderer.forget();
    found->selection.reset();
    (void)space.resize_client(client, size);
    found->pacer.input();
    redraw(client);
}

void Session::set_facts(ClientId client, const ClientFacts& facts) {
    if (AttachedClient* found = find_client(client)) {
        found->facts = facts;
        found->renderer = render::Renderer(capabilities_of(facts));
        redraw(client);
    }
}

void Session::set_watch_only(ClientId client) {
    if (AttachedClient* found = find_client(client)) {
        found->watch_only = true;
    }
}

}  // namespace tessera::server
