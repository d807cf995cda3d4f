#include "tessera/vt/input/key.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "tessera/vt/input/events.h"
#include "tessera/vt/input/key_table.h"

namespace tessera::vt::input {
namespace {

struct NameRow {
    std::string_view spelled;
    Key key;
    Modifiers modifiers;
    std::string_view canonical;
};

constexpr NameRow kNames[] = {
    {"a", U'a', kNoModifiers, "a"},
    {"A", U'a', kShift, "Shift a"},
    {"Shift f", U'f', kShift, "Shift f"},
    {"Ctrl a", U'a', kCtrl, "Ctrl a"},
    {"ctrl A", U'a', kCtrl | kShift, "Ctrl Shift a"},
    {"Ctrl Alt x", U'x', kCtrl | kAlt, "Ctrl Alt x"},
    {"Alt Ctrl x", U'x', kCtrl | kAlt, "Ctrl Alt x"},
    {"Alt Shift F1", NamedKey::F1, kAlt | kShift, "Alt Shift F1"},
    {"Ctrl Shift ?", U'?', kCtrl | kShift, "Ctrl Shift ?"},
    {"PageUp", NamedKey::PageUp, kNoModifiers, "PageUp"},
    {"pagedown", NamedKey::PageDown, kNoModifiers, "PageDown"},
    {"Del", NamedKey::Delete, kNoModifiers, "Delete"},
    {"Delete", NamedKey::Delete, kNoModifiers, "Delete"},
    {"Alt Left", NamedKey::Left, kAlt, "Alt Left"},
    {"Alt +", U'+', kAlt, "Alt +"},
    {"Alt [", U'[', kAlt, "Alt ["},
    {"\"", U'"', kNoModifiers, "\""},
    {"Esc", NamedKey::Esc, kNoModifiers, "Esc"},
    {"ENTER", NamedKey::Enter, kNoModifiers, "Enter"},
    {"Space", U' ', kNoModifiers, "Space"},
    {"  Super   Tab ", NamedKey::Tab, kSuper, "Super Tab"},
    {"Backspace", NamedKey::Backspace, kNoModifiers, "Backspace"},
    {"F12", NamedKey::F12, kNoModifiers, "F12"},
    {"PrintScreen", NamedKey::PrintScreen, kNoModifiers, "PrintScreen"},
    {"Alt \xc3\xa9", U'\u00e9', kAlt, "Alt \xc3\xa9"},
    {"\xf0\x9f\xa6\x80", U'\U0001f980', kNoModifiers, "\xf0\x9f\xa6\x80"},
};

TEST(KeyName, IsReadAndWrittenTheSameWay) {
    for (const NameRow& row : kNames) {
        const auto event = parse_key_name(row.spelled);
        ASSERT_TRUE(event.has_value()) << row.spelled;
        EXPECT_EQ(event->key, row.key) << row.spelled;
        EXPECT_EQ(event->modifiers, row.modifiers) << row.spelled;
        EXPECT_EQ(key_name(*event), row.canonical);
    }
    for (const NamedKeyRow& row : named_keys()) {
        const KeyEvent event{.key = row.key, .modifiers = kAlt | kShift};
        EXPECT_EQ(parse_key_name(key_name(event)), event) << row.name;
    }
}

TEST(KeyName, RefusesWhatIsNoKeyAndSaysWhy) {
    constexpr std::pair<std::string_view, std::string_view> kBad[] = {
        {"", "empty"}, {"   ", "empty"}, {"Foo", "neither one character"},
        {"Ctrl", "key is missing"}, {"Ctrl Alt", "key is missing"},
        {"Ctl a", "\"Ctl\" is no modifier"}, {"a b", "\"a\" is no modifier"},
        {"Ctrl ab", "neither"}, {"F36", "neither"}, {"\x01", "neither"}, {"\xff", "neither"},
        {"\xc3", "neither"}, {"\x7f", "neither"}, {"\xc2\x85", "neither"}, {"\xc3\xa9z", "neither"},
    };
    for (const auto& [name, why] : kBad) {
        const auto event = parse_key_name(name);
        ASSERT_FALSE(event.has_value()) << name;
        EXPECT_EQ(event.error().code, ErrorCode::InvalidArgument);
        EXPECT_NE(event.error().message.find(why), std::string::npos) << event.error().message;
    }
}

TEST(KeyTable, KittyNumbersLeadBackToTheKey) {
    for (const NamedKeyRow& row : named_keys()) {
        const bool has_number = row.final == 'u' || row.kitty >= 57344;
        EXPECT_EQ(key_of_kitty(row.kitty) == row.key, has_number) << row.name;
    }
    EXPECT_EQ(key_of_kitty(97), NamedKey::None);
    EXPECT_EQ(row_of(NamedKey::IsoLevel5Shift).kitty, 57454);
    EXPECT_EQ(keypad_twin(NamedKey::KpEnter), Key(NamedKey::Enter));
}

TEST(KeyChord, UpperCaseIsShiftAndLocksDoNotCount) {
    const KeyChord shift_a{U'a', kShift};
    EXPECT_EQ(chord_of(KeyEvent{.key = U'A', .modifiers = {}}), shift_a);
    const Modifiers locked = kShift | kNumLock | kCapsLock;
    EXPECT_EQ(chord_of(KeyEvent{.key = U'a', .modifiers = locked}), shift_a);
    EXPECT_NE(chord_of(KeyEvent{.key = U'a', .modifiers = kCtrl}), shift_a);
}

TEST(KeyChord, CandidatesKnowShiftedCharactersLayoutsAndTheKeypad) {
    const auto has = [](const KeyEvent& event, KeyChord chord) {
        const auto all = chord_candidates(event);
        return std::find(all.begin(), all.end(), chord) != all.end();
    };
    const KeyEvent question{.key = U'/', .modifiers = kCtrl | kShift, .shifted = U'?'};
    EXPECT_TRUE(has(question, {U'/', kCtrl | kShift}));
    EXPECT_TRUE(has(question, {U'?', kCtrl}));
    EXPECT_TRUE(has(question, {U'?', kCtrl | kShift}));
    EXPECT_FALSE(has(question, {U'/', kCtrl}));
    const KeyEvent cyrillic{.key = U'\u0441', .modifiers = kCtrl, .base_layout = U'c'};
    EXPECT_TRUE(has(cyrillic, {U'c', kCtrl}));
    EXPECT_FALSE(has({.key = U'\u0441', .modifiers = {}, .base_layout = U'c'}, {U'c', {}}));
    EXPECT_TRUE(has({.key = NamedKey::Kp1, .modifiers = kAlt}, {U'1', kAlt}));
    EXPECT_EQ(chord_candidates({.key = U'x', .modifiers = {}}).size(), 1U);
}

TEST(KeyText, IsWhatThePressTyped) {
    EXPECT_EQ(text_of({.key = U'a', .modifiers = kShift}), "A");
    EXPECT_EQ(text_of({.key = U'a', .modifiers = kShift | kCapsLock}), "a");
    EXPECT_EQ(text_of({.key = U'/', .modifiers = kShift, .shifted = U'?'}), "?");
    EXPECT_EQ(text_of({.key = U'\u00e9', .modifiers = {}}), "\xc3\xa9");
    EXPECT_EQ(text_of({.key = U'a', .modifiers = kCtrl}), "");
    EXPECT_EQ(text_of({.key = U'a', .modifiers = {}, .action = KeyAction::Release}), "");
    EXPECT_EQ(text_of({.key = NamedKey::Up, .modifiers = {}}), "");
}

}  // namespace
}  // namespace tessera::vt::input
