// tmux's key tables in both directions, and what libvterm's scripts expect of keys, mouse, pastes
// and focus.

#include <gtest/gtest.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "suites.h"
#include "tessera/vt/input/decoder.h"
#include "tessera/vt/input/encode.h"

namespace tessera::conformance {

namespace {

using namespace vt::input;
using nlohmann::json;

struct NameRow {
    std::string_view theirs;
    Key ours;
};
constexpr NameRow kTmuxNames[] = {
    {"Space", U' '}, {"Escape", NamedKey::Esc}, {"BSpace", NamedKey::Backspace},
    {"BTab", NamedKey::Tab}, {"IC", NamedKey::Insert}, {"DC", NamedKey::Delete},
    {"NPage", NamedKey::PageDown}, {"PgDn", NamedKey::PageDown}, {"PPage", NamedKey::PageUp},
    {"PgUp", NamedKey::PageUp}, {"KP-", NamedKey::KpSubtract}, {"KP+", NamedKey::KpAdd},
    {"KP*", NamedKey::KpMultiply}, {"KP/", NamedKey::KpDivide}, {"KP.", NamedKey::KpDecimal},
    {"KPEnter", NamedKey::KpEnter}, {"\\;", U';'},
};

/// "C-M-S-Up" and the like.
KeyEvent tmux_key(std::string name) {
    KeyEvent out;
    while (name.size() > 2 && name[1] == '-') {
        out.modifiers |= name[0] == 'C' ? kCtrl : name[0] == 'M' ? kAlt : kShift;
        name.erase(0, 2);
    }
    out.modifiers |= name == "BTab" ? kShift : kNoModifiers;
    for (const NameRow& row : kTmuxNames) {
        if (row.theirs == name) {
            out.key = row.ours;
            return out;
        }
    }
    const std::string keypad = name.starts_with("KP") ? "Kp" + name.substr(2) : name;
    const auto parsed = parse_key_name(keypad);
    EXPECT_TRUE(parsed.has_value()) << name;
    if (parsed) {
        out.key = parsed->key;
        out.modifiers |= parsed->modifiers;
    }
    return out;
}

std::string cat_v(const std::string& bytes) {
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (byte < 32 || byte == 127) {
            out += '^';
            out += static_cast<char>(byte ^ 64U);
        } else {
            out += c;
        }
    }
    return out;
}

std::string numbered(std::size_t nth, const std::string& name) {
    return std::to_string(nth) + " " + name;
}

void run_tmux_output(Verdicts& verdicts, const std::filesystem::path& folder) {
    const json rows = json::parse(read_file(folder / "key-output.json"));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        vt::Modes modes;
        modes.modify_other_keys = rows[i].at("extended_keys") ? 1 : 0;
        std::string got;
        encode_key(tmux_key(rows[i].at("key")), modes, got);
        verdicts.equal("key-output/" + numbered(i, rows[i].at("key")), rows[i].at("output_catv"),
                       cat_v(got));
    }
}

std::string described(const InputEvent& event) {
    if (const auto* key = std::get_if<KeyEvent>(&event)) {
        const KeyChord chord = chord_of(*key);
        return key_name(KeyEvent{.key = chord.key, .modifiers = chord.modifiers});
    }
    if (const auto* focus = std::get_if<FocusEvent>(&event)) {
        return focus->focus == Focus::Gained ? "FocusIn" : "FocusOut";
    }
    return std::holds_alternative<PasteEvent>(event) ? "Paste" : "other";
}

void run_tmux_input(Verdicts& verdicts, const std::filesystem::path& folder) {
    const json rows = json::parse(read_file(folder / "key-input.json"));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string name = rows[i].at("key");
        const bool is_event = name.starts_with("Focus");
        const bool is_bracket = name.starts_with("Paste");
        Decoder decoder;
        std::vector<InputEvent> events;
        decoder.feed(from_hex(rows[i].at("input_hex").get<std::string>()), events);
        decoder.flush(events);
        std::string got;
        for (const InputEvent& event : events) {
            got += (got.empty() ? "" : ", ") + described(event);
        }
        // Brackets of a paste are no events of ours: nothing may come of either alone.
        const std::string expected = is_bracket ? "" : is_event ? name : described(tmux_key(name));
        verdicts.equal("key-input/" + numbered(i, name), expected, got);
    }
}

// ---------------------------------------------------------------- libvterm

constexpr NameRow kVtermNames[] = {
    {"Up", NamedKey::Up}, {"Tab", NamedKey::Tab}, {"Enter", NamedKey::Enter},
    {"F1", NamedKey::F1}, {"KP0", NamedKey::Kp0},
};

