#include "tessera/vt/input/decoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "tessera/vt/input/encode.h"
#include "tessera/vt/input/key_table.h"

namespace tessera::vt::input {
namespace {

using namespace std::string_literals;
using Events = std::vector<InputEvent>;

Events decoded(std::string_view bytes) {
    Decoder decoder;
    Events out;
    decoder.feed(bytes, out);
    decoder.flush(out);
    return out;
}

std::string described(const KeyEvent& key) {
    std::string out = key.key == Key() ? "Text" : key_name(key);
    out += key.modifiers.has(kCapsLock) ? " +caps" : "";
    out += key.modifiers.has(kNumLock) ? " +num" : "";
    out += key.action == KeyAction::Repeat ? " repeat" : "";
    out += key.action == KeyAction::Release ? " release" : "";
    return out;
}

/// The keys of `bytes`, separated by `, `; anything else is a `?`.
std::string keys(std::string_view bytes) {
    std::string out;
    for (const InputEvent& event : decoded(bytes)) {
        const auto* key = std::get_if<KeyEvent>(&event);
        out += out.empty() ? "" : ", ";
        out += key != nullptr ? described(*key) : "?";
    }
    return out;
}

struct KeysRow {
    std::string bytes;
    std::string_view keys;
};

const KeysRow kRows[] = {
    {"a", "a"}, {"A", "Shift a"}, {"?", "?"}, {"\xc3\xa9", "\xc3\xa9"}, {"ab", "a, b"},
    {"\x01", "Ctrl a"}, {"\0"s, "Ctrl Space"}, {"\x08", "Ctrl h"}, {"\t", "Tab"}, {"\r", "Enter"},
    {"\n", "Ctrl j"}, {"\x1c", "Ctrl \\"}, {"\x1f", "Ctrl _"}, {"\x7f", "Backspace"},
    {"\xff", "\xef\xbf\xbd"}, {"\xc3x", "\xef\xbf\xbd, x"}, {"\xc2\x9b", ""},
    // ESC
    {"\033", "Esc"}, {"\033\033", "Alt Esc"}, {"\033\033\033", "Esc, Alt Esc"}, {"\033a", "Alt a"},
    {"\033A", "Alt Shift a"}, {"\033\x01", "Ctrl Alt a"}, {"\033\r", "Alt Enter"},
    {"\033\xc3\xa9", "Alt \xc3\xa9"}, {"\033[", "Alt ["}, {"\033]", "Alt ]"},
    {"\033O", "Alt Shift o"},
    {"\033P", "Alt Shift p"}, {"\033_", "Alt _"}, {"\033^", "Alt ^"}, {"\033X", "Alt Shift x"},
    {"\033]a", "Alt ], a"}, {"\033]1a", "Alt ], 1, a"}, {"\033Px", "Alt Shift p, x"},
    {"\033Oz", "Alt Shift o, z"}, {"\033[\r", "Alt [, Enter"}, {"\033[\033a", "Alt [, Alt a"},
    {"\033\033a", "Esc, Alt a"}, {"\033]\033", "Alt ], Esc"}, {"\033\033]", "Esc, Alt ]"},
    // xterm, VT220, Linux console, rxvt
    {"\033[A", "Up"}, {"\033OA", "Up"}, {"\033[1;5A", "Ctrl Up"}, {"\033\033[A", "Alt Up"},
    {"\033O5A", "Ctrl Up"}, {"\033[Z", "Shift Tab"}, {"\033[1~", "Home"}, {"\033[4~", "End"},
    {"\033[H", "Home"}, {"\033[5;3~", "Alt PageUp"}, {"\033OP", "F1"}, {"\033[P", "F1"},
    {"\033[1;2R", "Shift F3"}, {"\033[R", "F3"}, {"\033[13~", "F3"}, {"\033[15;2~", "Shift F5"},
    {"\033[25~", "F13"}, {"\033[[A", "F1"}, {"\033[[E", "F5"}, {"\033[23^", "Ctrl F11"},
    {"\033[23$", "Shift F11"}, {"\033[3$", "Shift Delete"}, {"\033[23@", "Ctrl Shift F11"},
    {"\033[a", "Shift Up"}, {"\033Oa", "Ctrl Up"}, {"\033Op", "Kp0"}, {"\033OM", "KpEnter"},
    {"\033[27;5;13~", "Ctrl Enter"}, {"\033[27;6;65~", "Ctrl Shift a"},
    // kitty
    {"\033[97u", "a"}, {"\033[97;5u", "Ctrl a"}, {"\033[97;6:2u", "Ctrl Shift a repeat"},
    {"\033[97;1:3u", "a release"}, {"\033[27u", "Esc"}, {"\033[13;2u", "Shift Enter"},
    {"\033[57399u", "Kp0"}, {"\033[57441;2u", "Shift LeftShift"}, {"\033[97;193u", "a +caps +num"},
    {"\033[1;1:3A", "Up release"}, {"\033[57427~", "KpBegin"}, {"\033[57376u", "F13"},
    {"\033[0;;945u", "Text"}, {"\033[0u", ""}, {"\033[57999u", ""}, {"\033[55296u", ""},
    // unknown, odd and broken
    {"\033[5xq", "q"}, {"\033[?5;6zq", "q"}, {"\033[99~q", "q"}, {"\033[1;5\033[A", "Up"},
    {"\033[1;5\ra", "Enter, a"}, {"\033]52;c;aGk=\033\\q", "?, q"}, {"\033]52;c;aGk=\aq", "?, q"},
    {"\033P1+r544e\033\\q", "q"}, {"\033]10;rgb\033[A", "Up"}, {"\033[1;5:A", "Ctrl Up"},
    {"\033[99999999999999999999;5A", ""}, {"\033[M !", ""}, {"\033\033[M !!", "Esc, ?"},
};

TEST(Decoder, ReadsKeys) {
    for (const KeysRow& row : kRows) {
        EXPECT_EQ(keys(row.bytes), row.keys) << testing::PrintToString(row.bytes);
    }
}

TEST(Decoder, DoesNotCareHowInputIsSplit) {
    std::string all;
    for (const KeysRow& row : kRows) {
        all += row.bytes;
    }
    all += "\033[200~p\xc3\xa9\033[20\033[201~\033[<0;3;4M\033[M !!";
    all += "\033[?62;4c\033]11;rgb:0/0/0\033\\";
    const Events whole = decoded(all);
    for (const std::size_t length : {1U, 2U, 3U, 7U}) {
        Decoder decoder;
        Events out;
        for (std::size_t i = 0; i < all.size(); i += length) {
            decoder.feed(std::string_view(all).substr(i, length), out);
        }
        decoder.flush(out);
        EXPECT_EQ(out, whole) << length;
    }
}

TEST(Decoder, KeepsAllFieldsOfKittyKeys) {
    const KeyEvent expected{.key = U'/', .modifiers = kShift, .action = KeyAction::Repeat,
                            .shifted = U'?', .base_layout = U'-', .text = "?\xc3\xa9"};
    EXPECT_EQ(decoded("\033[47:63:45;2:2;63:233u"), Events{expected});
    const KeyEvent base{.key = U'\u0441', .modifiers = kCtrl, .base_layout = U'c'};
    EXPECT_EQ(decoded("\033[1089::99;5u"), Events{base});
}

TEST(Decoder, ReadsTheMouse) {
    using enum MouseKind;
    using enum MouseButton;
    struct MouseRow {
        std::string bytes;
        MouseEvent event;
    };
    const Point at{Row(3), Col(2)};
    const MouseRow rows[] = {
        {"\033[<0;3;4M", {Press, Left, {}, at}}, {"\033[<2;3;4m", {Release, Right, {}, at}},
        {"\033[<35;3;4M", {Motion, None, {}, at}}, {"\033[<33;3;4M", {Motion, Middle, {}, at}},
        {"\033[<84;3;4M", {WheelUp, None, kShift | kCtrl, at}},
        {"\033[<67;3;4M", {WheelRight, None, {}, at}},
        {"\033[<128;3;4M", {Press, Back, {}, at}}, {"\033[M #$", {Press, Left, {}, at}},
        {"\033[M##$", {Release, None, {}, at}}, {"\033[Ma#$", {WheelDown, None, {}, at}},
        {"\033[32;3;4M", {Press, Left, {}, at}}, {"\033[<0;0;0M", {Press, Left, {}, {}}},
    };
    for (const MouseRow& row : rows) {
        EXPECT_EQ(decoded(row.bytes), Events{row.event}) << testing::PrintToString(row.bytes);
    }
    EXPECT_EQ(decoded("\033[<64;3;4m"), Events{});
    EXPECT_EQ(decoded("\033[<0;3M"), Events{});
}

TEST(Decoder, ReadsPastesWhole) {
    EXPECT_EQ(decoded("\033[200~a\033[20\n\033[201~"), Events{(PasteEvent{"a\033[20\n"})});
    EXPECT_EQ(decoded("\033[200~\033[201~"), Events{(PasteEvent{""})});
}

TEST(Decoder, CutsLongPastesAndBoundsMemory) {
    std::string text = "y";
    while (text.size() < 3 * kPastePieceBytesMax) {
        text += "\xc3\xa9";  // a cut at the limit would split one
    }
    const Events out = decoded("\033[200~" + text + "\033[201~z");
    ASSERT_EQ(out.size(), 5U);
    std::string joined;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto& piece = std::get<PasteEvent>(out[i]);
        const auto part = i == 0 ? PastePart::First : i == 3 ? PastePart::Last : PastePart::Middle;
        EXPECT_EQ(piece.part, part);
        EXPECT_LE(piece.text.size(), kPastePieceBytesMax);
        EXPECT_FALSE(piece.text.ends_with('\xc3'));
        joined += piece.text;
    }
    EXPECT_TRUE(joined == text);
}

TEST(Decoder, FlushDeliversAPasteSoFarButKeepsItOpen) {
    Decoder decoder;
    Events out;
    decoder.feed("\033[200~ab\033[2", out);
    EXPECT_TRUE(decoder.pending());
    decoder.flush(out);
    EXPECT_FALSE(decoder.pending());
    decoder.feed("01~c", out);
    const Events expected = {PasteEvent{"ab", PastePart::First}, PasteEvent{"", PastePart::Last},
                             KeyEvent{.key = U'c', .text = "c"}};
    EXPECT_EQ(out, expected);
}

TEST(Decoder, GivesUpOnHalfSequencesAfterAWhile) {
    for (const std::string_view half : {"\033[1;", "\033]11;r", "\033]11", "\xe2\x82", "\033[M ",
                                        "\033O5"}) {
        Decoder decoder;
        Events out;
        decoder.feed(half, out);
        for (int i = 1; i < kFlushesMax; ++i) {
            decoder.flush(out);
            EXPECT_TRUE(decoder.pending()) << half;
        }
        EXPECT_TRUE(out.empty());
        decoder.flush(out);
        EXPECT_FALSE(decoder.pending()) << half;
    }
}

TEST(Decoder, SwallowsWhatIsTooLong) {
    const std::string digits(10'000, '1');
    EXPECT_EQ(keys("\033[" + digits + "Aq"), "q");
    EXPECT_EQ(keys("\033]11;" + digits + "\033\\q"), "q");
}

TEST(Decoder, ReadsAnswers) {
    struct ReplyRow {
        std::string bytes;
        Reply reply;
    };
    const ReplyRow rows[] = {
        {"\033[?62;4;52c", AttributesReply{AttributesLevel::Primary, {62, 4, 52}}},
        {"\033[>41;354;0c", AttributesReply{AttributesLevel::Secondary, {41, 354, 0}}},
        {"\033[12;40R", CursorPositionReply{{Row(11), Col(39)}}},
        {"\033[1;17R", CursorPositionReply{{Row(0), Col(16)}}},
        {"\033[?1;2;1R", CursorPositionReply{{Row(0), Col(1)}}},
        {"\033[1;1R", CursorPositionReply{{Row(0), Col(0)}}},
        {"\033[0n", StatusReply{StatusKind::Ok}},
        {"\033]10;rgb:ffff/8080/0000\033\\",
         ColorReply{ColorSlot::Foreground, 0, 0xffff, 0x8080, 0}},
        {"\033]11;rgb:f/80/0\a", ColorReply{ColorSlot::Background, 0, 0xffff, 0x8080, 0}},
        {"\033]4;7;rgba:00/00/ff/ff\a", ColorReply{ColorSlot::Palette, 7, 0, 0, 0xffff}},
        {"\033]12;#ff0000\a", ColorReply{ColorSlot::Cursor, 0, 0xffff, 0, 0}},
        {"\033[?5u", KittyFlagsReply{5}},
        {"\033[?2026;2$y", ModeReply{ModeSpace::Private, 2026, ModeState::Reset}},
        {"\033[4;1$y", ModeReply{ModeSpace::Ansi, 4, ModeState::Set}},
        {"\033P>|kitty(0.36)\033\\", VersionReply{"kitty(0.36)"}},
        {"\033[4;600;800t", SizeReply{SizeKind::TextAreaPixels, 600, 800}},
        {"\033[6;20;10t", SizeReply{SizeKind::CellPixels, 20, 10}},
        {"\033[8;24;80t", SizeReply{SizeKind::TextAreaCells, 24, 80}},
        {"\033[48;24;80;480;800t", ResizeReply{{Rows(24), Cols(80)}, 480, 800}},
        {"\033[?997;2n", ColorSchemeReply{ColorScheme::Light}},
        {"\033_Gi=31;OK\033\\", GraphicsReply{31, "OK"}},
        {"\033]52;p;aGk=\033\\", ClipboardReply{'p', "hi"}},
    };
    for (const ReplyRow& row : rows) {
        EXPECT_EQ(decoded(row.bytes), Events{row.reply}) << testing::PrintToString(row.bytes);
    }
    for (const char* bad : {"\033]11;red\a", "\033]11;rgb:g/0/0\a", "\033]4;300;rgb:0/0/0\a",
                            "\033[?1;7$y", "\033[?997;3n", "\033_Gq\033\\", "\033]11;#12345\a"}) {
        EXPECT_EQ(decoded(bad), Events{}) << bad;
    }
    const Events focus = {FocusEvent{Focus::Gained}, FocusEvent{Focus::Lost}};
    EXPECT_EQ(decoded("\033[I\033[O"), focus);
}

std::vector<KeyEvent> every_key(Modifiers modifiers) {
    std::vector<KeyEvent> out;
    for (const NamedKeyRow& row : named_keys()) {
        out.push_back({.key = row.key, .modifiers = modifiers});
    }
    for (const char32_t c : U"azq05 /[\\;~\u00e9\u0441\u4e2d\U0001f980") {
        if (c != 0) {
            out.push_back({.key = c, .modifiers = modifiers});
        }
    }
    return out;
}

TEST(RoundTrip, KittyReportsComeBackWhole) {
    Modes modes;
    modes.kitty_flags = 31;
    Decoder decoder;
    for (int bits = 0; bits < 256; ++bits) {
        for (KeyEvent& key : every_key(Modifiers(static_cast<std::uint8_t>(bits)))) {
            key.action = static_cast<KeyAction>(bits % 3);
            key.shifted = bits % 2 == 1 && key.key.is_character() ? U'\u00c9' : 0;
            key.base_layout = bits % 5 == 0 && key.key.is_character() ? U'w' : 0;
            key.text = text_of(key);
            std::string bytes;
            encode_key(key, modes, bytes);
            Events out;
            decoder.feed(bytes, out);
            ASSERT_EQ(out, Events{key}) << testing::PrintToString(bytes);
        }
    }
}

/// Encoded, decoded and encoded again gives the same bytes: what legacy forms cannot tell apart
/// (Ctrl i and Tab) stays one thing.
TEST(RoundTrip, LegacyBytesAreStable) {
    for (std::uint8_t choice = 0; choice < 8; ++choice) {
        Modes modes;
        modes.modify_other_keys = choice % (kMaxModifyOtherKeys + 1);
        modes.format_other_keys = choice / (kMaxModifyOtherKeys + 1);
        for (std::uint8_t bits = 0; bits < 8; ++bits) {
            for (const KeyEvent& key : every_key(Modifiers(bits))) {
                std::string bytes;
                encode_key(key, modes, bytes);
                std::string again;
                for (const InputEvent& event : decoded(bytes)) {
                    encode_key(std::get<KeyEvent>(event), modes, again);
                }
                EXPECT_EQ(again, bytes) << described(key) << " " << int{choice};
            }
        }
    }
}

TEST(RoundTrip, LegacyKeysComeBackWhenTheirFormIsTheirOwn) {
    constexpr NamedKey kOwn[] = {
        NamedKey::Up, NamedKey::Home, NamedKey::PageUp, NamedKey::Delete, NamedKey::F1,
        NamedKey::F3, NamedKey::F4, NamedKey::F12, NamedKey::F20,
    };
    for (std::uint8_t bits = 0; bits < 8; ++bits) {
        for (const NamedKey named : kOwn) {
            const KeyEvent key{.key = named, .modifiers = Modifiers(bits)};
            std::string bytes;
            encode_key(key, {}, bytes);
            EXPECT_EQ(decoded(bytes), Events{key}) << described(key);
        }
    }
}

TEST(RoundTrip, SgrMouseComesBackWhole) {
    Modes modes;
    modes.mouse_tracking = MouseTracking::AnyEvent;
    modes.mouse_encoding = MouseEncoding::Sgr;
    for (int n = 0; n < 7 * 8 * 8; ++n) {
        MouseEvent event{MouseKind(n % 7), MouseButton(n / 7 % 8),
                         Modifiers(static_cast<std::uint8_t>(n / 56)), {Row(n), Col(3 * n)}};
        const bool wheel = event.kind >= MouseKind::WheelUp;
        event.button = wheel ? MouseButton::None : event.button;
        if (event.button == MouseButton::None && event.kind == MouseKind::Press) {
            continue;
        }
        std::string bytes;
        encode_mouse(event, modes, bytes);
        EXPECT_EQ(decoded(bytes), Events{event}) << testing::PrintToString(bytes);
    }
}

}  // namespace
}  // namespace tessera::vt::input
