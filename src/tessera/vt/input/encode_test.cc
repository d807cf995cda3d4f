#include "tessera/vt/input/encode.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace tessera::vt::input {
namespace {

using namespace std::string_literals;

std::string encoded(std::string_view name, const Modes& modes,
                    KeyAction action = KeyAction::Press) {
    auto event = parse_key_name(name);
    EXPECT_TRUE(event.has_value()) << name;
    event->action = action;
    std::string out;
    encode_key(*event, modes, out);
    return out;
}

struct KeyRow {
    std::string_view name;
    std::string bytes;
};

void expect_rows(const Modes& modes, std::initializer_list<KeyRow> rows) {
    for (const KeyRow& row : rows) {
        EXPECT_EQ(encoded(row.name, modes), row.bytes) << row.name;
    }
}

TEST(EncodeKey, LegacyFormsAreXterms) {
    expect_rows({}, {
        {"a", "a"}, {"A", "A"}, {"\xc3\xa9", "\xc3\xa9"}, {"Space", " "}, {"Alt a", "\033a"},
        {"Alt A", "\033A"}, {"Ctrl a", "\x01"}, {"Ctrl A", "\x01"}, {"Ctrl Alt a", "\033\x01"},
        {"Ctrl Space", "\0"s}, {"Ctrl @", "\0"s}, {"Ctrl [", "\033"}, {"Ctrl /", "\x1f"},
        {"Ctrl ?", "\x7f"}, {"Ctrl 1", "1"}, {"Ctrl 3", "\033"}, {"Ctrl \xc3\xa9", "\xc3\xa9"},
        {"Super a", ""}, {"Enter", "\r"}, {"Alt Enter", "\033\r"}, {"Tab", "\t"},
        {"Shift Tab", "\033[Z"}, {"Alt Shift Tab", "\033\033[Z"}, {"Esc", "\033"},
        {"Alt Esc", "\033\033"}, {"Backspace", "\x7f"}, {"Ctrl Backspace", "\b"},
        {"Alt Backspace", "\033\x7f"}, {"Up", "\033[A"}, {"Ctrl Up", "\033[1;5A"},
        {"Home", "\033[H"}, {"Delete", "\033[3~"}, {"Shift Delete", "\033[3;2~"}, {"F1", "\033OP"},
        {"F3", "\033OR"}, {"Shift F3", "\033[1;2R"}, {"F5", "\033[15~"}, {"F13", "\033[25~"},
        {"Kp5", "5"}, {"KpEnter", "\r"}, {"KpLeft", "\033[D"}, {"CapsLock", ""}, {"LeftShift", ""},
    });
    EXPECT_EQ(encoded("a", {}, KeyAction::Repeat), "a");
    EXPECT_EQ(encoded("a", {}, KeyAction::Release), "");
}

TEST(EncodeKey, ModesChangeCursorKeypadBackspaceAndEnter) {
    Modes modes;
    modes.application_cursor = true;
    modes.application_keypad = true;
    modes.backarrow_sends_bs = true;
    modes.newline = true;
    expect_rows(modes, {
        {"Up", "\033OA"}, {"End", "\033OF"}, {"Ctrl Up", "\033[1;5A"}, {"Kp0", "\033Op"},
        {"KpEnter", "\033OM"}, {"KpSubtract", "\033Om"}, {"KpDivide", "\033Oo"},
        {"Alt Kp1", "\033\033Oq"}, {"Backspace", "\b"}, {"Ctrl Backspace", "\x7f"},
        {"Enter", "\r\n"},
    });
}

TEST(EncodeKey, ModifyOtherKeysSaysWhatControlsCannot) {
    Modes modes;
    modes.modify_other_keys = 1;
    expect_rows(modes, {
        {"Ctrl a", "\x01"}, {"Ctrl 1", "\033[27;5;49~"}, {"Alt a", "\033a"},
        {"Ctrl Enter", "\033[27;5;13~"}, {"Shift Tab", "\033[Z"}, {"Ctrl Tab", "\033[27;5;9~"},
        {"Alt Backspace", "\033\x7f"}, {"A", "A"},
    });
    modes.modify_other_keys = 2;
    expect_rows(modes, {
        {"Ctrl a", "\033[27;5;97~"}, {"Ctrl A", "\033[27;6;65~"}, {"Alt a", "\033[27;3;97~"},
        {"A", "A"}, {"Shift Space", "\033[27;2;32~"}, {"Shift Enter", "\033[27;2;13~"},
        {"Shift Tab", "\033[27;2;9~"}, {"Enter", "\r"}, {"Ctrl Up", "\033[1;5A"},
    });
    modes.modify_other_keys = 3;
    expect_rows(modes, {
        {"a", "\033[27;1;97~"}, {"A", "\033[27;2;65~"}, {"Space", "\033[27;1;32~"},
        {"Enter", "\033[27;1;13~"}, {"Esc", "\033[27;1;27~"}, {"Tab", "\033[27;1;9~"},
        {"Backspace", "\033[27;1;127~"}, {"Alt a", "\033[27;3;97~"}, {"Up", "\033[A"},
    });
}

TEST(EncodeKey, FormatOtherKeysIsThatOfCsiU) {
    Modes modes;
    modes.format_other_keys = 1;
    expect_rows(modes, {{"Ctrl a", "\x01"}, {"Ctrl 1", "1"}, {"Shift Tab", "\033[Z"}});
    modes.modify_other_keys = 1;
    expect_rows(modes, {{"Ctrl a", "\x01"}, {"Ctrl 1", "\033[49;5u"}, {"Ctrl Tab", "\033[9;5u"}});
    modes.modify_other_keys = 2;
    expect_rows(modes, {{"Ctrl A", "\033[65;6u"}, {"Alt a", "\033[97;3u"}, {"a", "a"}});
    modes.modify_other_keys = 3;
    expect_rows(modes, {{"a", "\033[97;1u"}, {"Enter", "\033[13;1u"}, {"F1", "\033OP"}});
}

TEST(EncodeKey, KittyDisambiguates) {
    Modes modes;
    modes.kitty_flags = 1;
    modes.application_cursor = true;
    expect_rows(modes, {
        {"a", "a"}, {"A", "A"}, {"Ctrl a", "\033[97;5u"}, {"Ctrl A", "\033[97;6u"},
        {"Super a", "\033[97;9u"}, {"Esc", "\033[27u"}, {"Enter", "\r"},
        {"Shift Enter", "\033[13;2u"},
        {"Shift Tab", "\033[9;2u"}, {"Up", "\033[A"}, {"Ctrl Up", "\033[1;5A"}, {"F1", "\033[P"},
        {"F3", "\033[13~"}, {"F13", "\033[57376u"}, {"Kp5", "\033[57404u"}, {"CapsLock", ""},
        {"PrintScreen", "\033[57361u"}, {"LeftShift", ""},
    });
    EXPECT_EQ(encoded("Esc", modes, KeyAction::Release), "");
    EXPECT_EQ(encoded("Ctrl a", modes, KeyAction::Repeat), "\033[97;5u");
}

TEST(EncodeKey, KittyReportsEventsAlternatesAndText) {
    Modes modes;
    modes.kitty_flags = 31;
    KeyEvent key{.key = U'/', .modifiers = kShift, .shifted = U'?', .base_layout = U'-'};
    key.text = "?";
    std::string out;
    encode_key(key, modes, out);
    EXPECT_EQ(out, "\033[47:63:45;2;63u");
    key.action = KeyAction::Release;
    out.clear();
    encode_key(key, modes, out);
    EXPECT_EQ(out, "\033[47:63:45;2:3u");
    expect_rows(modes, {
        {"a", "\033[97;;97u"}, {"Enter", "\033[13u"}, {"LeftShift", "\033[57441u"},
    });
    const KeyEvent cyrillic{.key = U'\u0441', .modifiers = kCtrl | kNumLock, .base_layout = U'c'};
    out.clear();
    encode_key(cyrillic, modes, out);
    EXPECT_EQ(out, "\033[1089::99;133u");
    modes.kitty_flags = 3;
    EXPECT_EQ(encoded("a", modes, KeyAction::Release), "\033[97;1:3u");
    EXPECT_EQ(encoded("Enter", modes, KeyAction::Release), "");
    EXPECT_EQ(encoded("Up", modes, KeyAction::Repeat), "\033[1;1:2A");
    modes.kitty_flags = 4;
    EXPECT_EQ(encoded("Ctrl a", modes), "\x01");
}

TEST(EncodeKey, TextOfAnInputMethodHasNoKey) {
    const KeyEvent composed{.text = "\xce\xb1"};
    constexpr std::pair<std::uint8_t, std::string_view> kRows[] = {
        {0, "\xce\xb1"}, {1, "\xce\xb1"}, {8, "\xce\xb1"}, {24, "\033[0;;945u"},
    };
    for (const auto& [flags, bytes] : kRows) {
        Modes modes;
        modes.kitty_flags = flags;
        std::string out;
        encode_key(composed, modes, out);
        encode_key(KeyEvent{}, modes, out);
        EXPECT_EQ(out, bytes) << int{flags};
    }
    EXPECT_EQ(key_name(composed), "");
}

std::string mouse(const MouseEvent& event, MouseTracking tracking, MouseEncoding encoding) {
    Modes modes;
    modes.mouse_tracking = tracking;
    modes.mouse_encoding = encoding;
    std::string out;
    encode_mouse(event, modes, out);
    return out;
}

TEST(EncodeMouse, SendsOnlyWhatTheModeAsksFor) {
    using enum MouseTracking;
    const MouseEvent press{MouseKind::Press, MouseButton::Left, kNoModifiers, {Row(1), Col(2)}};
    const MouseEvent release{MouseKind::Release, MouseButton::Left, kNoModifiers, {Row(1), Col(2)}};
    const MouseEvent drag{MouseKind::Motion, MouseButton::Left, kNoModifiers, {Row(1), Col(2)}};
    const MouseEvent hover{MouseKind::Motion, MouseButton::None, kNoModifiers, {Row(1), Col(2)}};
    const MouseEvent wheel{MouseKind::WheelUp, MouseButton::None, kNoModifiers, {Row(1), Col(2)}};
    struct WantRow {
        MouseTracking tracking;
        const char* wanted;  // y or n for press, release, drag, hover, wheel
    };
    for (const auto& [tracking, wanted] : {WantRow{Off, "nnnnn"}, {X10, "ynnnn"}, {Normal, "yynny"},
                                           {ButtonEvent, "yyyny"}, {AnyEvent, "yyyyy"}}) {
        const char* want = wanted;
        for (const MouseEvent& event : {press, release, drag, hover, wheel}) {
            const bool sent = !mouse(event, tracking, MouseEncoding::Sgr).empty();
            EXPECT_EQ(sent, *want++ == 'y') << wanted;
        }
    }
}

TEST(EncodeMouse, HasFourEncodings) {
    using enum MouseEncoding;
    const auto any = MouseTracking::AnyEvent;
    const Point at{Row(1), Col(2)};
    const MouseEvent press{MouseKind::Press, MouseButton::Right, kCtrl | kShift, at};
    const MouseEvent release{MouseKind::Release, MouseButton::Right, kNoModifiers, at};
    const MouseEvent hover{MouseKind::Motion, MouseButton::None, kNoModifiers, at};
    const MouseEvent wheel{MouseKind::WheelDown, MouseButton::None, kAlt, at};
    EXPECT_EQ(mouse(press, any, Legacy), "\033[M6#\"");
    EXPECT_EQ(mouse(release, any, Legacy), "\033[M##\"");
    EXPECT_EQ(mouse(press, any, Sgr), "\033[<22;3;2M");
    EXPECT_EQ(mouse(release, any, Sgr), "\033[<2;3;2m");
    EXPECT_EQ(mouse(hover, any, Sgr), "\033[<35;3;2M");
    EXPECT_EQ(mouse(wheel, any, Sgr), "\033[<73;3;2M");
    EXPECT_EQ(mouse(press, any, Urxvt), "\033[54;3;2M");
    EXPECT_EQ(mouse(press, MouseTracking::X10, Legacy), "\033[M\"#\"");
    const MouseEvent far{MouseKind::Press, MouseButton::Left, kNoModifiers, {Row(0), Col(299)}};
    EXPECT_EQ(mouse(far, any, Legacy), "\033[M \xff!");
    EXPECT_EQ(mouse(far, any, Utf8), "\033[M \xc5\x8c!");
    const MouseEvent pixel{MouseKind::Press, MouseButton::Left, kNoModifiers, {Row(0), Col(5000)}};
    EXPECT_EQ(mouse(pixel, any, Utf8), "\033[M \xdf\xbf!");
    const MouseEvent edge{MouseKind::Press, MouseButton::Left, kNoModifiers, {Row(0), Col(222)}};
    EXPECT_EQ(mouse(edge, any, Legacy), "\033[M \xff!");
}

TEST(EncodeMouse, TurnsTheWheelIntoCursorKeysOnTheAlternateScreen) {
    Modes modes;
    std::string out;
    encode_alternate_scroll(MouseKind::WheelUp, modes, 3, out);
    EXPECT_EQ(out, "");
    modes.alternate_screen = true;
    encode_alternate_scroll(MouseKind::WheelUp, modes, 2, out);
    EXPECT_EQ(out, "\033[A\033[A");
}

TEST(EncodePaste, CannotLeaveItsBrackets) {
    Modes modes;
    const auto paste = [&modes](std::string_view text, PastePart part) {
        std::string out;
        encode_paste(text, part, modes, out);
        return out;
    };
    EXPECT_EQ(paste("a\tb\nc\r\nd\re\x01\x7f", PastePart::Whole), "a\tb\rc\rd\re");
    modes.bracketed_paste = true;
    EXPECT_EQ(paste("x\033[201~y\xc2\x9bz", PastePart::Whole), "\033[200~x[201~yz\033[201~");
    EXPECT_EQ(paste("\xc3\xa9\x9b\xff\xe2\x82", PastePart::Whole),
              "\033[200~\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\033[201~");
    const std::string pieces = paste("a", PastePart::First) + paste("b", PastePart::Middle);
    EXPECT_EQ(pieces + paste("c", PastePart::Last), "\033[200~abc\033[201~");
}

TEST(EncodeFocus, IsSentWhenAskedFor) {
    Modes modes;
    std::string out;
    encode_focus(Focus::Gained, modes, out);
    EXPECT_EQ(out, "");
    modes.focus_events = true;
    encode_focus(Focus::Gained, modes, out);
    encode_focus(Focus::Lost, modes, out);
    EXPECT_EQ(out, "\033[I\033[O");
}

}  // namespace
}  // namespace tessera::vt::input
