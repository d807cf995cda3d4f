#include "tessera/server/plugins/cli_pipes.h"

namespace tessera::server {

void CliPipes::sent(const Name& name, const InstanceKey& instance) {
    pipes_[name].handling.insert(instance);
}

void CliPipes::change(const Name& name, const InstanceKey& instance, Change change) {
    // Both in one call: the release wins.
    auto [it, is_new] = changes_[instance].emplace(name, change);
    if (!is_new && change == Change::Unblock) {
        it->second = change;
    }
}

void CliPipes::release_if_free(const Name& name, Released& released) {
    const auto it = pipes_.find(name);
    if (it != pipes_.end() && it->second.handling.empty() && !it->second.blocked) {
        pipes_.erase(it);
        released.push_back(name);
    }
}

CliPipes::Released CliPipes::call_ended(const InstanceKey& instance, const std::string* handled) {
    Released released;
    if (handled != nullptr) {
        const Name name{instance.session, *handled};
        if (const auto it = pipes_.find(name); it != pipes_.end()) {
            if (const auto mine = it->second.handling.find(instance);
                mine != it->second.handling.end()) {
                it->second.handling.erase(mine);
            }
        }
    }
    if (const auto asked = changes_.find(instance); asked != changes_.end()) {
        const auto changes = std::move(asked->second);
        changes_.erase(asked);
        for (const auto& [name, change] : changes) {
            const auto it = pipes_.find(name);
            if (it == pipes_.end()) {
                if (change == Change::Unblock) {
                    released.push_back(name);
                }
                continue;
            }
            it->second.blocked = change == Change::Block;
            if (change == Change::Block) {
                it->second.blockers.insert(instance);
            } else {
                it->second.blockers.clear();
            }
            release_if_free(name, released);
        }
    }
    if (handled != nullptr) {
        release_if_free({instance.session, *handled}, released);
    }
    return released;
}

CliPipes::Released CliPipes::gone(const InstanceKey& instance) {
    Released released;
    changes_.erase(instance);
    std::vector<Name> concerned;
    for (auto& [name, pipe] : pipes_) {
        const bool handled = pipe.handling.erase(instance) != 0;
        const bool blocked = pipe.blockers.erase(instance) != 0;
        if (blocked && pipe.blockers.empty()) {
            pipe.blocked = false;
        }
        if (handled || blocked) {
            concerned.push_back(name);
        }
    }
    for (const Name& name : concerned) {
        release_if_free(name, released);
    }
    return released;
}

}  // namespace tessera::server
