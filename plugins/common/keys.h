#pragma once
// Which keys do something, as bars name them. Threads: pure functions.

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/sdk/mode_info.h"

namespace tessera::bars {

/// What a binding has to begin with; the rest of it may only change the mode.
struct Want {
    sdk::ActionName name{};
    /// Mode of SwitchToMode, Direction of a movement, Resize (kIncrease ...); -1: none may be
    /// given.
    int argument = -1;
    /// Part of the location of the plugin that is launched.
    std::string_view plugin;
};

[[nodiscard]] constexpr Want to_mode(sdk::InputMode mode) {
    return {.name = sdk::ActionName::SwitchToMode, .argument = static_cast<int>(mode)};
}
[[nodiscard]] constexpr Want with_direction(sdk::ActionName name, sdk::Direction direction) {
    return {.name = name, .argument = static_cast<int>(direction)};
}
/// Resize: 10 + direction increases, 20 + direction decreases, 10 and 20 + 9 on all sides.
[[nodiscard]] constexpr Want resizing(sdk::Resize how,
                                      std::optional<sdk::Direction> direction = {}) {
    return {.name = sdk::ActionName::Resize,
            .argument = (how == sdk::Resize::Increase ? 10 : 20) +
                        (direction ? static_cast<int>(*direction) : 9)};
}
[[nodiscard]] constexpr Want launching(std::string_view plugin) {
    return {.name = sdk::ActionName::LaunchOrFocusPlugin, .plugin = plugin};
}

[[nodiscard]] bool matches(const Want& want, const std::vector<sdk::Action>& actions);

/// The key that people are most likely to know: without modifiers before with, named before
/// letters. nullopt: nothing is bound to that.
[[nodiscard]] std::optional<sdk::KeyWithModifier> find_key(const std::vector<sdk::KeyBind>& binds,
                                                           const Want& want);
/// One for each of `wants` that has one, none twice.
[[nodiscard]] std::vector<sdk::KeyWithModifier> find_keys(const std::vector<sdk::KeyBind>& binds,
                                                          std::span<const Want> wants);

/// Modifiers that all of them have.
[[nodiscard]] std::uint8_t common_modifiers(std::span<const sdk::KeyWithModifier> keys);

/// "←↓↑→", "+|-", "Alt f": without the modifiers in `without`.
[[nodiscard]] std::string keys_text(std::span<const sdk::KeyWithModifier> keys,
                                    std::uint8_t without = 0);

}  // namespace tessera::bars
