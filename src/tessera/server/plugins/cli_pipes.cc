#include "tessera/server/plugins/cli_pipes.h"

#include <iterator>

namespace tessera::server {

void CliPipes::sent(const Name& name, const InstanceKey& instance) {
    pipes_[name].handling.insert(instance);
}

void CliPipes::change(const Name& name, const InstanceKey& instance, Change change) {
    // Both in one call: the release wins.
    auto& changes = changes_[instance];
    if (changes.size() >= kChangesMax) {
        return;
    }
    auto [it, is_new] = changes.emplace(name, change);
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
        if (const auto it = pipes_.find({instance.session, *handled}); it != pipes_.end()) {
            auto& handling = it->second.handling;
            const auto mine = handling.find(instance);
            handling.erase(mine, mine == handling.end() ? mine : std::next(mine));
        }
    }
    if (const auto asked = changes_.find(instance); asked != changes_.end()) {
        const auto changes = std::move(asked->second);
        changes_.erase(asked);
        for (const auto& [name, change] : changes) {
            apply(name, instance, change, released);
        }
    }
    if (handled != nullptr) {
        release_if_free({instance.session, *handled}, released);
    }
    return released;
}

void CliPipes::apply(const Name& name, const InstanceKey& instance, Change change,
                     Released& released) {
    const auto it = pipes_.find(name);
    if (it == pipes_.end()) {
        if (change == Change::Unblock) {
            released.push_back(name);
        }
        return;
    }
    it->second.blocked = change == Change::Block;
    if (change == Change::Block) {
        it->second.blockers.insert(instance);
    } else {
        it->second.blockers.clear();
    }
    release_if_free(name, released);
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
