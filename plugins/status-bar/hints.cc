#include "hints.h"

#include <array>

namespace tessera::bars {

namespace {

using sdk::ActionName;
using sdk::Direction;
using sdk::InputMode;
using sdk::Resize;

constexpr Want want(ActionName name) {
    return {.name = name};
}

constexpr std::array kModeKeys = {
    ModeKey{InputMode::Locked, to_mode(InputMode::Locked), "LOCK"},
    ModeKey{InputMode::Pane, to_mode(InputMode::Pane), "PANE"},
    ModeKey{InputMode::Tab, to_mode(InputMode::Tab), "TAB"},
    ModeKey{InputMode::Resize, to_mode(InputMode::Resize), "RESIZE"},
    ModeKey{InputMode::Move, to_mode(InputMode::Move), "MOVE"},
    ModeKey{InputMode::Scroll, to_mode(InputMode::Scroll), "SEARCH"},
    ModeKey{InputMode::Session, to_mode(InputMode::Session), "SESSION"},
    ModeKey{InputMode::Normal, want(ActionName::Quit), "QUIT"},
};

constexpr std::array kNewPane = {want(ActionName::NewPane)};
constexpr std::array kFocus = {with_direction(ActionName::MoveFocus, Direction::Left),
                               with_direction(ActionName::MoveFocus, Direction::Down),
                               with_direction(ActionName::MoveFocus, Direction::Up),
                               with_direction(ActionName::MoveFocus, Direction::Right)};
constexpr std::array kClosePane = {want(ActionName::CloseFocus)};
constexpr std::array kRenamePane = {to_mode(InputMode::RenamePane)};
constexpr std::array kFullscreen = {want(ActionName::ToggleFocusFullscreen)};
constexpr std::array kFloating = {want(ActionName::ToggleFloatingPanes)};
constexpr std::array kEmbed = {want(ActionName::TogglePaneEmbedOrFloating)};
constexpr std::array kSplitRight = {with_direction(ActionName::NewPane, Direction::Right)};
constexpr std::array kSplitDown = {with_direction(ActionName::NewPane, Direction::Down)};
constexpr std::array kFrames = {want(ActionName::TogglePaneFrames)};
constexpr std::array kPin = {want(ActionName::TogglePanePinned)};
constexpr std::array kDone = {to_mode(InputMode::Normal)};
constexpr std::array kPaneHints = {
    Hint{"New", kNewPane},
    Hint{"Move", kFocus},
    Hint{"Close", kClosePane},
    Hint{"Rename", kRenamePane},
    Hint{"Fullscreen", kFullscreen},
    Hint{"Floating", kFloating},
    Hint{"Embed", kEmbed},
    Hint{"Split Right", kSplitRight},
    Hint{"Split Down", kSplitDown},
    Hint{"Frames", kFrames},
    Hint{"Pin", kPin},
    Hint{"Select", kDone},
};

constexpr std::array kNewTab = {want(ActionName::NewTab)};
constexpr std::array kTabs = {want(ActionName::GoToPreviousTab), want(ActionName::GoToNextTab)};
constexpr std::array kCloseTab = {want(ActionName::CloseTab)};
constexpr std::array kRenameTab = {to_mode(InputMode::RenameTab)};
constexpr std::array kSync = {want(ActionName::ToggleActiveSyncTab)};
constexpr std::array kBreakOut = {want(ActionName::BreakPane)};
constexpr std::array kBreak = {want(ActionName::BreakPaneLeft), want(ActionName::BreakPaneRight)};
constexpr std::array kToggleTab = {want(ActionName::ToggleTab)};
constexpr std::array kTabHints = {
    Hint{"New", kNewTab},       Hint{"Move", kTabs},        Hint{"Close", kCloseTab},
    Hint{"Rename", kRenameTab}, Hint{"Sync", kSync},        Hint{"Break out", kBreakOut},
    Hint{"Break", kBreak},      Hint{"Toggle", kToggleTab}, Hint{"Select", kDone},
};

constexpr std::array kResizeAll = {resizing(Resize::Increase), resizing(Resize::Decrease)};
constexpr std::array kIncrease = {
    resizing(Resize::Increase, Direction::Left), resizing(Resize::Increase, Direction::Down),
    resizing(Resize::Increase, Direction::Up), resizing(Resize::Increase, Direction::Right)};
constexpr std::array kDecrease = {
    resizing(Resize::Decrease, Direction::Left), resizing(Resize::Decrease, Direction::Down),
    resizing(Resize::Decrease, Direction::Up), resizing(Resize::Decrease, Direction::Right)};
constexpr std::array kResizeHints = {
    Hint{"Increase/Decrease", kResizeAll},
    Hint{"Increase", kIncrease},
    Hint{"Decrease", kDecrease},
    Hint{"Select", kDone},
};

constexpr std::array kMovePane = {with_direction(ActionName::MovePane, Direction::Left),
                                  with_direction(ActionName::MovePane, Direction::Down),
                                  with_direction(ActionName::MovePane, Direction::Up),
                                  with_direction(ActionName::MovePane, Direction::Right)};
constexpr std::array kMoveHints = {Hint{"Switch Location", kMovePane}, Hint{"When done", kDone}};

constexpr std::array kEnterSearch = {to_mode(InputMode::EnterSearch)};
constexpr std::array kScroll = {
    want(ActionName::ScrollDown),         want(ActionName::ScrollUp),
    want(ActionName::PageScrollDown),     want(ActionName::PageScrollUp),
    want(ActionName::HalfPageScrollDown), want(ActionName::HalfPageScrollUp)};
constexpr std::array kEdit = {want(ActionName::EditScrollback)};
constexpr std::array kPrompts = {want(ActionName::ScrollToPreviousPrompt),
                                 want(ActionName::ScrollToNextPrompt)};
constexpr std::array kScrollHints = {
    Hint{"Search", kEnterSearch}, Hint{"Scroll", kScroll},    Hint{"Edit", kEdit},
    Hint{"Select", kDone},        Hint{"Commands", kPrompts},
};

constexpr std::array kToSearch = {to_mode(InputMode::Search)};
constexpr std::array kEnterSearchHints = {Hint{"When done", kToSearch}};

constexpr std::array kLines = {want(ActionName::ScrollDown), want(ActionName::ScrollUp)};
constexpr std::array kPages = {want(ActionName::PageScrollDown), want(ActionName::PageScrollUp)};
constexpr std::array kHalves = {want(ActionName::HalfPageScrollDown),
                                want(ActionName::HalfPageScrollUp)};
constexpr std::array kDown = {Want{.name = ActionName::Search, .argument = 1}};
constexpr std::array kUp = {Want{.name = ActionName::Search, .argument = 0}};
constexpr std::array kCase = {Want{.name = ActionName::SearchToggleOption, .argument = 0}};
constexpr std::array kWrap = {Want{.name = ActionName::SearchToggleOption, .argument = 2}};
constexpr std::array kWhole = {Want{.name = ActionName::SearchToggleOption, .argument = 1}};
constexpr std::array kSearchHints = {
    Hint{"Scroll", kLines}, Hint{"Scroll", kPages}, Hint{"Scroll", kHalves}, Hint{"Down", kDown},
    Hint{"Up", kUp},        Hint{"Case", kCase},    Hint{"Wrap", kWrap},     Hint{"Whole", kWhole},
};

constexpr std::array kDetach = {want(ActionName::Detach)};
constexpr std::array kManager = {launching("session-manager")};
constexpr std::array kShare = {launching("share")};
constexpr std::array kConfiguration = {launching("configuration")};
constexpr std::array kLayouts = {launching("layout-manager")};
constexpr std::array kPlugins = {launching("plugin-manager")};
constexpr std::array kAbout = {launching("about")};
constexpr std::array kSessionHints = {
    Hint{"Detach", kDetach},        Hint{"Manager", kManager}, Hint{"Share", kShare},
    Hint{"Config", kConfiguration}, Hint{"Layouts", kLayouts}, Hint{"Plugins", kPlugins},
    Hint{"About", kAbout},          Hint{"Select", kDone},
};

constexpr std::array kRenameHints = {Hint{"When done", kDone}};

constexpr std::array kTmuxSplitRight = {with_direction(ActionName::NewPane, Direction::Right)};
constexpr std::array kTmuxSplitDown = {with_direction(ActionName::NewPane, Direction::Down)};
constexpr std::array kTmuxHints = {
    Hint{"Move", kFocus},
    Hint{"Split Down", kTmuxSplitDown},
    Hint{"Split Right", kTmuxSplitRight},
    Hint{"Fullscreen", kFullscreen},
    Hint{"New Tab", kNewTab},
    Hint{"Rename Tab", kRenameTab},
    Hint{"Tabs", kTabs},
    Hint{"Detach", kDetach},
    Hint{"Select", kDone},
};

}  // namespace

std::span<const ModeKey> mode_keys() {
    return kModeKeys;
}

std::span<const Hint> hints_of(InputMode mode) {
    switch (mode) {
    case InputMode::Pane: return kPaneHints;
    case InputMode::Tab: return kTabHints;
    case InputMode::Resize: return kResizeHints;
    case InputMode::Move: return kMoveHints;
    case InputMode::Scroll: return kScrollHints;
    case InputMode::EnterSearch: return kEnterSearchHints;
    case InputMode::Search: return kSearchHints;
    case InputMode::Session: return kSessionHints;
    case InputMode::RenameTab:
    case InputMode::RenamePane: return kRenameHints;
    case InputMode::Tmux: return kTmuxHints;
    case InputMode::Normal:
    case InputMode::Locked:
    case InputMode::Prompt: break;
    }
    return {};
}

std::string_view title_of(InputMode mode) {
    switch (mode) {
    case InputMode::EnterSearch: return "ENTERING SEARCH TERM";
    case InputMode::Search: return "SEARCHING";
    case InputMode::RenameTab: return "RENAMING TAB";
    case InputMode::RenamePane: return "RENAMING PANE";
    case InputMode::Tmux: return "TMUX";
    case InputMode::Prompt: return "PROMPT";
    default: return {};  // has a ribbon of its own
    }
}

InputMode family_of(InputMode mode) {
    switch (mode) {
    case InputMode::EnterSearch:
    case InputMode::Search: return InputMode::Scroll;
    case InputMode::RenameTab: return InputMode::Tab;
    case InputMode::RenamePane: return InputMode::Pane;
    default: return mode;  // the others stand for themselves
    }
}

}  // namespace tessera::bars
