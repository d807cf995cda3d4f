// What keys do, for each client: the configuration's bindings, and what its plugins made of them.
// Source: Zellij 0.45 (Reconfigure and RebindKeys are for the client of the plugin that asks).

#include <algorithm>
#include <utility>

#include "tessera/actions/wire_door.h"
#include "tessera/actions/wire_values.h"
#include "tessera/plugin_api/events.h"
#include "tessera/plugin_api/keys.h"
#include "tessera/server/session.h"

namespace tessera::server {

namespace {

/// Changes of a client's keys that are kept; a plugin that makes more repeats itself.
constexpr std::size_t kMaxRebound = 1000;

void rebind(Session::Keys& keys, const Session::Rebound& what) {
    const auto key = plugin_api::key_from(*what.bind.key);
    if (!key) {
        return;
    }
    keys.map.unbind(what.mode, *key);
    const auto mode = std::ranges::find(keys.told, actions::mode_to(what.mode),
                                        &api::event::InputModeKeybinds::mode);
    if (mode != keys.told.end()) {
        std::erase_if(mode->key_bind,
                      [&](const api::event::KeyBind& bind) { return bind.key == what.bind.key; });
    }
    if (what.bind.action.empty()) {
        return;
    }
    std::vector<actions::Action> bound;
    for (const api::action::Action& wire : what.bind.action) {
        if (auto action = actions::from_wire(wire)) {
            bound.push_back(std::move(*action));
        }
    }
    keys.map.bind(what.mode, *key, std::move(bound));
    if (mode != keys.told.end()) {
        mode->key_bind.push_back(what.bind);
    }
}

}  // namespace

const Session::Keys& Session::keys_of(ClientId client) const {
    const auto own = own_keys_.find(client);
    return own == own_keys_.end() ? keys_ : own->second.keys;
}

Session::OwnKeys& Session::own_keys(ClientId client) {
    const auto [own, is_new] = own_keys_.try_emplace(client);
    if (is_new) {
        own->second.bindings = config.keybinds;
    }
    return own->second;
}

void Session::keys_changed(ClientId client, OwnKeys& own) {
    own.keys = {KeyMap(own.bindings), plugin_api::keybinds_of(own.bindings)};
    for (const Rebound& one : own.rebound) {
        rebind(own.keys, one);
    }
    services.plugins.send_event({.session = id(), .client = client},
                                plugin_api::initial_keybinds(own.keys.told));
    mode_changed();
    services.directory.needs_settling();
}

void Session::bind_keys(ClientId client, config::KeyBindings bindings) {
    OwnKeys& own = own_keys(client);
    // The last word on a key is the new text's where it speaks of it.
    std::erase_if(own.rebound, [&](const Rebound& one) {
        const auto key = plugin_api::key_from(*one.bind.key);
        const auto* const old = key ? own.bindings.find(one.mode, *key) : nullptr;
        const auto* const fresh = key ? bindings.find(one.mode, *key) : nullptr;
        return old == nullptr || fresh == nullptr ? old != fresh : *old != *fresh;
    });
    own.bindings = std::move(bindings);
    keys_changed(client, own);
}

void Session::rebind_keys(ClientId client, std::vector<Rebound> wanted) {
    OwnKeys& own = own_keys(client);
    for (Rebound& one : wanted) {
        std::erase_if(own.rebound, [&](const Rebound& older) {
            return older.mode == one.mode && older.bind.key == one.bind.key;
        });
        if (own.rebound.size() < kMaxRebound) {
            own.rebound.push_back(std::move(one));
        }
    }
    keys_changed(client, own);
}

}  // namespace tessera::server
