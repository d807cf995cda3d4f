#pragma once
// What a bar says in place of a frame that is not drawn: of the only pane of a tab, the keys a held
// pane waits for, and what can be done with the mouse. Source: plugin ABI 5.2, events 48 and 49;
// Zellij 0.45 features 4.8-4.10.
// Threads: pure.

#include "plugin/event.wire.h"
#include "tessera/workspace/session.h"

namespace tessera::plugin_api {

/// The only tiled pane of `tab` that would have a title, where frames are titles: no row is spent
/// on it, and bars show its title and scroll position. Null: frames do it.
[[nodiscard]] const workspace::Pane* lone_pane(const workspace::Session& session,
                                               const workspace::Tab& tab);

/// What bars call the tab: the name it has or, unnamed and with a lone pane that has a title, that;
/// and how a lone pane's program ended.
[[nodiscard]] std::string shown_tab_name(const workspace::Session& session,
                                         const workspace::Tab& tab);

/// "[ EXIT CODE: 1 ] <ENTER> re-run, …" in several widths, where titles are frames.
[[nodiscard]] api::event::HintTextPayload held_hints(const workspace::Held& held);

/// How the pane under the pointer is selected together with others, in several widths.
[[nodiscard]] api::event::HintTextPayload group_hints();

struct Resizing {
    enum class Of : std::uint8_t { Tiled, Floating };
    enum class By : std::uint8_t { BordersAndWheel, Borders };
    Of of = Of::Tiled;
    By by = By::BordersAndWheel;
};
/// How the mouse resizes the focused pane, in several widths.
[[nodiscard]] api::event::HintTextPayload resize_hints(Resizing how);

/// Levels of text in a StyledText that hints use, by which bars colour it: what to press, that of
/// resizing, and how a program ended. Source: plugin ABI 6.2.
inline constexpr std::size_t kHintEmphasis = 0;
inline constexpr std::size_t kHintOtherEmphasis = 2;
inline constexpr std::size_t kHintError = 6;
inline constexpr std::size_t kHintSuccess = 7;

}  // namespace tessera::plugin_api
