#pragma once
// KeyMap: the bindings of a configuration, ready to be looked up by a key press.
// Threads: values.

#include <array>
#include <unordered_map>
#include <vector>

#include "tessera/actions/action.h"
#include "tessera/config/keybinds.h"
#include "tessera/vt/input/key.h"

namespace tessera::server {

class KeyMap {
public:
    KeyMap() = default;
    /// Bindings with an action that is not understood are left out: the configuration was checked
    /// when it was loaded.
    explicit KeyMap(const config::KeyBindings& bindings);

    /// What a press does in a mode, in order; null when it is not bound.
    [[nodiscard]] const std::vector<actions::Action>* find(config::InputMode mode,
                                                           const vt::input::KeyEvent& press) const;

    void bind(config::InputMode mode, const vt::input::KeyEvent& key,
              std::vector<actions::Action> what);
    void unbind(config::InputMode mode, const vt::input::KeyEvent& key);

private:
    using OfMode = std::unordered_map<vt::input::KeyChord, std::vector<actions::Action>>;
    std::array<OfMode, config::kInputModeCount> modes_;
};

}  // namespace tessera::server
