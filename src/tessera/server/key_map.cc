#include "tessera/server/key_map.h"

#include "tessera/actions/kdl_door.h"

namespace tessera::server {

KeyMap::KeyMap(const config::KeyBindings& bindings) {
    for (std::size_t mode = 0; mode < config::kInputModeCount; ++mode) {
        for (const auto& [name, nodes] : bindings.modes[mode]) {
            const auto key = vt::input::parse_key_name(name);
            if (!key) {
                continue;
            }
            std::vector<actions::Action> bound;
            for (const kdl::Node& node : nodes) {
                if (auto action = actions::from_kdl(node)) {
                    bound.push_back(std::move(*action));
                }
            }
            if (bound.size() == nodes.size()) {
                modes_[mode].insert_or_assign(vt::input::chord_of(*key), std::move(bound));
            }
        }
    }
}

const std::vector<actions::Action>* KeyMap::find(config::InputMode mode,
                                                 const vt::input::KeyEvent& press) const {
    const OfMode& map = modes_[static_cast<std::size_t>(mode)];
    for (const vt::input::KeyChord& chord : vt::input::chord_candidates(press)) {
        if (const auto found = map.find(chord); found != map.end()) {
            return &found->second;
        }
    }
    return nullptr;
}

void KeyMap::bind(config::InputMode mode, const vt::input::KeyEvent& key,
                  std::vector<actions::Action> what) {
    modes_[static_cast<std::size_t>(mode)].insert_or_assign(vt::input::chord_of(key),
                                                            std::move(what));
}

void KeyMap::unbind(config::InputMode mode, const vt::input::KeyEvent& key) {
    modes_[static_cast<std::size_t>(mode)].erase(vt::input::chord_of(key));
}

}  // namespace tessera::server
