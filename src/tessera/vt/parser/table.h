#pragma once
// The state machine of a DEC terminal as data: for each state and byte one action and one next
// state. Source: ECMA-48 5.3-5.6; DEC STD 070 ch. 3; the published VT500 parser diagram of
// Paul Williams. Bytes 0x80 and above never reach it in Ground (they are UTF-8) and are data in
// strings. Threads: constants.

#include <array>
#include <cstdint>

namespace tessera::vt::table {

enum class State : std::uint8_t {
    Ground, Escape, EscapeIntermediate, CsiEntry, CsiParam, CsiIntermediate, CsiIgnore,
    DcsEntry, DcsParam, DcsIntermediate, DcsIgnore, DcsString, OscString, ApcString, IgnoreString,
};
inline constexpr int kStates = 15;

enum class Action : std::uint8_t {
    None, Execute, Clear, Collect, Param, EscDispatch, CsiDispatch,
    DcsStart, OscStart, ApcStart, Put, OscEnd, StringCancel,
};

struct Entry {
    Action action = Action::None;
    State next = State::Ground;
    bool set = false;
};

struct Rule {
    State state;
    int from;
    int to;
    Action action;
    State next;
};

using enum State;

inline constexpr Rule kRules[] = {
    // Escape: what follows ESC.
    {Escape, 0x20, 0x2f, Action::Collect, EscapeIntermediate},
    {Escape, 0x30, 0x4f, Action::EscDispatch, Ground},
    {Escape, 'P', 'P', Action::Clear, DcsEntry},
    {Escape, 0x51, 0x57, Action::EscDispatch, Ground},
    {Escape, 'X', 'X', Action::None, IgnoreString},  // SOS
    {Escape, 'Y', 'Z', Action::EscDispatch, Ground},
    {Escape, '[', '[', Action::Clear, CsiEntry},
    {Escape, '\\', '\\', Action::EscDispatch, Ground},
    {Escape, ']', ']', Action::OscStart, OscString},
    {Escape, '^', '^', Action::None, IgnoreString},  // PM
    {Escape, '_', '_', Action::ApcStart, ApcString},
    {Escape, 0x60, 0x6a, Action::EscDispatch, Ground},
    {Escape, 'k', 'k', Action::None, IgnoreString},  // title string of screen(1)
    {Escape, 0x6c, 0x7e, Action::EscDispatch, Ground},
    {EscapeIntermediate, 0x20, 0x2f, Action::Collect, EscapeIntermediate},
    {EscapeIntermediate, 0x30, 0x7e, Action::EscDispatch, Ground},
    // CSI.
    {CsiEntry, 0x20, 0x2f, Action::Collect, CsiIntermediate},
    {CsiEntry, 0x30, 0x3b, Action::Param, CsiParam},
    {CsiEntry, 0x3c, 0x3f, Action::Collect, CsiParam},
    {CsiEntry, 0x40, 0x7e, Action::CsiDispatch, Ground},
    {CsiParam, 0x20, 0x2f, Action::Collect, CsiIntermediate},
    {CsiParam, 0x30, 0x3b, Action::Param, CsiParam},
    {CsiParam, 0x3c, 0x3f, Action::None, CsiIgnore},
    {CsiParam, 0x40, 0x7e, Action::CsiDispatch, Ground},
    {CsiIntermediate, 0x20, 0x2f, Action::Collect, CsiIntermediate},
    {CsiIntermediate, 0x30, 0x3f, Action::None, CsiIgnore},
    {CsiIntermediate, 0x40, 0x7e, Action::CsiDispatch, Ground},
    {CsiIgnore, 0x20, 0x3f, Action::None, CsiIgnore},
    {CsiIgnore, 0x40, 0x7e, Action::None, Ground},
    // DCS: as CSI, then a string.
    {DcsEntry, 0x20, 0x2f, Action::Collect, DcsIntermediate},
    {DcsEntry, 0x30, 0x3b, Action::Param, DcsParam},
    {DcsEntry, 0x3c, 0x3f, Action::Collect, DcsParam},
    {DcsEntry, 0x40, 0x7e, Action::DcsStart, DcsString},
    {DcsParam, 0x20, 0x2f, Action::Collect, DcsIntermediate},
    {DcsParam, 0x30, 0x3b, Action::Param, DcsParam},
    {DcsParam, 0x3c, 0x3f, Action::None, DcsIgnore},
    {DcsParam, 0x40, 0x7e, Action::DcsStart, DcsString},
    {DcsIntermediate, 0x20, 0x2f, Action::Collect, DcsIntermediate},
    {DcsIntermediate, 0x30, 0x3f, Action::None, DcsIgnore},
    {DcsIntermediate, 0x40, 0x7e, Action::DcsStart, DcsString},
    {DcsIgnore, 0x20, 0xff, Action::None, DcsIgnore},
    // Strings. BEL ends OSC (xterm); elsewhere C0 controls are data or dropped.
    {DcsString, 0x00, 0x17, Action::Put, DcsString},
    {DcsString, 0x19, 0x19, Action::Put, DcsString},
    {DcsString, 0x1c, 0xff, Action::Put, DcsString},
    {OscString, 0x07, 0x07, Action::OscEnd, Ground},
    {OscString, 0x20, 0xff, Action::Put, OscString},
    {ApcString, 0x00, 0x17, Action::Put, ApcString},
    {ApcString, 0x19, 0x19, Action::Put, ApcString},
    {ApcString, 0x1c, 0xff, Action::Put, ApcString},
    {IgnoreString, 0x20, 0xff, Action::None, IgnoreString},
};

using Table = std::array<std::array<Entry, 256>, kStates>;

[[nodiscard]] constexpr bool is_string(State s) {
    return s == DcsString || s == OscString || s == ApcString || s == IgnoreString || s == DcsIgnore;
}

consteval Table build() {
    Table table{};
    for (const Rule& rule : kRules) {
        for (int b = rule.from; b <= rule.to; ++b) {
            Entry& entry = table[static_cast<int>(rule.state)][b];
            if (entry.set) {
                throw "two rules for the same state and byte";
            }
            entry = {rule.action, rule.next, true};
        }
    }
    for (int s = 0; s < kStates; ++s) {
        const State state = static_cast<State>(s);
        for (int b = 0; b < 256; ++b) {
            Entry& entry = table[s][b];
            const bool aborts = b == 0x18 || b == 0x1a;  // CAN, SUB; ESC is handled by the parser
            if (aborts) {
                entry = {is_string(state) ? Action::StringCancel : Action::Execute, Ground, true};
            } else if (!entry.set && b < 0x20 && !is_string(state)) {
                entry = {Action::Execute, state, true};
            } else if (!entry.set) {
                entry = {Action::None, b >= 0x80 && !is_string(state) ? Ground : state, true};
            }
        }
    }
    return table;
}

inline constexpr Table kTable = build();

}  // namespace tessera::vt::table
