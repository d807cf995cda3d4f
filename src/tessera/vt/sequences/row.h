#pragma once
// A row of the tables of sequences: one sequence, all that is known of it. The tables are what
// handles a sequence, what `tessera vt --explain` prints, what docs/sequences.md shows, and what
// the test runs: each row's example must come out as it says. Threads: values.

#include <cstdint>
#include <string_view>

namespace tessera::vt {

/// Which other multiplexers handle it in a pane, by their own tables: tmux 3.3a input.c, Zellij
/// 0.45 grid.rs.
enum class Peers : std::uint8_t { Neither = 0, Tmux = 1, Zellij = 2, Both = 3 };

/// What a fresh terminal of 4 rows and 10 columns shows after `bytes`.
struct Example {
    enum class Look : std::uint8_t {
        Page,        // rows, each ended by |, empty ones at the bottom left out
        Reply,       // what it answers
        Attributes,  // of the first row's cells: b bold, r reverse, u underlined, . none; to the
                     // last
        LineSize,    // of the first row: normal, wide, top, bottom
        Events,      // their names, a space between
        Image,       // size in cells of each part of an image, as 2x3, a space between
    };
    Look look = Look::Page;
    std::string_view bytes;
    std::string_view expected;
};

struct RowFacts {
    std::string_view id;  // leader, intermediates, final; or the number of an OSC
    std::string_view mnemonic;
    std::string_view meaning;
    std::string_view parameters;  // with their defaults, empty: none
    std::string_view source;
    Peers peers = Peers::Neither;
    Example example;
};

template <class Handler>
struct TableRow {
    RowFacts facts;
    Handler handler;
};

}  // namespace tessera::vt
