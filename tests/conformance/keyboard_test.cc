// Keyboard tables of xterm.js and Windows Terminal: event -> bytes, and those bytes decoded and
// encoded again. How their events become ours is written as tables here.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support.h"
#include "tessera/unicode/utf8.h"
#include "tessera/vt/input/decoder.h"
#include "tessera/vt/input/encode.h"

namespace tessera::conformance {

namespace {

using namespace vt::input;
using nlohmann::json;

std::string encoded(const KeyEvent& event, const vt::Modes& modes) {
    std::string out;
    encode_key(event, modes, out);
    return out;
}

/// What `bytes` encode to again after decoding.
std::string back_and_forth(const std::string& bytes, const vt::Modes& modes) {
    Decoder decoder;
    std::vector<InputEvent> events;
    decoder.feed(bytes, events);
    decoder.flush(events);
    std::string out;
    for (const InputEvent& event : events) {
        if (const auto* key = std::get_if<KeyEvent>(&event)) {
            out += encoded(*key, modes);
        } else {
            out += "(not a key)";
        }
    }
    return out;
}

void check(Verdicts& verdicts, const std::string& name, const std::string& expected,
           const std::string& got, const vt::Modes& modes) {
    verdicts.equal(name, testing::PrintToString(expected), testing::PrintToString(got));
    verdicts.equal(name + ", back", testing::PrintToString(expected),
                   testing::PrintToString(back_and_forth(expected, modes)));
}

json table(const char* file) {
    const auto folder = suite_folder("kitty-keyboard");
    return folder.empty() ? json() : json::parse(read_file(folder / file));
}

std::string numbered(std::size_t nth, const std::string& title) {
    std::string out = std::to_string(nth) + " " + title;
    std::erase(out, ':');
    return out;
}

char32_t only_character(const std::string& text) {
    const std::u32string decoded = unicode::to_utf32(text);
    return decoded.size() == 1 ? decoded[0] : 0;
}

// ---------------------------------------------------------------- DOM names (xterm.js)

struct NameRow {
    std::string_view theirs;
    Key ours;
};
constexpr NameRow kDomCodes[] = {
    {"Numpad0", NamedKey::Kp0}, {"Numpad1", NamedKey::Kp1}, {"Numpad5", NamedKey::Kp5},
    {"Numpad9", NamedKey::Kp9}, {"NumpadMultiply", NamedKey::KpMultiply},
    {"NumpadAdd", NamedKey::KpAdd}, {"NumpadSubtract", NamedKey::KpSubtract},
    {"NumpadDecimal", NamedKey::KpDecimal}, {"NumpadDivide", NamedKey::KpDivide},
    {"NumpadEqual", NamedKey::KpEqual}, {"NumpadEnter", NamedKey::KpEnter},
    {"ShiftLeft", NamedKey::LeftShift}, {"ShiftRight", NamedKey::RightShift},
    {"ControlLeft", NamedKey::LeftCtrl}, {"ControlRight", NamedKey::RightCtrl},
    {"AltLeft", NamedKey::LeftAlt}, {"AltRight", NamedKey::RightAlt},
    {"MetaLeft", NamedKey::LeftSuper}, {"MetaRight", NamedKey::RightSuper},
};
constexpr NameRow kDomKeys[] = {
    {"ArrowUp", NamedKey::Up}, {"ArrowDown", NamedKey::Down}, {"ArrowLeft", NamedKey::Left},
    {"ArrowRight", NamedKey::Right}, {"Escape", NamedKey::Esc}, {"ContextMenu", NamedKey::Menu},
    {"AudioVolumeDown", NamedKey::LowerVolume}, {"AudioVolumeUp", NamedKey::RaiseVolume},
    {"AudioVolumeMute", NamedKey::MuteVolume},
};

template <std::size_t N>
Key find(const NameRow (&rows)[N], std::string_view name) {
    for (const NameRow& row : rows) {
        if (row.theirs == name) {
            return row.ours;
        }
    }
    return {};
}

/// The character a DOM code of a letter or digit has on a US keyboard.
char32_t us_character(const std::string& code) {
    if (code.starts_with("Key") && code.size() == 4) {
        return static_cast<char32_t>(code[3] + 32);
    }
    if (code.starts_with("Digit") && code.size() == 6) {
        return static_cast<char32_t>(code[5]);
    }
    return 0;
}

Modifiers dom_modifiers(const json& event) {
    return (event.value("shiftKey", false) ? kShift : kNoModifiers) |
           (event.value("altKey", false) ? kAlt : kNoModifiers) |
           (event.value("ctrlKey", false) ? kCtrl : kNoModifiers) |
           (event.value("metaKey", false) ? kSuper : kNoModifiers);
}

enum class Option : std::uint8_t { Composes, IsAlt };

/// No key at all when the event is none for a terminal (a dead key).
std::optional<KeyEvent> dom_event(const json& event, Option option) {
    const std::string name = event.at("key");
    const std::string code = event.value("code", "");
    KeyEvent out{.modifiers = dom_modifiers(event)};
    out.key = find(kDomCodes, code);
    out.key = out.key == Key() ? find(kDomKeys, name) : out.key;
    if (out.key != Key()) {
        return out;
    }
    if (option == Option::IsAlt && out.modifiers.has(kAlt) && us_character(code) != 0) {
        out.key = us_character(code);
        return out;
    }
    const char32_t typed = only_character(name);
    if (typed == 0) {
        const auto named = parse_key_name(name);
        out.key = named ? named->key : Key();
        return named ? std::optional(out) : std::nullopt;
    }
    const bool is_upper = typed >= U'A' && typed <= U'Z';
    out.key = is_upper ? typed + 32 : typed;
    if (out.modifiers.has(kShift) && us_character(code) >= U'0' && us_character(code) <= U'9') {
        out.key = us_character(code);
        out.shifted = typed;
    }
    return out;
}

// ---------------------------------------------------------------- Windows

constexpr NameRow kVirtualKeys[] = {
    {"VK_ESCAPE", NamedKey::Esc}, {"VK_RETURN", NamedKey::Enter}, {"VK_TAB", NamedKey::Tab},
    {"VK_BACK", NamedKey::Backspace}, {"VK_DECIMAL", NamedKey::KpDecimal},
    {"VK_DIVIDE", NamedKey::KpDivide}, {"VK_MULTIPLY", NamedKey::KpMultiply},
    {"VK_SUBTRACT", NamedKey::KpSubtract}, {"VK_ADD", NamedKey::KpAdd},
    {"VK_NUMPAD0", NamedKey::Kp0}, {"VK_NUMPAD5", NamedKey::Kp5}, {"VK_NUMPAD9", NamedKey::Kp9},
    {"VK_CAPITAL", NamedKey::CapsLock}, {"VK_NUMLOCK", NamedKey::NumLock},
    {"VK_SCROLL", NamedKey::ScrollLock}, {"VK_PAUSE", NamedKey::Pause},
    {"VK_SNAPSHOT", NamedKey::PrintScreen}, {"VK_APPS", NamedKey::Menu},
    {"VK_LWIN", NamedKey::LeftSuper}, {"VK_RWIN", NamedKey::RightSuper},
    {"VK_SHIFT", NamedKey::LeftShift}, {"VK_CONTROL", NamedKey::LeftCtrl},
    {"VK_MENU", NamedKey::LeftAlt}, {"VK_MEDIA_PLAY_PAUSE", NamedKey::MediaPlayPause},
    {"VK_MEDIA_STOP", NamedKey::MediaStop}, {"VK_MEDIA_NEXT_TRACK", NamedKey::MediaTrackNext},
    {"VK_MEDIA_PREV_TRACK", NamedKey::MediaTrackPrevious},
    {"VK_VOLUME_DOWN", NamedKey::LowerVolume}, {"VK_VOLUME_UP", NamedKey::RaiseVolume},
    {"VK_VOLUME_MUTE", NamedKey::MuteVolume}, {"VK_CLEAR", NamedKey::KpBegin},
    {"VK_HOME", NamedKey::KpHome}, {"VK_END", NamedKey::KpEnd}, {"VK_PRIOR", NamedKey::KpPageUp},
    {"VK_NEXT", NamedKey::KpPageDown}, {"VK_INSERT", NamedKey::KpInsert},
    {"VK_DELETE", NamedKey::KpDelete}, {"VK_UP", NamedKey::KpUp}, {"VK_DOWN", NamedKey::KpDown},
    {"VK_LEFT", NamedKey::KpLeft}, {"VK_RIGHT", NamedKey::KpRight},
};
// With ENHANCED_KEY: what is on the main block, or the right one of two.
constexpr NameRow kEnhancedKeys[] = {
    {"VK_RETURN", NamedKey::KpEnter}, {"VK_CONTROL", NamedKey::RightCtrl},
    {"VK_MENU", NamedKey::RightAlt}, {"VK_HOME", NamedKey::Home}, {"VK_END", NamedKey::End},
    {"VK_PRIOR", NamedKey::PageUp}, {"VK_NEXT", NamedKey::PageDown},
    {"VK_INSERT", NamedKey::Insert}, {"VK_DELETE", NamedKey::Delete}, {"VK_UP", NamedKey::Up},
    {"VK_DOWN", NamedKey::Down}, {"VK_LEFT", NamedKey::Left}, {"VK_RIGHT", NamedKey::Right},
};

struct StateRow {
    std::string_view theirs;
    Modifiers ours;
};
constexpr StateRow kStates[] = {
    {"Shift", kShift}, {"Ctrl", kCtrl}, {"Alt", kAlt}, {"RIGHT_ALT_PRESSED", kAlt},
    {"CAPSLOCK_ON", kCapsLock}, {"NUMLOCK_ON", kNumLock},
};

KeyEvent windows_event(const json& row) {
    const std::string name = row.at("vk");
    const std::vector<std::string> state = row.at("state");
    KeyEvent out{.action = row.at("press") ? KeyAction::Press : KeyAction::Release};
    for (const StateRow& s : kStates) {
        out.modifiers |= std::ranges::count(state, s.theirs) > 0 ? s.ours : kNoModifiers;
    }
    if (name == "A" || name == "1") {  // French layout: A is at the US q, 1 is Shift and a grave
        out.key = name == "A" ? U'a' : U'\u00e0';
        out.shifted = name == "A" ? U'A' : U'1';
        out.base_layout = name == "A" ? U'q' : U'1';
        const char32_t typed = only_character(row.at("char"));
        if (out.modifiers.has(kCtrl | kAlt)) {  // AltGr is no modifier for the program
            out.modifiers = out.modifiers.without(kCtrl | kAlt);
            out.key = U'\u00e6';
            out.text = out.action == KeyAction::Press ? row.at("char") : "";
        } else if (typed >= 0x20) {
            out.text = out.modifiers.has(kAlt) ? "" : row.at("char");
        }
        return out;
    }
    const bool enhanced = std::ranges::count(state, "ENHANCED_KEY") > 0;
    out.key = enhanced ? find(kEnhancedKeys, name) : Key();
    out.key = out.key == Key() ? find(kVirtualKeys, name) : out.key;
    if (name == "VK_SHIFT" && row.at("scancode") == 54) {
        out.key = NamedKey::RightShift;
    }
    if (out.key == Key()) {
        out.key = parse_key_name(name.substr(3)).value_or(KeyEvent{}).key;
    }
    return out;
}

// ---------------------------------------------------------------- DOM key codes (xterm.js, legacy)

struct CodeRow {
    int code;
    Key key;
    char32_t shifted = 0;
};
constexpr CodeRow kKeyCodes[] = {
    {8, NamedKey::Backspace}, {9, NamedKey::Tab}, {13, NamedKey::Enter}, {27, NamedKey::Esc},
    {32, U' '}, {33, NamedKey::PageUp}, {34, NamedKey::PageDown}, {35, NamedKey::End},
    {36, NamedKey::Home}, {37, NamedKey::Left}, {38, NamedKey::Up}, {39, NamedKey::Right},
    {40, NamedKey::Down}, {45, NamedKey::Insert}, {46, NamedKey::Delete}, {48, U'0', U')'},
    {49, U'1', U'!'}, {50, U'2', U'@'}, {51, U'3', U'#'}, {52, U'4', U'$'}, {53, U'5', U'%'},
    {54, U'6', U'^'}, {55, U'7', U'&'}, {56, U'8', U'*'}, {57, U'9', U'('}, {65, U'a', U'A'},
    {72, U'h', U'H'}, {90, U'z', U'Z'}, {112, NamedKey::F1}, {113, NamedKey::F2},
    {114, NamedKey::F3}, {115, NamedKey::F4}, {116, NamedKey::F5}, {117, NamedKey::F6},
    {118, NamedKey::F7}, {119, NamedKey::F8}, {120, NamedKey::F9}, {121, NamedKey::F10},
    {122, NamedKey::F11}, {123, NamedKey::F12}, {186, U';', U':'}, {187, U'=', U'+'},
    {188, U',', U'<'}, {189, U'-', U'_'}, {190, U'.', U'>'}, {191, U'/', U'?'},
    {192, U'`', U'~'}, {219, U'[', U'{'}, {220, U'\\', U'|'}, {221, U']', U'}'},
    {222, U'\'', U'"'},
};

KeyEvent code_event(const json& event) {
    KeyEvent out{.modifiers = dom_modifiers(event)};
    const int code = event.at("keyCode");
    for (const CodeRow& row : kKeyCodes) {
        if (row.code == code) {
            out.key = row.key;
            out.shifted = row.shifted;
        }
    }
    const std::string name = event.value("key", "");
    constexpr std::string_view kInput = "UIKeyInput";
    constexpr std::string_view kArrow = "Arrow";
    if (name.starts_with(kInput)) {
        const std::string arrow = name.substr(kInput.size());
        out.key = parse_key_name(arrow.substr(0, arrow.size() - kArrow.size()))->key;
    }
    return out;
}

TEST(Keyboard, XtermJsKitty) {
    const json rows = table("xterm.js-kitty-keyboard.json");
    if (rows.empty()) {
        GTEST_SKIP() << "TESSERA_SHARED has no kitty-keyboard";
    }
    Verdicts verdicts("keyboard-xterm.js-kitty");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const json& row = rows[i];
        vt::Modes modes;
        modes.kitty_flags = row.at("flags");
        const Option option = row.value("mac", false) ? Option::IsAlt : Option::Composes;
        auto event = dom_event(row.at("event"), option);
        if (event) {
            event->action = static_cast<KeyAction>(row.at("type").get<int>() - 1);
        }
        const std::string expected = row.at("expected").is_null() ? "" : row.at("expected");
        const std::string got = event ? encoded(*event, modes) : "";
        check(verdicts, numbered(i, row.at("title")), expected, got, modes);
    }
    verdicts.finish();
}

TEST(Keyboard, XtermJsLegacy) {
    const json rows = table("xterm.js-legacy-keyboard.json");
    if (rows.empty()) {
        GTEST_SKIP() << "TESSERA_SHARED has no kitty-keyboard";
    }
    Verdicts verdicts("keyboard-xterm.js-legacy");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const json& row = rows[i];
        vt::Modes modes;
        modes.application_cursor = row.at("options").value("applicationCursorMode", false);
        const std::string expected = row.at("expected").is_null() ? "" : row.at("expected");
        check(verdicts, numbered(i, row.at("title")), expected,
              encoded(code_event(row.at("event")), modes), modes);
    }
    verdicts.finish();
}

TEST(Keyboard, WindowsTerminalKitty) {
    const json rows = table("windows-terminal-kitty-keyboard.json");
    if (rows.empty()) {
        GTEST_SKIP() << "TESSERA_SHARED has no kitty-keyboard";
    }
    Verdicts verdicts("keyboard-windows-terminal");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const json& row = rows[i];
        vt::Modes modes;
        modes.kitty_flags = row.at("flags");
        const std::string expected = row.at("expected").is_null() ? "" : row.at("expected");
        check(verdicts, numbered(i, row.at("name")), expected, encoded(windows_event(row), modes),
              modes);
    }
    verdicts.finish();
}

}  // namespace

}  // namespace tessera::conformance
