#pragma once
// Verbs whose wire form is a name alone, or whose name is all that is sent when nothing out of the
// ordinary was asked. Internal to this directory. Threads: pure.

#include <algorithm>
#include <cstddef>

#include "plugin/action.wire.h"
#include "tessera/actions/action.h"

namespace tessera::actions {

struct PlainWire {
    api::action::ActionName name;
    std::size_t index;  // of Action
    Action (*make)();
};

template <class T>
[[nodiscard]] constexpr PlainWire plain_wire(api::action::ActionName name) {
    return {name, Action::kIndexOf<T>, [] { return Action(T{}); }};
}

// The same name on both sides, but for the three that are spelled out.
#define TESSERA_PLAIN_WIRE(name) plain_wire<name>(api::action::ActionName::name)
inline constexpr PlainWire kPlainWire[] = {
    TESSERA_PLAIN_WIRE(Quit),
    TESSERA_PLAIN_WIRE(FocusNextPane),
    TESSERA_PLAIN_WIRE(FocusPreviousPane),
    TESSERA_PLAIN_WIRE(SwitchFocus),
    TESSERA_PLAIN_WIRE(MovePaneBackwards),
    TESSERA_PLAIN_WIRE(ClearScreen),
    TESSERA_PLAIN_WIRE(EditScrollback),
    TESSERA_PLAIN_WIRE(ScrollUp),
    TESSERA_PLAIN_WIRE(ScrollDown),
    TESSERA_PLAIN_WIRE(ScrollToBottom),
    TESSERA_PLAIN_WIRE(ScrollToTop),
    TESSERA_PLAIN_WIRE(PageScrollUp),
    TESSERA_PLAIN_WIRE(PageScrollDown),
    TESSERA_PLAIN_WIRE(HalfPageScrollUp),
    TESSERA_PLAIN_WIRE(HalfPageScrollDown),
    TESSERA_PLAIN_WIRE(ToggleFocusFullscreen),
    TESSERA_PLAIN_WIRE(TogglePaneFrames),
    TESSERA_PLAIN_WIRE(ToggleActiveSyncTab),
    TESSERA_PLAIN_WIRE(TogglePaneEmbedOrFloating),
    TESSERA_PLAIN_WIRE(ToggleFloatingPanes),
    TESSERA_PLAIN_WIRE(CloseFocus),
    TESSERA_PLAIN_WIRE(UndoRenamePane),
    TESSERA_PLAIN_WIRE(NoOp),
    TESSERA_PLAIN_WIRE(GoToNextTab),
    TESSERA_PLAIN_WIRE(GoToPreviousTab),
    TESSERA_PLAIN_WIRE(CloseTab),
    TESSERA_PLAIN_WIRE(ToggleTab),
    TESSERA_PLAIN_WIRE(UndoRenameTab),
    TESSERA_PLAIN_WIRE(Detach),
    TESSERA_PLAIN_WIRE(ToggleMouseMode),
    TESSERA_PLAIN_WIRE(PreviousSwapLayout),
    TESSERA_PLAIN_WIRE(NextSwapLayout),
    TESSERA_PLAIN_WIRE(QueryTabNames),
    TESSERA_PLAIN_WIRE(BreakPane),
    TESSERA_PLAIN_WIRE(BreakPaneRight),
    TESSERA_PLAIN_WIRE(BreakPaneLeft),
    plain_wire<MessagePlugin>(api::action::ActionName::KeybindPipe),
    TESSERA_PLAIN_WIRE(TogglePanePinned),
    TESSERA_PLAIN_WIRE(TogglePaneInGroup),
    TESSERA_PLAIN_WIRE(ToggleGroupMarking),
    TESSERA_PLAIN_WIRE(SetDarkTheme),
    TESSERA_PLAIN_WIRE(SetLightTheme),
    TESSERA_PLAIN_WIRE(ToggleTheme),
    TESSERA_PLAIN_WIRE(FocusLastPane),
    TESSERA_PLAIN_WIRE(ToggleFocusNoUiFullscreen),
    TESSERA_PLAIN_WIRE(FocusHostSession),
    TESSERA_PLAIN_WIRE(ToggleHostFullscreen),
    TESSERA_PLAIN_WIRE(FocusGuestSession),
    TESSERA_PLAIN_WIRE(ScrollToPreviousPrompt),
    TESSERA_PLAIN_WIRE(ScrollToNextPrompt),
    TESSERA_PLAIN_WIRE(SelectCommandAtScrollPosition),
    TESSERA_PLAIN_WIRE(CopyLastCommandOutput),
};
#undef TESSERA_PLAIN_WIRE

}  // namespace tessera::actions