Modifiers vterm_modifiers(std::string_view letters) {
    return (letters.contains('S') ? kShift : kNoModifiers) |
           (letters.contains('A') ? kAlt : kNoModifiers) |
           (letters.contains('C') ? kCtrl : kNoModifiers);
}

/// Runs a script: commands of the user make `sent_`, an `output` line says what it must be.
class VtermScript {
public:
    VtermScript(Verdicts& verdicts, std::string file)
        : verdicts_(verdicts), file_(std::move(file)) {}

    void run(const std::string& script) {
        for (std::string line : lines(script)) {
            line.erase(0, line.find_first_not_of(" \t"));
            const std::string command = line.substr(0, line.find(' '));
            const std::string rest = line.substr(std::min(command.size() + 1, line.size()));
            if (line.starts_with("!")) {
                finish_command();
                section_ = file_ + "/" + line.substr(1);
                nth_ = 0;
            } else if (command == "output") {
                expected_ += perl_expression(rest);
            } else if (!line.empty() && line[0] != '#' && command != "settermprop") {
                finish_command();
                perform(command, rest);
            }
        }
        finish_command();
    }

private:
    void finish_command() {
        if (is_input_) {
            verdicts_.equal(section_ + " #" + std::to_string(++nth_),
                            testing::PrintToString(expected_), testing::PrintToString(sent_));
        }
        is_input_ = false;
        sent_.clear();
        expected_.clear();
    }

    void perform(const std::string& command, const std::string& rest) {
        const vt::Modes& modes = term_.terminal.modes();
        is_input_ = true;
        if (command == "PUSH" || command == "RESET") {
            is_input_ = false;
            term_.feed(command == "PUSH" ? perl_expression(rest) : "\033c");
        } else if (command == "INCHAR" || command == "INKEY") {
            const auto blank = rest.find(' ');
            const std::string what = rest.substr(blank + 1);
            KeyEvent key{.modifiers = vterm_modifiers(rest.substr(0, blank))};
            if (command == "INCHAR") {
                key.key = static_cast<char32_t>(std::stoul(what, nullptr, 16));
            } else {
                const auto* row = std::ranges::find(kVtermNames, what, &NameRow::theirs);
                ASSERT_NE(row, std::end(kVtermNames)) << what;
                key.key = row->ours;
            }
            encode_key(key, modes, sent_);
        } else if (command == "PASTE") {
            encode_paste("", rest == "START" ? PastePart::First : PastePart::Last, modes, sent_);
        } else if (command == "FOCUS") {
            encode_focus(rest == "IN" ? Focus::Gained : Focus::Lost, modes, sent_);
        } else if (command == "MOUSEMOVE") {
            move(rest, modes);
        } else if (command == "MOUSEBTN") {
            button(rest, modes);
        } else {
            is_input_ = false;
        }
    }

    void move(const std::string& rest, const vt::Modes& modes) {
        Point to;
        ASSERT_EQ(std::sscanf(rest.c_str(), "%d,%d", &to.row.value, &to.col.value), 2) << rest;
        if (to != at_) {
            at_ = to;
            encode_mouse({MouseKind::Motion, held_, kNoModifiers, at_}, modes, sent_);
        }
    }

    void button(const std::string& rest, const vt::Modes& modes) {
        char down = 'd';
        int number = 1;
        char letters[8] = {};
        ASSERT_EQ(std::sscanf(rest.c_str(), "%c %d %7s", &down, &number, letters), 3) << rest;
        MouseEvent event{.modifiers = vterm_modifiers(letters), .position = at_};
        if (number >= 4) {
            event.kind = static_cast<MouseKind>(static_cast<int>(MouseKind::WheelUp) + number - 4);
        } else {
            event.kind = down == 'd' ? MouseKind::Press : MouseKind::Release;
            event.button = static_cast<MouseButton>(number);
            held_ = down == 'd' ? event.button : MouseButton::None;
        }
        encode_mouse(event, modes, sent_);
    }

    Verdicts& verdicts_;
    std::string file_;
    std::string section_;
    int nth_ = 0;  // command of the section
    std::string sent_;
    std::string expected_;
    bool is_input_ = false;
    Term term_{25, 80};
    Point at_{};
    MouseButton held_ = MouseButton::None;
};

}  // namespace

void run_libvterm_input(Verdicts& verdicts, const std::filesystem::path& folder) {
    for (const char* file : {"17state_mouse.test", "25state_input.test"}) {
        VtermScript(verdicts, file).run(read_file(folder / file));
    }
}

void run_tmux_keys(Verdicts& verdicts, const std::filesystem::path& folder) {
    run_tmux_output(verdicts, folder);
    run_tmux_input(verdicts, folder);
}

}  // namespace tessera::conformance
