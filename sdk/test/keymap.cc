// The default key map on the wire, as a host says it: the part that bars read.

#include <array>
#include <string_view>
#include <utility>

#include "plugin/action.wire.h"
#include "stage.h"

namespace tessera::guest_test {

namespace {

using api::action::Action;
using api::action::ActionName;
using api::event::InputModeKeybinds;
using api::input_mode::InputMode;
using api::key::Key;
using api::resize::ResizeAction;
using api::resize::ResizeDirection;
using Case = Action::OptionalPayloadCase;

Action plain(ActionName name) {
    return {.name = name};
}

Action to_mode(InputMode mode) {
    Action out{.name = ActionName::SwitchToMode};
    out.optional_payload.emplace<Case::switch_to_mode_payload>().input_mode = mode;
    return out;
}

Action focus(ResizeDirection direction) {
    Action out{.name = ActionName::MoveFocus};
    out.optional_payload.emplace<Case::move_focus_payload>(direction);
    return out;
}

Action focus_or_tab(ResizeDirection direction) {
    Action out{.name = ActionName::MoveFocusOrTab};
    out.optional_payload.emplace<Case::move_focus_or_tab_payload>(direction);
    return out;
}

Action move_pane(ResizeDirection direction) {
    Action out{.name = ActionName::MovePane};
    out.optional_payload.emplace<Case::move_pane_payload>().direction = direction;
    return out;
}

Action new_pane(std::optional<ResizeDirection> direction = {}) {
    Action out{.name = ActionName::NewPane};
    out.optional_payload.emplace<Case::new_pane_payload>().direction = direction;
    return out;
}

Action resize(ResizeAction how, std::optional<ResizeDirection> direction = {}) {
    Action out{.name = ActionName::Resize};
    out.optional_payload.emplace<Case::resize_payload>() = {how, direction};
    return out;
}

Action launch(std::string_view plugin) {
    Action out{.name = ActionName::LaunchOrFocusPlugin};
    out.optional_payload.emplace<Case::launch_or_focus_plugin_payload>().plugin_url = plugin;
    return out;
}

Key character(char c, std::optional<Key::KeyModifier> modifier = {}) {
    Key out{.modifier = modifier};
    out.main_key.emplace<Key::MainKeyCase::char_>(static_cast<Key::Char>(c));
    return out;
}

Key named(Key::NamedKey key, std::optional<Key::KeyModifier> modifier = {}) {
    Key out{.modifier = modifier};
    out.main_key.emplace<Key::MainKeyCase::key>(key);
    return out;
}

struct Row {
    InputMode mode;
    Key key;
    std::vector<Action> actions;
};

constexpr std::array kArrows = {
    std::tuple('h', Key::NamedKey::LeftArrow, ResizeDirection::Left),
    std::tuple('j', Key::NamedKey::DownArrow, ResizeDirection::Down),
    std::tuple('k', Key::NamedKey::UpArrow, ResizeDirection::Up),
    std::tuple('l', Key::NamedKey::RightArrow, ResizeDirection::Right),
};

void add_arrows(std::vector<Row>& rows, InputMode mode, Action (*action)(ResizeDirection)) {
    for (const auto& [letter, key, direction] : kArrows) {
        rows.push_back({mode, character(letter), {action(direction)}});
        rows.push_back({mode, named(key), {action(direction)}});
    }
}

std::vector<Row> rows_of(InputMode mode) {
    const Action leave = to_mode(InputMode::Normal);
    std::vector<Row> rows;
    const auto add = [&](Key key, std::vector<Action> actions) {
        rows.push_back({mode, std::move(key), std::move(actions)});
    };
    const auto letter = [&](char c, Action action) {
        add(character(c), {std::move(action), leave});
    };
    switch (mode) {
    case InputMode::Pane:
        add_arrows(rows, mode, focus);
        letter('n', new_pane());
        letter('d', new_pane(ResizeDirection::Down));
        letter('r', new_pane(ResizeDirection::Right));
        letter('x', plain(ActionName::CloseFocus));
        letter('f', plain(ActionName::ToggleFocusFullscreen));
        letter('w', plain(ActionName::ToggleFloatingPanes));
        add(character('c'), {to_mode(InputMode::RenamePane), plain(ActionName::PaneNameInput)});
        break;
    case InputMode::Tab:
        for (const auto& [key, name] :
             {std::pair(character('h'), ActionName::GoToPreviousTab),
              std::pair(named(Key::NamedKey::UpArrow), ActionName::GoToPreviousTab),
              std::pair(named(Key::NamedKey::LeftArrow), ActionName::GoToPreviousTab),
              std::pair(character('l'), ActionName::GoToNextTab),
              std::pair(named(Key::NamedKey::DownArrow), ActionName::GoToNextTab),
              std::pair(named(Key::NamedKey::RightArrow), ActionName::GoToNextTab)}) {
            add(key, {plain(name)});
        }
        letter('n', plain(ActionName::NewTab));
        letter('x', plain(ActionName::CloseTab));
        letter('s', plain(ActionName::ToggleActiveSyncTab));
        letter('b', plain(ActionName::BreakPane));
        letter(']', plain(ActionName::BreakPaneRight));
        letter('[', plain(ActionName::BreakPaneLeft));
        add(character('r'), {to_mode(InputMode::RenameTab), plain(ActionName::TabNameInput)});
        break;
    case InputMode::Resize:
        for (const auto& [c, key, direction] : kArrows) {
            add(named(key), {resize(ResizeAction::Increase, direction)});
            add(character(static_cast<char>(c - 'a' + 'A')),
                {resize(ResizeAction::Decrease, direction)});
        }
        add(character('='), {resize(ResizeAction::Increase)});
        add(character('+'), {resize(ResizeAction::Increase)});
        add(character('-'), {resize(ResizeAction::Decrease)});
        break;
    case InputMode::Move: add_arrows(rows, mode, move_pane); break;
    case InputMode::Scroll:
        add(character('s'), {to_mode(InputMode::EnterSearch), plain(ActionName::SearchInput)});
        letter('e', plain(ActionName::EditScrollback));
        add(named(Key::NamedKey::DownArrow), {plain(ActionName::ScrollDown)});
        add(named(Key::NamedKey::UpArrow), {plain(ActionName::ScrollUp)});
        add(named(Key::NamedKey::PageDown), {plain(ActionName::PageScrollDown)});
        add(character('f', Key::KeyModifier::Ctrl), {plain(ActionName::PageScrollDown)});
        add(named(Key::NamedKey::PageUp), {plain(ActionName::PageScrollUp)});
        break;
    case InputMode::Session:
        add(character('d'), {plain(ActionName::Detach)});
        letter('w', launch("session-manager"));
        letter('p', launch("plugin-manager"));
        letter('a', launch("zellij:about"));
        break;
    default: break;  // has no keys of its own here
    }
    return rows;
}

InputModeKeybinds keybinds(InputMode mode) {
    constexpr auto kCtrl = Key::KeyModifier::Ctrl;
    constexpr auto kAlt = Key::KeyModifier::Alt;
    InputModeKeybinds out{.mode = mode};
    const auto add = [&](Key key, std::vector<Action> actions) {
        out.key_bind.push_back({std::move(key), std::move(actions)});
    };
    if (mode == InputMode::Locked) {
        add(character('g', kCtrl), {to_mode(InputMode::Normal)});
        return out;
    }
    add(character('g', kCtrl), {to_mode(InputMode::Locked)});
    add(character('q', kCtrl), {plain(ActionName::Quit)});
    add(character('f', kAlt), {plain(ActionName::ToggleFloatingPanes)});
    add(character('n', kAlt), {new_pane()});
    add(character('[', kAlt), {plain(ActionName::PreviousSwapLayout)});
    add(character(']', kAlt), {plain(ActionName::NextSwapLayout)});
    add(character('=', kAlt), {resize(ResizeAction::Increase)});
    add(character('+', kAlt), {resize(ResizeAction::Increase)});
    add(character('-', kAlt), {resize(ResizeAction::Decrease)});
    for (const auto& [letter, key, direction] : kArrows) {
        const bool sideways =
            direction == ResizeDirection::Left || direction == ResizeDirection::Right;
        const Action action = sideways ? focus_or_tab(direction) : focus(direction);
        add(character(letter, kAlt), {action});
        add(named(key, kAlt), {action});
    }
    for (const auto& [letter, to] :
         {std::pair('p', InputMode::Pane), std::pair('t', InputMode::Tab),
          std::pair('n', InputMode::Resize), std::pair('h', InputMode::Move),
          std::pair('s', InputMode::Scroll), std::pair('o', InputMode::Session)}) {
        add(character(letter, kCtrl), {to_mode(to == mode ? InputMode::Normal : to)});
    }
    if (mode != InputMode::Normal) {
        add(named(Key::NamedKey::Enter), {to_mode(InputMode::Normal)});
        add(named(Key::NamedKey::Esc), {to_mode(InputMode::Normal)});
    }
    for (Row& row : rows_of(mode)) {
        add(std::move(row.key), std::move(row.actions));
    }
    return out;
}

}  // namespace

api::event::ModeUpdatePayload mode_info(InputMode mode) {
    api::event::ModeUpdatePayload out{.current_mode = mode};
    out.base_mode = InputMode::Normal;
    out.session_name = "work";
    for (int number = 0; number < 14; ++number) {
        out.keybinds.push_back(keybinds(static_cast<InputMode>(number)));
    }
    const auto color = [](std::uint32_t index) {
        api::style::Color made{.color_type = api::style::ColorType::EightBit};
        made.payload.emplace<api::style::Color::PayloadCase::eight_bit_color_payload>(index);
        return made;
    };
    const auto declaration = [&](std::initializer_list<std::uint32_t> colors) {
        std::vector<api::style::Color> made;
        for (const std::uint32_t index : colors) {
            made.push_back(color(index));
        }
        return made;
    };
    api::style::Styling& styling = out.style.emplace().styling.emplace();
    styling.text_unselected = declaration({255, 16, 166, 51, 154, 201});
    styling.ribbon_unselected = declaration({16, 245, 124, 255, 16, 201});
    styling.ribbon_selected = declaration({16, 154, 124, 166, 201, 16});
    return out;
}

}  // namespace tessera::guest_test
