#pragma once
// From a sequence's id to its handler, made at compile time from the rows of a table.
// Threads: pure.

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "tessera/vt/parser/sequence.h"
#include "tessera/vt/sequences/row.h"

namespace tessera::vt {

template <class Handler>
struct Slot {
    SequenceId id = 0;
    Handler handler = nullptr;
};

/// The rows sorted by id; two rows for one sequence do not compile.
template <class Handler, std::size_t N>
consteval std::array<Slot<Handler>, N> sorted_by_id(const TableRow<Handler> (&rows)[N]) {
    std::array<Slot<Handler>, N> out{};
    for (std::size_t i = 0; i < N; ++i) {
        out[i] = {sequence_id(rows[i].facts.id), rows[i].handler};
    }
    std::ranges::sort(out, {}, &Slot<Handler>::id);
    for (std::size_t i = 1; i < N; ++i) {
        if (out[i - 1].id == out[i].id) {
            throw "two rows for one sequence";
        }
    }
    return out;
}

/// nullptr when no row has that id.
template <class Handler>
[[nodiscard]] Handler find_sorted(std::span<const Slot<Handler>> slots, SequenceId id) {
    const auto at = std::ranges::lower_bound(slots, id, {}, &Slot<Handler>::id);
    return at != slots.end() && at->id == id ? at->handler : nullptr;
}

/// Handlers of sequences that are a final byte alone: no search for the frequent ones.
template <class Handler, std::size_t N>
consteval std::array<Handler, 128> by_final_byte(const TableRow<Handler> (&rows)[N]) {
    std::array<Handler, 128> out{};
    for (const TableRow<Handler>& row : rows) {
        if (row.facts.id.size() == 1) {
            out[static_cast<std::size_t>(row.facts.id.front())] = row.handler;
        }
    }
    return out;
}

}  // namespace tessera::vt
