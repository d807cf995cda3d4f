#pragma once
// Which key does what in which mode. Actions stay KDL nodes with their place in the text: `actions`
// turns them into Actions and reports unknown ones.
// Threads: values.

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/config/mode.h"
#include "tessera/kdl/kdl.h"
#include "tessera/vt/input/key.h"

namespace tessera::config {

/// Keys by canonical name ("Ctrl Alt Shift Super KEY", see vt::input::key_name).
using ModeBindings = std::map<std::string, std::vector<kdl::Node>, std::less<>>;

struct KeyBindings {
    std::array<ModeBindings, kInputModeCount> modes;

    [[nodiscard]] ModeBindings& of(InputMode mode) { return modes[static_cast<std::size_t>(mode)]; }
    [[nodiscard]] const ModeBindings& of(InputMode mode) const {
        return modes[static_cast<std::size_t>(mode)];
    }
    /// The actions of a key by its canonical name, in order; null when it is not bound.
    [[nodiscard]] const std::vector<kdl::Node>* find(InputMode mode, std::string_view key) const;
    /// What a press does: the first of its chord candidates that is bound (vt/input/key.h).
    [[nodiscard]] const std::vector<kdl::Node>* find(InputMode mode,
                                                     const vt::input::KeyEvent& press) const;
    bool operator==(const KeyBindings&) const = default;
};

/// "alt A" -> "Alt Shift a"; nothing when it names no key.
[[nodiscard]] std::optional<std::string> canonical_key(std::string_view name);

/// The default key map as KDL text: one `keybinds` node. Behaves as the preset "Default" of
/// Zellij 0.45.
[[nodiscard]] std::string_view default_keybinds_text();

}  // namespace tessera::config
